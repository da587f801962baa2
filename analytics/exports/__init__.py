"""The report as files: the same rows and the same blanks in every format."""
