"""When is it asked, and by which rules?"""
