"""What does home say?"""
