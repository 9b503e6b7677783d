"""The section Funnel: how far customers get, and how long they stay."""
