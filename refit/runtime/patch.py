"""The patch: one change to Pyodide's loader of extensions, which is quadratic without it.

After each library that it opens, the loader walks over every symbol that any library has ever
asked for, and looks for those without an address: 1.3 s of the first import of scikit-learn. The
change keeps the names of the symbols without an address in a set, and walks over that set.
"""

import hashlib
from collections.abc import Mapping

from refit.errors import SetupError
from refit.runtime import pins

NAME = "pyodide.asm.mjs"
OTHERWISE = "adapt refit/runtime/patch.py (docs/next-pyodide.md), or set REFIT_RUNTIME=unpatched"
CHANGES = {
    "var GOT={};": "var GOT={},refitPending=new Set;",
    'new WebAssembly.Global({value:"i32",mutable:true},-1)}': (
        'new WebAssembly.Global({value:"i32",mutable:true},-1);refitPending.add(symName)}'
    ),
    "for(var[symName,entry]of Object.entries(GOT)){if(entry.value==-1){": (
        "for(var symName of refitPending){var entry=GOT[symName];if(entry.value==-1){"
    ),
    ")}}}};var loadDylibs=": ")}}}refitPending.clear()};var loadDylibs=",
}


def patch(script: bytes, changes: Mapping[str, str] = CHANGES, otherwise: str = OTHERWISE) -> bytes:
    """Apply the patch to Pyodide's loader.

    Parameters
    ----------
    script
        The loader, as Pyodide has it.
    changes
        The texts that are replaced, and what replaces them.
    otherwise
        What to do if it is another loader.

    Raises
    ------
    SetupError
        If the loader is not the file that the patch was made for (``patched`` in
        ``runtime.json``).
    """
    expected, found = pins.load().patched, hashlib.sha256(script).hexdigest()
    if found != expected or unmatched(script, changes):
        raise SetupError(
            f"{NAME} is not the file that Refit's patch was made for: expected sha256 {expected}, "
            f"found {found}; {otherwise}"
        )
    text = script.decode()
    for old, new in changes.items():
        text = text.replace(old, new)
    return text.encode()


def unmatched(script: bytes, changes: Mapping[str, str] = CHANGES) -> list[str]:
    """List the texts that are to be replaced and that the loader does not contain exactly once."""
    text = script.decode()
    return [old for old in changes if text.count(old) != 1]
