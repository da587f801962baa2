"""How are questions read and put together?"""
