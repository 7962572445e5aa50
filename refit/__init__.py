"""Refit: interactive essays on machine learning whose models train in the reader's browser."""

__version__ = "0.1.0"
