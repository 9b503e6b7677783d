"""The section Compare: two groups of journeys beside each other."""
