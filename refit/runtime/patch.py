"""The patch: one change to Pyodide's loader of extensions, without which it is quadratic.

After each library that is opened, the loader walks over every symbol that any library has ever
asked for, to look for those that still have no address: 1.3 s of the first import of scikit-learn.
The change keeps the names of those without an address in a set, and walks over that.
"""

import hashlib

from refit.errors import SetupError

NAME = "pyodide.asm.mjs"
ORIGINAL = "1a9775427ef6e8abaa7db88ece0515422d1886915ae5c9093776410c865dfd8d"
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


def patch(script: bytes) -> bytes:
    """Return Pyodide's loader, changed.

    Raises
    ------
    SetupError
        If it is not the very file that the change was made for.
    """
    found = hashlib.sha256(script).hexdigest()
    if found != ORIGINAL:
        raise SetupError(
            f"{NAME} is not the file that Refit's patch was made for: expected sha256 {ORIGINAL}, "
            f"found {found}; adapt refit/runtime/patch.py, or set REFIT_RUNTIME=unpatched"
        )
    text = script.decode()
    for old, new in CHANGES.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text.encode()
