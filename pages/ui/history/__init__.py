"""How is the past wave of another tool brought in, step by step?"""
