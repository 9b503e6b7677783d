"""As-is and to-be: what targets at touchpoints would change down the chain of stages."""
