"""What does a team try, why, and what became of it?"""
