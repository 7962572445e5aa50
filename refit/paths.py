"""Where the package's own files are, in a checkout and in an installed package."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
SHARE = PACKAGE / "share"  # only a wheel has it; pyproject.toml says what is put there
INSTALLED = SHARE.is_dir()
# The folder that holds templates/, static/, essays/_templates/, docs/site/, CONTRIBUTING.md and
# package.json.
ROOT = SHARE if INSTALLED else PACKAGE.parent
DOCS = ROOT / "docs" / "site"  # the documentation's texts
EXAMPLES = DOCS / "examples"  # a file each, by page
