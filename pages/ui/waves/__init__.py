"""How does HR plan and look after waves and their mails?"""
