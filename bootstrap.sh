#!/bin/sh
# Makes everything that Refit needs on this machine, and only what is missing:
#
#   .venv          Python packages, from requirements.lock, checked by hash
#   node_modules   browser libraries and tools, from package-lock.json
#   the runtime    Pyodide and its wheels, checked byte for byte, in the user's cache
#
#   ./bootstrap.sh                 all of it; a second run takes well under a second
#   ./bootstrap.sh --no-runtime    without the browser's runtime
#   ./bootstrap.sh --browser       also a browser that the tests can launch
#   ./bootstrap.sh --find-python   print the Python that would be used, and stop
#
# REFIT_PYTHON names a Python to use; REFIT_PREFIXES the folders (with a bin/ inside) that are
# looked through besides PATH and the home folder; REFIT_BROWSER a browser for the tests.
set -eu
cd "${0%/*}" 2>/dev/null || :

say() { printf 'refit: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

# ---------------------------------------------------------------- Python

oldest=12 newest=14 # of Python 3: what the pinned packages have wheels for
rejected=

# Only running a candidate tells: pyenv's shims exist and fail, and Debian's python3 may lack venv.
works() {
    version=$("$1" -c 'import sys; print(*sys.version_info[:2])' 2>/dev/null </dev/null) || {
        rejected="$rejected
  $1 does not run"
        return 1
    }
    minor=${version#3 }
    case $minor in *[!0-9]*) minor=0 ;; esac
    if [ "$minor" -lt $oldest ] || [ "$minor" -gt $newest ]; then
        rejected="$rejected
  $1 is Python ${version% *}.${version#* }"
        return 1
    fi
    "$1" -c 'import ensurepip, ssl, venv, zlib' 2>/dev/null </dev/null || {
        rejected="$rejected
  $1 lacks venv, ensurepip, ssl or zlib (on Debian and Ubuntu: apt-get install python3-venv)"
        return 1
    }
}

candidates() {
    IFS=:
    for name in python3.14 python3.13 python3.12 python3 python; do
        for folder in $PATH; do
            [ -x "$folder/$name" ] && printf '%s\n' "$folder/$name"
        done
    done
    home=${HOME:-/nonexistent}
    for path in \
        "${PYENV_ROOT:-$home/.pyenv}"/versions/*/bin/python \
        "${UV_PYTHON_INSTALL_DIR:-$home/.local/share/uv/python}"/*/bin/python3 \
        "$home"/.local/share/mise/installs/python/*/bin/python \
        "$home"/.asdf/installs/python/*/bin/python \
        "${CONDA_PREFIX:-$home/miniconda3}"/bin/python \
        "$home"/miniconda3/bin/python "$home"/miniforge3/bin/python "$home"/anaconda3/bin/python
    do
        [ -x "$path" ] && printf '%s\n' "$path"
    done
    IFS=' '
    for prefix in ${REFIT_PREFIXES-/usr/local /usr /opt/homebrew /opt/local /opt/conda /opt/python}; do
        for name in python3.14 python3.13 python3.12 python3; do
            [ -x "$prefix/bin/$name" ] && printf '%s\n' "$prefix/bin/$name"
        done
    done
    return 0 # the last test may have failed
}

find_python() {
    if [ -n "${REFIT_PYTHON:-}" ]; then
        python=$REFIT_PYTHON
        works "$python" || die "REFIT_PYTHON cannot be used:$rejected
It must be Python 3.$oldest to 3.$newest. Unset it to have one looked for."
        return
    fi
    found=$(candidates)
    old_ifs=$IFS
    IFS='
'
    for python in $found; do
        IFS=$old_ifs
        works "$python" && return
    done
    die "no Python from 3.$oldest to 3.$newest was found that runs.${rejected:+ Tried:$rejected}
Install one (Debian 13, Ubuntu 24.04: apt-get install python3 python3-venv; macOS: brew install
python@3.13; anywhere: uv python install 3.13) or set REFIT_PYTHON to the one to use."
}

# ---------------------------------------------------------------- stages

if command -v sha256sum >/dev/null 2>&1; then
    hash_of() { cat "$@" | sha256sum | cut -c1-16; }
else
    hash_of() { cat "$@" | shasum -a 256 | cut -c1-16; }
fi

# A stage is done when its stamp holds the hash of the files that it depends on.
done_before() { [ -f "$1" ] && read -r stamp <"$1" && [ "$stamp" = "$2" ]; }

install_python_packages() {
    key=$(hash_of requirements.lock pyproject.toml)-$(pwd | hash_of -)
    done_before .venv/refit-stamp "$key" && return
    if ! { [ -x .venv/bin/python ] && works .venv/bin/python && .venv/bin/python -m pip --version
    } >/dev/null 2>&1; then
        rejected=
        find_python
        say "making .venv with $python"
        "$python" -m venv --clear .venv </dev/null
    fi
    rm -f .venv/refit-stamp
    say "installing Python packages from requirements.lock (a minute or two, once)"
    pip="install --disable-pip-version-check --no-input --no-warn-script-location"
    [ -t 2 ] || pip="$pip --quiet"
    # shellcheck disable=SC2086 # $pip is a list of options
    if ! { .venv/bin/python -m pip $pip --require-hashes -r requirements.lock &&
        .venv/bin/python -m pip $pip --no-deps --no-build-isolation --editable .
    } </dev/null >&2; then
        die "the Python packages could not be installed; pip says why above (is there a network?)"
    fi
    printf '%s\n' "$key" >.venv/refit-stamp
}

install_node_packages() {
    key=$(hash_of package.json package-lock.json .npmrc)
    done_before node_modules/.refit-stamp "$key" && return
    command -v npm >/dev/null 2>&1 && node_version=$(node --version 2>/dev/null </dev/null) ||
        die "node and npm are missing: install Node.js 20 or newer, which brings npm (Debian 13,
Ubuntu 25.04: apt-get install nodejs npm; macOS: brew install node)"
    major=${node_version#v}
    [ "${major%%.*}" -ge 20 ] || die "Node.js 20 or newer is needed, found $node_version"
    say "installing browser libraries from package-lock.json"
    npm ci --no-audit --no-fund --loglevel=error </dev/null >&2 ||
        die "the npm packages could not be installed; npm says why above (is there a network?)"
    printf '%s\n' "$key" >node_modules/.refit-stamp
}

# Its own check of every file's hash is the stamp, and as fast.
install_runtime() { .venv/bin/python -m refit.runtime </dev/null >/dev/null; }

# ---------------------------------------------------------------- a browser for the tests

find_browser() { .venv/bin/python tests/find_browser.py "$@" </dev/null; }

install_browser() {
    stamp_file=.venv/refit-browser
    key=${REFIT_BROWSER:-}
    done_before "$stamp_file" "found:$key" && return
    if ! find_browser; then
        [ -z "$key" ] || die "REFIT_BROWSER is $key, which does not start"
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            say "installing chromium with apt-get"
            { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy chromium
            } </dev/null >&2 || say "apt-get could not install chromium"
        else
            say "installing Playwright's browser"
            .venv/bin/python -m playwright install chromium </dev/null >&2 ||
                say "Playwright could not install a browser"
        fi
        find_browser --explain || die "the tests need a browser: install Chromium or Chrome, or run
.venv/bin/python -m playwright install --with-deps chromium, or set REFIT_BROWSER to one."
    fi
    printf 'found:%s\n' "$key" >"$stamp_file"
}

# ---------------------------------------------------------------- main

browser= runtime=yes
for option in "$@"; do
    case $option in
        --find-python) find_python; printf '%s\n' "$python"; exit ;;
        --browser) browser=yes ;;
        --no-runtime) runtime= ;;
        *) die "unknown option $option (known: --browser, --no-runtime, --find-python)" ;;
    esac
done
install_python_packages
install_node_packages
[ -z "$runtime" ] || install_runtime
[ -z "$browser" ] || install_browser
