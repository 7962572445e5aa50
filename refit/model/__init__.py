"""The author's model, run, and its results."""
