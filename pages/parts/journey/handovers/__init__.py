"""The section Hand-overs: who did not come to the touchpoint that normally follows."""
