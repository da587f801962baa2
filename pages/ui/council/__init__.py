"""What the works council sees on its page."""
