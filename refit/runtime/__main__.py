"""``python -m refit.runtime`` fetches and checks the runtime, and says where it is."""

import sys

from refit.errors import SetupError
from refit.progress import say
from refit.runtime import pins
from refit.runtime.fetch import ensure


def main() -> int:
    """Fetch and check the runtime, and say where it is."""
    try:
        folder = ensure()
    except SetupError as error:
        say(str(error))
        return 1
    total = sum(pin.size for pin in pins.load().files)
    print(f"Pyodide {pins.load().version}, {total / 1e6:.1f} MB, checked: {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
