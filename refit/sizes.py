"""How wide a row of panels is, for those who lay panels out and for the kit, which draws them."""

ROOM = (1000, 400)  # pixels of a row of panels, wide and narrow
GAP = (20, 12)  # pixels between panels
