"""The browser's Python: pinned, fetched, trimmed and laid out for a site."""
