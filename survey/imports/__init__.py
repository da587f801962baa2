"""How does a file become people or a past wave?"""
