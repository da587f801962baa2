"""Is it true? What is promised, and the proof on the live database."""
