"""For who writes: the command line, the development server, new essays."""
