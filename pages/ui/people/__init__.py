"""How does HR look after people and units?"""
