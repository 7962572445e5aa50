"""The author's charts: compiled, checked and drawn."""
