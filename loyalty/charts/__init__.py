"""Charts: each file draws one picture from one frame, ``draw(frame, _) -> altair.Chart``."""
