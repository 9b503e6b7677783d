"""The section Cases: whom to call back, what was done, and what followed."""
