"""What is asked, of whom, by which rules, and all that is kept."""
