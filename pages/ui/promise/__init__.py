"""How is the promise said, and its proof shown?"""
