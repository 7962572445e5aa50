"""What an author works with: the command line, the development server, new essays."""
