"""Assets: the site's own files and Vega, each in a folder named by the hash of what it holds.

A folder's name changes with its contents, so that a host may tell browsers to keep it for ever, and
modules inside it can go on importing each other by their plain names.
"""

import hashlib
import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from refit.errors import SetupError

SHEET = re.compile(r"\d-[a-z]+\.css")  # rooms of one style sheet, in the order of their numbers
ENTRIES = {"main.js": "esm", "settings.js": "iife", "worker.js": "esm"}  # and what they become
RULES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
# The worker compiles WebAssembly, and imports modules by the bytes that it has verified.
WORKER_RULES = RULES | {"script-src": "'self' blob: 'wasm-unsafe-eval'"}
POLICY, WORKER_POLICY = (
    "; ".join(f"{name} {value}" for name, value in rules.items()) for rules in (RULES, WORKER_RULES)
)


@dataclass(frozen=True)
class Assets:
    """Names of the asset folders inside the site."""

    app: str
    vega: str


def install(static: Path, node_modules: Path, tables: Path, dist: Path) -> Assets:
    """Copy the site's own files and Vega into the site."""
    files = [file for file in sorted(static.rglob("*")) if file.is_file()]
    sheets = [file for file in files if SHEET.fullmatch(file.name)]
    app = {
        str(file.relative_to(static)): file.read_bytes()
        for file in files
        if file not in sheets and file.suffix not in (".js", ".json")
    }
    css = b"\n".join(sheet.read_bytes() for sheet in sheets)
    app["css/site.css"] = css
    for name in [name for name in app if name.endswith(".css")]:
        app[name] = esbuild(node_modules, ["--loader=css"], stdin=app[name])
    app |= scripts(static / "js", node_modules)
    app |= display_font(node_modules)
    app["py/tables.py"] = tables.read_bytes()
    return Assets(write_folder("app", app, dist), write_folder("vega", vega(node_modules), dist))


def scripts(folder: Path, node_modules: Path) -> dict[str, bytes]:
    """Return the scripts that a page or a worker begins with, each with the modules it imports.

    A page of two dozen small modules costs as many requests, and more than twice the bytes.
    """
    return {
        f"js/{name}": esbuild(node_modules, ["--bundle", f"--format={kind}", str(folder / name)])
        for name, kind in ENTRIES.items()
    }


def esbuild(node_modules: Path, options: list[str], stdin: bytes = b"") -> bytes:
    """Return what esbuild makes of a script or of a style sheet: the same with fewer bytes."""
    command = [str(node_modules / ".bin/esbuild"), "--minify", "--target=es2022", *options]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, check=True)
    except FileNotFoundError:
        raise SetupError(f"{command[0]} is missing; run `npm ci`") from None
    except subprocess.CalledProcessError as error:
        raise SetupError(f"esbuild: {error.stderr.decode().strip()}") from None
    return done.stdout


def display_font(node_modules: Path) -> dict[str, bytes]:
    """Return Fredoka, the letters of headings and signs (SIL Open Font Licence)."""
    folder = node_modules / "@fontsource/fredoka"
    try:
        font = (folder / "files/fredoka-latin-600-normal.woff2").read_bytes()
        return {
            "fonts/fredoka.woff2": font,
            "fonts/LICENSE.txt": (folder / "LICENSE").read_bytes(),
        }
    except FileNotFoundError as error:
        raise SetupError(f"{error.filename} is missing; run `npm ci`") from None


def vega(node_modules: Path) -> dict[str, bytes]:
    """Return Vega and its expression interpreter as modules that need no bundler.

    The interpreter imports ``vega-util`` by its bare name, which no browser resolves; Vega carries
    the same functions, so that one line takes them from there.
    """
    try:
        library = (node_modules / "vega/build/vega.min.js").read_bytes()
        source = (node_modules / "vega-interpreter/build/vega-interpreter.js").read_text("utf-8")
    except FileNotFoundError as error:
        raise SetupError(f"{error.filename} is missing; run `npm ci`") from None
    own, count = re.subn(
        r"^import \{([^}]*)\} from 'vega-util';$",
        r"const {\1} = globalThis.vega;",
        source,
        flags=re.MULTILINE,
    )
    if count != 1:
        raise SetupError("vega-interpreter no longer imports vega-util in one line; see assets.py")
    own = re.sub(r"^//# sourceMappingURL=.*\n?", "", own, flags=re.MULTILINE)
    licence = (node_modules / "vega/LICENSE").read_bytes()  # of the interpreter too: one repository
    return {"vega.js": library, "interpreter.js": own.encode(), "LICENSE.txt": licence}


def write_folder(name: str, files: dict[str, bytes], dist: Path) -> str:
    """Write files into ``dist/<name>-<hash>`` and return the folder's name."""
    hashes = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    folder = f"{name}-{short_hash(json.dumps(hashes, sort_keys=True).encode())}"
    for path, content in files.items():
        target = dist / folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def write_named(stem: str, suffix: str, content: bytes, folder: Path) -> str:
    """Write one file with its hash in its name and return that name."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{stem}.{short_hash(content)}{suffix}"
    (folder / name).write_bytes(content)
    return name


def short_hash(content: bytes) -> str:
    """Return twelve hexadecimal digits of a SHA-256."""
    return hashlib.sha256(content).hexdigest()[:12]


def read_json(file: Path) -> dict[str, object]:
    """Read a JSON object."""
    values = json.loads(file.read_text("utf-8"))
    assert isinstance(values, dict)
    return values


def replace_tree(new: Path, target: Path) -> None:
    """Put a finished folder where the old one was; the old one stays until that moment."""
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)
