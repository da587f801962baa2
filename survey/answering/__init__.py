"""How does an answer travel?"""
