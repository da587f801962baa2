"""How is what is kept copied away, and is a copy whole?"""
