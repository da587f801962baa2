"""Is what is said true? Organisations made up, through the whole path from answers to words."""
