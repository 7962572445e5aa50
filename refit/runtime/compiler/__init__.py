"""Compiles Python's modules with fewer imports. This folder's modules run under Pyodide."""
