"""What is looked at: a unit, a wave, a person."""
