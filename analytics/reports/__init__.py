"""What does a page say?"""
