"""The converter of formulae: Temml, a package of npm's, in one process of node's for a whole build.

What it has answered is kept in the cache, so that nothing is started where nothing is new.
"""

import atexit
import functools
import json
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from refit.cache import Cache, Json, as_json, digest
from refit.errors import SetupError
from refit.npm import HOW_TO_GET_NODE, ensure, missing, node_modules
from refit.paths import ROOT

SCRIPT = Path(__file__).with_name("formulae.mjs")
FIRST_SLOT = 0x2801  # characters that stand for live numbers while TeX is read


@dataclass
class Converter:
    """A process that answers one question after the other."""

    process: subprocess.Popen[bytes]
    lock: Lock = field(default_factory=Lock)

    def ask(self, question: Json) -> Json:
        """Return the answer to a question; both are described in formulae.mjs."""
        assert self.process.stdin
        assert self.process.stdout
        with self.lock:
            try:
                self.process.stdin.write(as_json(question).encode() + b"\n")
                self.process.stdin.flush()
                answer = self.process.stdout.readline()
            except BrokenPipeError:
                answer = b""
        if not answer:
            converter.cache_clear()
            raise SetupError(f"node ended while it read a formula: {question['tex']}")
        found: Json = json.loads(answer)
        return found

    def end(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.communicate()


@functools.cache
def converter() -> Converter:
    """Start the process, for as long as this one runs.

    Raises
    ------
    SetupError
        If node or Temml is missing.
    """
    ensure(node_modules())
    folder, node = node_modules() / "temml", shutil.which("node")
    if node is None:
        raise SetupError(f"node is missing; {HOW_TO_GET_NODE}")
    if not folder.is_dir():
        raise missing(folder)
    command = [node, str(SCRIPT), str(folder)]
    started = Converter(
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=-1)
    )
    atexit.register(started.end)
    return started


@functools.cache
def version() -> str:
    """Hash what answers depend on: Temml's version, and our script."""
    packages = json.loads((ROOT / "package.json").read_bytes())["dependencies"]
    return digest(packages["temml"], SCRIPT.read_bytes())


def convert(tex: str, display: bool, macros: Json, slots: int, cache: Cache) -> Json:
    """Return Temml's answer for a formula, from the cache if it has one."""
    question = {"tex": tex, "display": display, "macros": macros, "slots": slots}
    found: Json = cache.recall_json(
        "formula", digest(version(), question), lambda: converter().ask(question)
    )
    return found
