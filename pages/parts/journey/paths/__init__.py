"""The section Paths: the ways customers take, in circles and back too."""
