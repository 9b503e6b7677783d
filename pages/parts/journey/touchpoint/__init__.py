"""One touchpoint looked at closely: its figures, comments and customers."""
