"""The section What matters: which touchpoints a goal and coming back rest on."""
