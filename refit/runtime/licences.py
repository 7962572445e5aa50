"""Licences: the texts that are distributed with the runtime."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

from refit.runtime import pins

TEXTS = Path(__file__).with_name("licence_texts")
COVERS = {
    "CPython-PSF-2.0.txt": "python_stdlib.zip and CPython in pyodide.asm.wasm (PSF-2.0)",
    "Pyodide-MPL-2.0.txt": "pyodide.mjs, pyodide.asm.mjs, pyodide.asm.wasm (MPL-2.0); "
    "source: https://github.com/pyodide/pyodide, tag {version}",
    "Emscripten-MIT.txt": "the C and JavaScript runtime in pyodide.asm.* (MIT)",
    "linked-libraries.txt": "the C libraries in pyodide.asm.wasm",
    "OpenBLAS-BSD-3-Clause.txt": "scipy.libs/libopenblas.so in scipy's wheel (BSD-3-Clause)",
}


def write_licences(runtime: Path, target: Path, patches: Sequence[str] = ()) -> None:
    """Write the runtime's licence texts, and ``INDEX.txt``, which maps each text to its files.

    Parameters
    ----------
    runtime : Path
        Folder with the verified wheels.
    target : Path
        Folder to make.
    patches : sequence of str
        What changes Pyodide's loader; its licence requires that this is stated.
    """
    known = pins.load()
    target.mkdir(parents=True)
    index = []
    for name, covered in COVERS.items():
        shutil.copyfile(TEXTS / name, target / name)
        index.append(f"{name}: {covered.format(version=known.version)}")
        if patches and name.startswith("Pyodide"):
            files = " and ".join(f"refit/runtime/{patch}" for patch in patches)
            index[-1] += f"; pyodide.asm.mjs is changed as {files} of Refit says"
    for pin in known.wheels:
        texts = wheel_licences(runtime / pin.name)
        (target / f"{pin.package}.txt").write_text(join_texts(texts), encoding="utf-8")
        index.append(f"{pin.package}.txt: {pin.name}, from {len(texts)} files inside it")
    (target / "INDEX.txt").write_text("\n".join(index) + "\n", encoding="utf-8")


def wheel_licences(wheel: Path) -> dict[str, str]:
    """Read a wheel's licence files.

    Parameters
    ----------
    wheel : Path
        A ``.whl`` file.

    Returns
    -------
    dict of str to str
        Text by the file's path in the wheel, sorted; the package's own licence first.
    """
    from pyodide_build.common import get_wheel_dist_info_dir  # 0.2 s, for a build alone

    with zipfile.ZipFile(wheel) as archive:
        own = get_wheel_dist_info_dir(archive, wheel.name.split("-")[0]) + "/"
        names = [name for name in archive.namelist() if is_licence(name)]
        names.sort(key=lambda name: (not name.startswith(own), name.count("/"), name))
        texts: dict[str, str] = {}
        for name in names:
            text = archive.read(name).decode("utf-8", errors="replace")
            if text not in texts.values():
                texts[name] = text
    return texts


def is_licence(name: str) -> bool:
    """Tell whether a file in a wheel is a licence text."""
    folder, _, file = name.rpartition("/")
    named = file.upper().startswith(("LICENSE", "COPYING")) or file.endswith("_LICENSE.txt")
    return bool(file) and (named or ".dist-info/licenses" in folder)


def join_texts(texts: dict[str, str]) -> str:
    """Join licence texts into one, each under its path."""
    return "\n\n".join(f"==== {name}\n\n{text.strip()}" for name, text in texts.items()) + "\n"
