"""What a start costs, counted in libraries: heavy ones are loaded when they are used, and not before."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "IPython",
    "SPARQLWrapper",
    "asyncio",
    "http.client",
    "networkx",
    "numpy",
    "pandas",
    "platformdirs",
    "pyshacl",
    "pyvis",
    "rapidfuzz",
    "rdflib",
    "rich",
    "unittest",
}
RUN_COMMAND = """
import sys
from myograph.cli import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


def loaded_by(script: str, *arguments: str) -> set[str]:
    """Return the modules that are loaded when `script` has run with `arguments`."""
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    return set(done.stderr.splitlines()[-1].split())


def test_importing_the_package_loads_no_library() -> None:
    loaded = loaded_by("import sys, myograph; print(*sys.modules, file=sys.stderr)")
    assert "myograph" in loaded
    assert not loaded & (HEAVY | {"pyoxigraph", "click"})


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("version",), ("query", "-e", "ASK {}"), ("query", "--help")],
    ids=" ".join,
)
def test_quick_commands_load_no_heavy_library(arguments: tuple[str, ...]) -> None:
    if "-e" in arguments:
        loaded_by(RUN_COMMAND, *arguments)  # the first query may have to build the release
    loaded = loaded_by(RUN_COMMAND, *arguments)
    assert "myograph.cli" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize("arguments", [("--help",), ("version",)], ids=" ".join)
def test_commands_without_a_store_do_not_load_the_engine(arguments: tuple[str, ...]) -> None:
    assert "pyoxigraph" not in loaded_by(RUN_COMMAND, *arguments)
