"""What runs by itself?"""
