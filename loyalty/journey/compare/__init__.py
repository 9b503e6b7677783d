"""Two groups of journeys beside each other: their figures, and where they differ."""
