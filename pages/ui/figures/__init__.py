"""How are figures said and laid out?"""
