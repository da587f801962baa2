"""In which form is it taken away? The same rows and the same blanks in every file."""
