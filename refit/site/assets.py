"""Assets: the site's own files and Vega, each in a folder named by the hash of what it holds.

A folder's name changes with its contents, so that a host may tell browsers to keep it for ever, and
modules inside it can go on importing each other by their plain names.
"""

import functools
import hashlib
import json
import os
import re
import subprocess
import tempfile
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from refit.cache import Json, as_json
from refit.errors import SetupError
from refit.npm import missing
from refit.paths import PACKAGE, ROOT
from refit.site import fonts, formula_font, main_script, npm_licences
from refit.site.npm_licences import licences, packages_in
from refit.site.words import read_words

SHEET = re.compile(r"\d-[a-z]+\.css")  # parts of one style sheet, in the order of their numbers
CORE, FULL = "core.js", "full.js"  # what every figure needs of Vega, and all of it
LEFT_OUT = (  # of the core, whose none.js stands for them
    *("d3-dsv", "d3-geo", "d3-scale-chromatic", "d3-time", "d3-time-format"),
    *("topojson-client", "vega-selections", "vega-time"),
)
PARTS = {  # of packages, which are enough for the core
    "vega-scenegraph": "scenegraph.js",
    "vega-transforms": "transforms.js",
}
LISTED = re.compile(rb'new RegExp\("\[\\\\xAA(?:[^"\\]|\\.)*"\)')  # the letters of names
WORKERS = ("worker.js", "unpack.js")
ON_DEMAND = ("bring", "editor", "more", "sheets")  # words of bring.js, edit.js and more.js
EDITOR = "edit.js"  # fetched where a reader asks to edit an essay's code
FRAME, FRAME_SCRIPT = "sandbox.html", "runtime/sandbox_frame.js"  # a document and its script
PYTHON = ("tables", "layouts")  # modules that run in browsers too
FORMULAE = "LICENSE-formulae.txt"  # of a font that essays have parts of
LICENCE = ROOT / "LICENSE"  # of what is ours
ENTRIES = {  # script: output format and language; settings.js tells old browsers that they are
    main_script.COMMON: ("esm", "es2022"),
    main_script.FULL: ("esm", "es2022"),
    "settings.js": ("iife", "es2017"),
    "toy.js": ("iife", "es2017"),
    "search.js": ("esm", "es2022"),
    "solved.js": ("esm", "es2022"),
    "count.js": ("iife", "es2022"),
    "more.js": ("esm", "es2022"),
    "bring.js": ("esm", "es2022"),
    "runtime/worker.js": ("esm", "es2022"),
    "runtime/unpack.js": ("esm", "es2022"),
    "runtime/sandboxed.js": ("iife", "es2022"),
    f"editor/{EDITOR}": ("esm", "es2022"),
}
RULES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob:",  # of a picture that a reader saves, which is drawn from a text
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "frame-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
# The workers compile WebAssembly, import modules by the bytes that they have verified, and read a
# decompressor out of its own script.
WORKER_RULES = RULES | {
    "script-src": "'self' blob: 'wasm-unsafe-eval'",
    "connect-src": "'self' data:",
}
# Code that a reader has changed reaches no network. Its workers inherit the policy of their
# document; they are started from the bytes that the page hands over.
SANDBOX_RULES = {
    "default-src": "'none'",
    "script-src": "blob: 'wasm-unsafe-eval'",
    "worker-src": "blob:",
    "connect-src": "data:",
    "base-uri": "'none'",
    "form-action": "'none'",
}


def policy(rules: Mapping[str, str]) -> str:
    """Return a content security policy of these rules."""
    return "; ".join(f"{name} {value}" for name, value in rules.items())


POLICY, WORKER_POLICY = policy(RULES), policy(WORKER_RULES)


@dataclass(frozen=True)
class Assets:
    """Names of the asset folders inside the site, and what their scripts must be."""

    app: str
    vega: str
    integrity: dict[str, str]


