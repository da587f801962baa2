"""What pages share: who is looking, what they choose, how things are said."""
