"""A unit's figures on paper: a PDF made without a browser."""