def write_assets(static: Path, node_modules: Path, dist: Path, state: str) -> Assets:
    """Copy the site's own files and Vega into the site; `make` says what ``state`` is."""
    app, library = make(static, node_modules, state)
    names = write_folder("app", app, dist), write_folder("vega", library, dist)
    return Assets(*names, integrity(app | library))


def integrity(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return by path what tells a browser that a script is whole, which its cache does not know."""
    return {
        path: f"sha256-{b64encode(hashlib.sha256(content).digest()).decode()}"
        for path, content in files.items()
        if path.endswith(".js")
    }


@functools.lru_cache(maxsize=2)
def make(static: Path, node_modules: Path, state: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the site's own files, and Vega's.

    ``state`` is a hash of all that they come from: as long as it is the same they are made once,
    since an author's server, or a test, builds many sites.
    """
    files = [file for file in sorted(static.rglob("*")) if file.is_file()]
    sheets = [file for file in files if SHEET.fullmatch(file.name)]
    app = {
        str(file.relative_to(static)): file.read_bytes()
        for file in files
        if file not in sheets and file.suffix not in (".js", ".json")
    }
    css = fonts.style(node_modules) + b"\n".join(sheet.read_bytes() for sheet in sheets)
    app["css/site.css"] = css
    for name in [name for name in app if name.endswith(".css")]:
        app[name] = esbuild(node_modules, ["--loader=css"], stdin=app[name])
    app |= scripts(static / "js", node_modules)
    app[FRAME] = sandbox(static / "js", node_modules)
    app |= fonts.fonts(node_modules)
    app[f"fonts/{FORMULAE}"] = formula_font.licence(node_modules)
    app |= {python_path(name): (PACKAGE / f"{name}.py").read_bytes() for name in PYTHON}
    app |= words_on_demand(static / "words")
    app["licence.txt"] = LICENCE.read_bytes()
    return app, vega(static / "js/vega", node_modules)


def words_on_demand(folder: Path) -> dict[str, bytes]:
    """Return by language the words of scripts that are fetched when they are asked for."""
    return {
        f"words/{file.stem}.json": as_json({name: words[name] for name in ON_DEMAND}).encode()
        for file in sorted(folder.glob("*.json"))
        for words in [read_words(folder, file.stem)]
    }


def scripts(folder: Path, node_modules: Path) -> dict[str, bytes]:
    """Bundle each script that a page or a worker loads with all the modules that it imports.

    Two dozen small modules would cost as many requests, and more than twice the bytes.
    """
    entries = {f"js/{Path(script).name}": (script, *how) for script, how in ENTRIES.items()}
    return bundle(folder, entries, node_modules)


def sandbox(folder: Path, node_modules: Path) -> bytes:
    """Return the document in which a reader's own code runs, with its script in it.

    Its origin is opaque, so to it no script is ``'self'``: the policy names the script's hash.
    """
    options = ["--bundle", "--format=iife", "--log-level=warning", str(folder / FRAME_SCRIPT)]
    script = esbuild(node_modules, options)
    hashed = b64encode(hashlib.sha256(script).digest()).decode()
    rules = SANDBOX_RULES | {"script-src": f"'sha256-{hashed}' {SANDBOX_RULES['script-src']}"}
    lines = (
        "<!doctype html>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy(rules)}">',
        "<title>Sandbox</title>",
        f"<script>{script.decode()}</script>",
    )
    return "\n".join((*lines, "")).encode()


def vega(folder: Path, node_modules: Path) -> dict[str, bytes]:
    """Bundle Vega twice, each time into one module: what every figure needs, and all of it."""
    stand_ins = {package: folder.resolve() / "none.js" for package in LEFT_OUT}
    for package, file in PARTS.items():
        stand_ins[package] = folder.resolve() / file
        stand_ins[f"{package}-src"] = node_modules.resolve() / package / "src"
    without = [f"--alias:{package}={file}" for package, file in stand_ins.items()]
    options = {CORE: without, FULL: []}
    entries = {name: (name, "esm", "es2022", *options[name]) for name in (CORE, FULL)}
    made = bundle(folder, entries, node_modules)
    return made | {name: with_classes(made[name]) for name in (CORE, FULL)}


def with_classes(script: bytes) -> bytes:
    """Let the browser say which letters names in an expression begin with and go on with.

    Vega's parser lists them: 11 KB that hardly compress.
    """
    classes = iter((rb"/\p{ID_Start}/u", rb"/\p{ID_Continue}/u"))
    shorter, found = LISTED.subn(lambda _: next(classes), script, count=2)
    if found != 2:
        raise SetupError("vega-expression lists the letters of names in another way; see assets.py")
    return shorter


def bundle(
    folder: Path, entries: Mapping[str, tuple[str, ...]], node_modules: Path
) -> dict[str, bytes]:
    """Bundle scripts and add the licences of what is in them.

    ``entries`` has a script, its format, its language and more options by the name of the bundle.
    """
    files, packages = {}, set()
    with tempfile.TemporaryDirectory() as scratch:
        meta, made = Path(scratch) / "meta.json", Path(scratch) / "bundle.js"
        for name, (script, kind, target, *more) in entries.items():
            options = ["--bundle", f"--format={kind}", f"--metafile={meta}", f"--outfile={made}"]
            options += ["--log-level=warning", *more]
            esbuild(node_modules, [*options, str(folder / script)], target=target)
            files[name] = made.read_bytes()
            packages |= packages_in(json.loads(meta.read_bytes()))
    return files | {npm_licences.NAME: licences(packages)}


def esbuild(
    node_modules: Path, options: list[str], stdin: bytes = b"", target: str = "es2022"
) -> bytes:
    """Minify a script or a style sheet with esbuild, and bundle it if the options say so."""
    command = [str(node_modules / ".bin/esbuild"), "--minify", f"--target={target}", *options]
    env = os.environ | {"NODE_PATH": str(node_modules)}  # wherever the scripts themselves lie
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, check=True, env=env)
    except FileNotFoundError:
        raise missing(Path(command[0])) from None
    except subprocess.CalledProcessError as error:
        raise SetupError(f"esbuild: {error.stderr.decode().strip()}") from None
    return done.stdout


