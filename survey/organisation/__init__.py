"""Who is where, and may do what?"""
