"""Parts of the Journeys page."""