def write_folder(name: str, files: dict[str, bytes], dist: Path) -> str:
    """Write files into ``dist/<name>-<hash>``, and return that folder's name.

    The hash is that of ``manifest.json`` in the folder, which holds the hashes of all other files.
    """
    hashes = {
        path: {"sha256": hashlib.sha256(content).hexdigest()} for path, content in files.items()
    }
    manifest = json.dumps({"files": hashes}, separators=(",", ":"), sort_keys=True).encode()
    folder = f"{name}-{short_hash(manifest)}"
    for path, content in (files | {"manifest.json": manifest}).items():
        target = dist / folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


def python_path(name: str) -> str:
    """Return where a module of Refit's that runs in a browser is among the site's own files."""
    return f"py/{hashed_name(name, '.py', (PACKAGE / f'{name}.py').read_bytes())}"


def write_named(stem: str, suffix: str, content: bytes, folder: Path) -> str:
    """Write a file whose name holds the hash of its contents, and return the name."""
    folder.mkdir(parents=True, exist_ok=True)
    name = hashed_name(stem, suffix, content)
    (folder / name).write_bytes(content)
    return name


def hashed_name(stem: str, suffix: str, content: bytes) -> str:
    """Return a name that holds the hash of a file's contents, which pages verify."""
    return f"{stem}.{short_hash(content)}{suffix}"


def short_hash(content: bytes) -> str:
    """Return twelve hexadecimal digits of a SHA-256."""
    return hashlib.sha256(content).hexdigest()[:12]


def read_json(file: Path) -> Json:
    """Read a JSON object."""
    values = json.loads(file.read_text("utf-8"))
    assert isinstance(values, dict)
    return values
