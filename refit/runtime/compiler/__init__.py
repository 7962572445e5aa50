"""Compiles Python's modules and defers their imports. This folder's modules run under Pyodide."""
