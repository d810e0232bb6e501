"""Routes: who goes where in which order. Knows vehicles, stops, skills and windows, and no word of any business."""
