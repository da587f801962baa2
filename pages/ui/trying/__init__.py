"""How is what teams try written and shown?"""
