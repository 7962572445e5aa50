"""The gallery: a site of Refit's own documentation, made of examples and of what the code says."""
