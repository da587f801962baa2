"""How does HR say when the organisation works, and how it writes figures?"""
