"""In which form is it printed? A unit's figures as a PDF, made without a browser."""
