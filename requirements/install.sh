#!/bin/sh
# Make .venv and install into it the project and its development tools, at the versions of constraints.txt.
# An environment that works is kept; PYTHON=... names the interpreter to use for a new one.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }

suits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

can_make_environments() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

find_python() {
    bare=
    for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
        suits "$candidate" || continue
        bare=$candidate
        if can_make_environments "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    if [ -n "$bare" ]; then
        say "error: $bare has no venv and ensurepip modules."
        say "Install them (Debian and Ubuntu: the package python3-venv), or name another Python: make PYTHON=/path/to/python3"
    else
        say "error: no Python 3.11 or newer found (looked for ${PYTHON:-python3.13, python3.12, python3.11, python3, python})."
        say "Install one, or name it: make PYTHON=/path/to/python3"
    fi
    exit 1
}

environment_works() { suits .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; }

install() { .venv/bin/python -m pip install -qq --disable-pip-version-check --constraint requirements/constraints.txt "$@"; }

if ! environment_works; then
    python=$(find_python)
    say "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
fi
say "Installing myograph and its tools into .venv"
if ! { install hatchling && install --no-build-isolation --editable '.[pandas,server,dev]'; }; then
    say "error: the installation did not finish; what pip said is above."
    say "A first installation needs a package index within reach. After mending the cause, run the same command again."
    exit 1
fi
