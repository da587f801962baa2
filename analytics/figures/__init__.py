"""What did a unit show, and what changed since when?"""
