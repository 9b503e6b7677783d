"""What must be true for the scenario to pay, and what to learn before deciding."""
