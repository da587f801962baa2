"""What stands around every page: who is looking, the look, the menu, refusals, days and hours."""
