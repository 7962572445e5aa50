"""Where the package's own files are."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent  # of the checkout: essays/, templates/, static/, site.toml
