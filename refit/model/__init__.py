"""Running the author's model, and its results."""
