"""The site: pages, assets and the runtime, built into one folder."""
