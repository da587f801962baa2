"""How does HR see what was done, and choose what is kept?"""
