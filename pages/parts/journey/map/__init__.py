"""The section Map: the picture, what people know beside it, and how it is made."""
