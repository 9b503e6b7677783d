"""The section Pain points: where a bad experience costs the most."""
