"""What the operator may ask for: each command as a request, its answer, and the way between."""
