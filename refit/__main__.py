"""``python -m refit`` is the command line."""

import sys

from refit.author.cli import main

if __name__ == "__main__":
    sys.exit(main(program="python -m refit"))
