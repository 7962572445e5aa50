"""Set-up: bootstrap.sh on machines of every kind, and lock files that any registry can serve."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import vl_convert

PROJECT = Path(__file__).resolve().parent.parent
TOOLS = ("cat", "cp", "cut", "id", "ln", "mkdir", "rm", "sha256sum", "shasum")


def write_script(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def find_python(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Ask bootstrap.sh for a Python on a machine that has only what is in `folder`."""
    given = {"PATH": str(folder / "path"), "HOME": str(folder / "home"), "REFIT_PREFIXES": ""}
    return subprocess.run(
        ["/bin/sh", str(PROJECT / "bootstrap.sh"), "--find-python"],
        env=given | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


SHIM = "echo 'pyenv: command not found' >&2; exit 127"
GOOD = f'exec "{sys.executable}" "$@"'


# ------------------------------------------------------------------ finding a Python


def test_a_shim_that_does_not_run_is_passed_over(tmp_path):
    write_script(tmp_path / "path" / "python3.13", SHIM)
    write_script(tmp_path / "path" / "python3.12", SHIM)
    working = write_script(tmp_path / "path" / "python3", GOOD)
    found = find_python(tmp_path)
    assert (found.returncode, found.stdout.strip()) == (0, str(working))


def test_a_working_python_behind_a_shim_of_its_name_is_found(tmp_path):
    write_script(tmp_path / "path" / "python3.12", SHIM)
    working = write_script(tmp_path / "behind" / "python3.12", GOOD)
    path = f"{tmp_path / 'path'}:{tmp_path / 'behind'}"
    assert find_python(tmp_path, PATH=path).stdout.strip() == str(working)


@pytest.mark.parametrize(
    "place",
    [
        ".pyenv/versions/3.12.1/bin/python",
        ".local/share/uv/python/cpython-3.13.0-linux-x86_64-gnu/bin/python3",
        "miniconda3/bin/python",
    ],
)
def test_pythons_in_the_home_folder_are_found_when_path_has_only_shims(tmp_path, place):
    write_script(tmp_path / "path" / "python3.12", SHIM)
    working = write_script(tmp_path / "home" / place, GOOD)
    assert find_python(tmp_path).stdout.strip() == str(working)


def test_a_python_under_a_prefix_is_found(tmp_path):
    (tmp_path / "path").mkdir()
    working = write_script(tmp_path / "opt" / "bin" / "python3.13", GOOD)
    found = find_python(tmp_path, REFIT_PREFIXES=f"/nowhere {tmp_path / 'opt'}")
    assert found.stdout.strip() == str(working)


def test_a_folder_with_spaces_is_no_hindrance(tmp_path):
    working = write_script(tmp_path / "my tools" / "python3", GOOD)
    assert find_python(tmp_path, PATH=str(working.parent)).stdout.strip() == str(working)


def test_with_shims_alone_the_message_says_what_was_tried_and_what_to_install(tmp_path):
    shim = write_script(tmp_path / "path" / "python3.12", SHIM)
    found = find_python(tmp_path)
    assert found.returncode == 1
    assert found.stdout == ""
    assert f"{shim} does not run" in found.stderr
    assert "python3-venv" in found.stderr
    assert "REFIT_PYTHON" in found.stderr


@pytest.mark.parametrize("version", ["2 7", "3 11", "3 15"])
def test_a_python_of_the_wrong_version_is_named_with_its_version(tmp_path, version):
    write_script(tmp_path / "path" / "python3", f"echo {version}")
    found = find_python(tmp_path)
    assert found.returncode == 1
    assert f"python3 is Python {version.replace(' ', '.')}" in found.stderr


def test_a_python_without_venv_is_named_with_the_package_that_has_it(tmp_path):
    body = 'case "$2" in *version_info*) echo 3 13 ;; *) exit 1 ;; esac'
    write_script(tmp_path / "path" / "python3", body)
    found = find_python(tmp_path)
    assert found.returncode == 1
    assert "apt-get install python3-venv" in found.stderr


def test_refit_python_is_used_before_any_other(tmp_path):
    write_script(tmp_path / "path" / "python3", GOOD)
    chosen = write_script(tmp_path / "chosen", GOOD)
    assert find_python(tmp_path, REFIT_PYTHON=str(chosen)).stdout.strip() == str(chosen)


def test_refit_python_that_does_not_run_is_an_error_and_not_replaced(tmp_path):
    write_script(tmp_path / "path" / "python3", GOOD)
    shim = write_script(tmp_path / "chosen", SHIM)
    found = find_python(tmp_path, REFIT_PYTHON=str(shim))
    assert found.returncode == 1
    assert f"{shim} does not run" in found.stderr


# ------------------------------------------------------------------ stages and their stamps

# Stands in for Python, npm and node: writes down each call, and makes what the real one would.
FAKE_PYTHON = """
echo "python $*" >>"$LOG"
case "$*" in
    *version_info*) echo 3 12 ;;
    '-m venv'*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    *'pip install'*) [ -z "${PIP_FAILS:-}" ] ;;
esac
"""
FAKE_NPM = 'echo "npm $*" >>"$LOG"; mkdir -p node_modules'
FAKE_NODE = "echo ${NODE_VERSION:-v20.1.0}"


class Machine:
    """A project folder and a PATH of stand-ins."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "project"
        self.project.mkdir()
        self.path = folder / "path"
        self.log = folder / "log"
        for name in ("bootstrap.sh", "requirements.lock", "pyproject.toml", "package.json"):
            shutil.copy(PROJECT / name, self.project)
        for name in ("package-lock.json", ".npmrc"):
            shutil.copy(PROJECT / name, self.project)
        write_script(self.path / "python3", FAKE_PYTHON)
        write_script(self.path / "npm", FAKE_NPM)
        write_script(self.path / "node", FAKE_NODE)
        for tool in TOOLS:
            if real := shutil.which(tool):
                (self.path / tool).symlink_to(real)

    def bootstrap(self, *options: str, **environment: str) -> tuple[int, list[str], str]:
        """Run bootstrap.sh; give its exit code, the calls it made and its messages."""
        self.log.write_text("")
        known = {"PATH": str(self.path), "HOME": "/nonexistent", "REFIT_PREFIXES": ""}
        run = subprocess.run(
            ["/bin/sh", "./bootstrap.sh", *options],
            cwd=self.project,
            env=known | {"LOG": str(self.log)} | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        calls = [line for line in self.log.read_text().splitlines() if " -c " not in line]
        return run.returncode, calls, run.stderr


@pytest.fixture
def machine(tmp_path) -> Machine:
    return Machine(tmp_path)


def test_the_first_run_makes_everything_from_the_lock_files(machine):
    code, calls, _ = machine.bootstrap()
    assert code == 0
    assert calls[0] == "python -m venv --clear .venv"
    assert calls[1].endswith("--require-hashes -r requirements.lock")
    assert calls[2].endswith("--no-deps --no-build-isolation --editable .")
    assert calls[3].startswith("npm ci")
    assert calls[4:] == ["python -m refit.runtime"]


def test_the_second_run_only_checks_the_runtime(machine):
    machine.bootstrap()
    assert machine.bootstrap()[1] == ["python -m refit.runtime"]
    assert machine.bootstrap("--no-runtime")[1] == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [("requirements.lock", "--require-hashes"), ("package-lock.json", "npm ci")],
)
def test_a_changed_lock_file_repeats_its_own_stage_alone(machine, changed, expected):
    machine.bootstrap()
    with (machine.project / changed).open("a") as file:
        file.write("\n")
    calls = " | ".join(machine.bootstrap("--no-runtime")[1])
    assert expected in calls
    assert "venv --clear" not in calls
    assert ("npm ci" in calls) != ("--require-hashes" in calls)


def test_a_failed_stage_is_told_and_tried_again(machine):
    code, _, messages = machine.bootstrap(PIP_FAILS="yes")
    assert code == 1
    assert "could not be installed" in messages
    code, calls, _ = machine.bootstrap()
    assert code == 0
    assert any("--require-hashes" in call for call in calls)


def test_a_project_that_was_moved_gets_its_environment_anew(machine, tmp_path):
    machine.bootstrap()
    machine.project = machine.project.rename(tmp_path / "moved")
    assert any("--editable" in call for call in machine.bootstrap("--no-runtime")[1])


def test_without_npm_the_message_says_what_to_install(machine):
    (machine.path / "npm").unlink()
    code, _, messages = machine.bootstrap()
    assert code == 1
    assert "install Node.js 20 or newer" in messages


def test_an_old_node_is_named_with_its_version(machine):
    code, _, messages = machine.bootstrap(NODE_VERSION="v18.19.0")
    assert code == 1
    assert "Node.js 20 or newer is needed, found v18.19.0" in messages


def test_an_unknown_option_is_refused_before_anything_is_made(machine):
    code, calls, messages = machine.bootstrap("--brwoser")
    assert (code, calls) == (1, [])
    assert "--browser" in messages


@pytest.mark.skipif(not (PROJECT / ".venv" / "refit-stamp").exists(), reason="no .venv here")
def test_a_run_with_nothing_to_do_does_nothing():
    command = [PROJECT / "bootstrap.sh", "--no-runtime"]
    subprocess.run(command, check=True, capture_output=True)
    again = subprocess.run(command, check=True, capture_output=True, text=True)
    assert (again.stdout, again.stderr) == ("", "")


# ------------------------------------------------------------------ continuous integration


def run_ci(folder: Path, present: tuple[str, ...]) -> list[str]:
    """Run .ci/run where only the named programs exist; give the calls that it made."""
    log = folder / "log"
    write_script(folder / "path" / "apt-get", f'echo "apt-get $*" >>"{log}"')
    write_script(folder / "path" / "make", f'echo "make $* REFIT_ENGINES=$REFIT_ENGINES" >>"{log}"')
    write_script(folder / "path" / "id", "echo 0")
    for name in present:
        write_script(folder / "path" / name, "exit 1")
    (folder / "path" / "dirname").symlink_to(shutil.which("dirname") or "")
    subprocess.run(
        ["/bin/sh", str(PROJECT / ".ci" / "run")],
        env={"PATH": str(folder / "path")},
        check=True,
        timeout=300,
    )
    return log.read_text().splitlines()


def test_ci_installs_what_a_fresh_machine_lacks_and_then_tests(tmp_path):
    assert run_ci(tmp_path, ()) == [
        "apt-get update -q",
        "apt-get install -qy nodejs npm chromium firefox-esr webkit2gtk-driver xvfb",
        "make test REFIT_ENGINES=all",
    ]


def test_ci_installs_nothing_where_nothing_is_missing(tmp_path):
    present = ("npm", "chromium", "firefox-esr", "WebKitWebDriver", "Xvfb")
    assert run_ci(tmp_path, present) == ["make test REFIT_ENGINES=all"]


# ------------------------------------------------------------------ what is locked

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|@ file:|--(?:extra-)?index-url|--find-links")


@pytest.mark.parametrize("name", ["requirements.lock", "package-lock.json", "package.json"])
def test_lock_files_carry_no_address(name):
    assert ADDRESS.findall((PROJECT / name).read_text()) == []


def test_every_locked_python_package_has_a_hash():
    entries = re.split(r"\n(?=\S)", (PROJECT / "requirements.lock").read_text().strip())
    assert len(entries) > 40
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_every_locked_npm_package_has_a_hash():
    packages = json.loads((PROJECT / "package-lock.json").read_text())["packages"]
    assert all("integrity" in entry for name, entry in packages.items() if name)


def test_the_python_lock_holds_what_the_project_asks_for():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    locked = dict(
        line.split("==") for line in re.findall(r"^\S+==\S+", lock_text(), flags=re.MULTILINE)
    )
    asked = project["dependencies"] + project["optional-dependencies"]["dev"]
    for requirement in asked:
        name, exact = re.fullmatch(r"([\w-]+)(?:==(\S+)|\S*)", requirement).groups()
        assert name.lower() in locked, name
        assert exact in (None, locked[name.lower()])


def lock_text() -> str:
    return (PROJECT / "requirements.lock").read_text()


def test_npm_packages_are_pinned_exactly():
    package = json.loads((PROJECT / "package.json").read_text())
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())


def test_the_page_draws_with_the_vega_that_the_build_draws_with():
    package = json.loads((PROJECT / "package.json").read_text())
    assert package["dependencies"]["vega"] == vl_convert.get_vega_version()


def test_the_npm_pyodide_is_the_pinned_runtime():
    package = json.loads((PROJECT / "package.json").read_text())
    pinned = json.loads((PROJECT / "refit/runtime/runtime.json").read_text())
    assert f"pyodide@{package['dependencies']['pyodide']}" == pinned["sources"]["core"]["npm"]
    assert package["dependencies"]["pyodide"] == pinned["version"]


@pytest.mark.parametrize("name", ["bootstrap.sh", ".ci/run", ".githooks/pre-commit"])
def test_scripts_are_executable_and_plain_sh(name):
    path = PROJECT / name
    assert os.access(path, os.X_OK)
    assert path.read_text().startswith("#!/bin/sh\n")
    subprocess.run(["/bin/sh", "-n", str(path)], check=True)
