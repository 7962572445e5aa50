"""npm's packages: esbuild, Vega, Pyodide and the others that a site is made with.

A checkout has them in its own ``node_modules``, which ``bootstrap.sh`` fills. An installed Refit
keeps them in its cache. There they are installed before the first build, from the lock file that
the package carries.
"""

import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from refit.cache import cache_folder, digest
from refit.errors import SetupError
from refit.paths import INSTALLED, ROOT
from refit.progress import say

LOCKED = ("package.json", "package-lock.json", ".npmrc")
OLDEST = 20  # of Node.js, as package.json says
# A locked package is the same wherever it comes from, so npm's own cache does as well as a network.
NPM_CI = ("ci", "--omit=dev", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error")
HOW_TO_GET_NODE = (
    f"install Node.js {OLDEST} or newer, which brings npm (Debian 13, Ubuntu 25.04: "
    "apt-get install nodejs npm; macOS: brew install node)"
)


def node_modules() -> Path:
    """Name the folder of npm's packages, which need not be there yet."""
    return cached() / "node_modules" if INSTALLED else ROOT / "node_modules"


def cached() -> Path:
    """Name the folder in the cache for the packages of this lock file, on this kind of machine."""
    locked = [(ROOT / name).read_bytes() for name in LOCKED]
    return cache_folder() / f"node-{digest(sys.platform, platform.machine(), *locked)[:12]}"


def ensure(folder: Path) -> None:
    """Install npm's packages into the cache, if ``folder`` is the one there and is missing.

    Any other folder is left to whoever made it, as a checkout's is.

    Raises
    ------
    SetupError
        If node or npm is missing or too old, if npm fails, or if the cache cannot be written.
    """
    target = cached()
    if folder != target / "node_modules" or folder.is_dir():
        return
    npm = find_npm()
    say(f"Installing esbuild, Vega and other packages with npm into {target} (once)")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix=".node-", dir=target.parent, ignore_cleanup_errors=True
        ) as scratch:
            new = Path(scratch) / target.name
            install(npm, new)
            if not folder.is_dir():
                shutil.rmtree(target, ignore_errors=True)  # what else may have been left there
            new.rename(target)
    except OSError as error:
        if folder.is_dir():
            return  # another build has been quicker
        raise SetupError(
            f"npm's packages cannot be kept in {target} ({error.strerror}); "
            "set REFIT_CACHE to a folder that can be written"
        ) from error


def install(npm: str, folder: Path) -> None:
    """Install what is locked into a new folder."""
    folder.mkdir()
    for name in LOCKED:
        shutil.copyfile(ROOT / name, folder / name)
    # What npm prints goes to standard error, as it comes.
    command = [npm, *NPM_CI]
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=2, check=False)
    if done.returncode:
        raise SetupError(
            f"npm's packages could not be installed (npm ci: exit {done.returncode}); npm says why "
            "above. If there is no network, connect to one and try again"
        )


def find_npm() -> str:
    """Return where npm is, if it is there and node is not too old for us."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        raise SetupError(f"{'npm' if node else 'node'} is missing; {HOW_TO_GET_NODE}")
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = told.strip().removeprefix("v").partition(".")[0]
    if not major.isdecimal():
        raise SetupError(f"{node} does not run; {HOW_TO_GET_NODE}")
    if int(major) < OLDEST:
        raise SetupError(f"{node} is Node.js {told.strip()}, which is too old; {HOW_TO_GET_NODE}")
    return npm


def read(file: Path) -> bytes:
    """Read a file of npm's packages.

    Raises
    ------
    SetupError
        If it is missing.
    """
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise missing(file) from None


def missing(file: Path) -> SetupError:
    """Return the error for a file that npm's packages should have and do not."""
    again = f"delete {cached()} and build again" if INSTALLED else "run ./bootstrap.sh or `npm ci`"
    return SetupError(f"{file} is missing; {again}")
