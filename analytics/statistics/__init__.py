"""Which formula? Pure: plain numbers and arrays in, the same out."""
