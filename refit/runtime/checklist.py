"""What new pins leave to do: places that name another version, and tests to look at first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from refit.runtime import patch, snapshot_patch
from refit.runtime.imports import IMPORT_NAMES
from refit.runtime.library import SITE_PACKAGES
from refit.runtime.packs import BEYOND_BASE
from refit.runtime.pins import Pins

OWN_LAZY_IMPORTS = (3, 15)  # the first Python that has them (PEP 810)
REWRITTEN = ("numpy", "scipy", "scikit-learn", "joblib")  # packages whose imports are deferred


@dataclass(frozen=True)
class Mention:
    """A line of a file that names another version than the pins."""

    file: str
    line: int  # 0 if the file names no version
    found: str
    wanted: str

    def __str__(self) -> str:
        """Say where it is and what to write."""
        if not self.line:
            return f"{self.file}: add {self.wanted}"
        return f"{self.file}:{self.line}: write {self.wanted} instead of {self.found}"


@dataclass(frozen=True)
class Checklist:
    """New pins, and what they are compared with."""

    old: Pins
    new: Pins
    unmatched: list[str]  # texts of the patch that the new loader does not contain exactly once
    unmatched_snapshot: list[str]  # the same of the changes that snapshots need
    imports: dict[str, list[str]]  # by package, the names of its modules
    root: Path  # of the project

    def tasks(self) -> Iterator[str]:
        """Yield what is to be done, in that order."""
        yield from (str(mention) for mention in self.mentions())
        yield from self.locks()
        yield from self.loader()
        yield from self.wheels()
        yield from self.python()
        if self.new.digest != self.old.digest:
            yield (
                "run `./bootstrap.sh` (it fetches the new files), `make test`, and `make bench` "
                "before and after; docs/next-pyodide.md says what to look at"
            )

    # ── versions that are written elsewhere ──────────────────────────────────────────────────────

    def mentions(self) -> Iterator[Mention]:
        """Yield each line that names another version than the new pins."""
        new = self.new
        for wheel in new.wheels:
            yield from self.compare("pyproject.toml", f'"{wheel.package}=={{}}"', wheel.version)
        yield from self.compare("package.json", '"pyodide": "{}"', new.version)
        yield from self.compare("static/js/runtime/python.js", "/lib/python{}/", new.python_minor)
        yield from self.compare("NOTICE", "  Pyodide {} ", new.version)
        yield from self.compare("NOTICE", "pyodide, tag {};", new.version)
        yield from self.compare("NOTICE", "  CPython {} ", new.python_minor)
        for wheel in new.wheels:
            yield from self.compare("NOTICE", f"  {wheel.package} {{}} ", wheel.version)

    def compare(self, file: str, form: str, wanted: str) -> Iterator[Mention]:
        """Yield the lines of a file that name another version than the wanted one.

        In ``form``, ``{}`` is where the version is. A file without the form has one mention, too.
        """
        found = list(self.find(file, form))
        show = " ".join(form.split()).format
        if not found and (self.root / file).is_file():
            yield Mention(file, 0, "", show(wanted))
        for line, version in found:
            if version != wanted:
                yield Mention(file, line, show(version), show(wanted))

    def find(self, file: str, form: str) -> Iterator[tuple[int, str]]:
        """Yield line and version wherever a form is in a file."""
        path = self.root / file
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        pattern = re.escape(form).replace(re.escape("{}"), r"""([^\s";,/]+)""")
        for match in re.finditer(pattern, text):
            yield text.count("\n", 0, match.start(1)) + 1, match[1]

    def locks(self) -> Iterator[str]:
        """Yield one task for the two lock files, which a command writes."""
        npm = self.find("package-lock.json", '"node_modules/pyodide": {\n      "version": "{}"')
        stale = [
            f"package-lock.json:{line} has pyodide {found}"
            for line, found in npm
            if found != self.new.version
        ]
        for wheel in self.new.wheels:
            mentions = self.compare("requirements.lock", f"\n{wheel.package}=={{}} ", wheel.version)
            stale += [f"requirements.lock:{each.line} has {each.found}" for each in mentions]
        if stale:
            yield f"then run `make lock`: {', '.join(stale)}"

    # ── differences between the pins ─────────────────────────────────────────────────────────────

    def loader(self) -> Iterator[str]:
        """Yield what is to be done about the patch, and about what snapshots need."""
        for file, changes, lost, variant in (
            ("patch.py", patch.CHANGES, self.unmatched, "unpatched"),
            ("snapshot_patch.py", snapshot_patch.CHANGES, self.unmatched_snapshot, "lean"),
        ):
            texts = "".join(f"\n       {text}" for text in lost)
            if lost:
                yield (
                    f"refit/runtime/{file}: {len(lost)} of {len(changes)} texts are not exactly "
                    f"once in the new {patch.NAME}:{texts}\n"
                    "     Adapt CHANGES, and run this command again. Until then a build needs "
                    f"REFIT_RUNTIME={variant}."
                )
        if not self.unmatched and self.new.patched != self.old.patched:
            yield (
                f"refit/runtime/patch.py: all {len(patch.CHANGES)} texts are in the new "
                f"{patch.NAME}, so the patch applies. Run tests/browser/test_engines.py"
            )

    def wheels(self) -> Iterator[str]:
        """Yield what is to be done about packages that are new, gone or changed."""
        if self.new.carrier is None:
            yield (
                "no package on PyPI is known that carries these wheels: machines without the CDN "
                "need REFIT_RUNTIME_DIR. If one is found, run this command with --carrier"
            )
        old = {wheel.package: wheel for wheel in self.old.wheels}
        for wheel in self.new.wheels:
            names = self.imports.get(wheel.package, [])
            if wheel.package not in old:
                yield f"{wheel.package} {wheel.version} is new in the runtime; see what needs it"
            elif wheel.version != old[wheel.package].version:
                before = old[wheel.package].version
                yield f"{wheel.package}: read what has changed from {before} to {wheel.version}"
            paths = [f"{SITE_PACKAGES}{name}" for name in names if name != "numpy"]
            if paths and not any(path.startswith(BEYOND_BASE) for path in paths):
                yield f"refit/runtime/packs.py: add {', '.join(names)} to BEYOND_BASE"
            expected = IMPORT_NAMES.get(wheel.package, wheel.package)
            if names and expected not in names:
                yield (
                    f"refit/runtime/imports.py: IMPORT_NAMES says that {wheel.package} is imported "
                    f"as {expected}; it is imported as {', '.join(names)}"
                )
        for package in sorted(old.keys() - set(self.new.packages)):
            places = " and ".join(
                f"{file}:{line}"
                for file, form in (
                    ("pyproject.toml", f'"{package}=={{}}"'),
                    ("NOTICE", f"  {package} {{}} "),
                )
                for line, _ in self.find(file, form)
            )
            yield f"{package} is no longer needed: delete {places or 'it'}"
        changed = [
            wheel.package
            for wheel in self.new.wheels
            if wheel.package in REWRITTEN
            and wheel.sha256 != getattr(old.get(wheel.package), "sha256", "")
        ]
        if changed:
            yield (
                f"{', '.join(changed)}: the wheel is another one, and imports are deferred in it. "
                "Run tests/test_lazy_imports.py; it names what is lost. Until that is mended, "
                "REFIT_RUNTIME=eager leaves imports as they are"
            )

    def python(self) -> Iterator[str]:
        """Yield what is to be done about another Python or another compiler."""
        old, new = self.old, self.new
        if new.python_minor != old.python_minor:
            yield (
                f"Python is {new.python_minor} instead of {old.python_minor}: run "
                "tests/test_check.py, which holds LACKING in refit/runtime/imports.py to it; see "
                "whether the five packages have wheels for the Pythons that bootstrap.sh allows"
            )
        minor = tuple(map(int, new.python_minor.split(".")))
        if minor >= OWN_LAZY_IMPORTS:
            yield (
                f"Python {new.python_minor} has lazy imports of its own (PEP 810): "
                "refit/runtime/compiler/README.md says how they replace the rewriting"
            )
        if new.platform != old.platform:
            lines = [line for line, _ in self.find("README.md", "Chrome and Edge {}")]
            where = f"README.md:{lines[0]}" if lines else "README.md"
            yield (
                f"{where}: {new.platform} instead of {old.platform} compiled the runtime: read in "
                "Pyodide's and Emscripten's release notes which browsers are the oldest now"
            )
