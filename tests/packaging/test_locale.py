"""A terminal that knows no more than ASCII, and a locale without UTF-8: every command answers all the same."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

ASCII_ONLY = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
COMMANDS = (
    ("--help",),
    ("explain",),
    ("query", "-e", "SELECT ?label WHERE { ?s skos:altLabel|rdfs:label ?label }"),
    ("query", "-e", "SELECT ?label WHERE { ?s skos:altLabel|rdfs:label ?label }", "--format", "csv"),
    ("query", "-e", "ASK { ?Ω ?p ?o }"),
    ("query", "-e", "ASK { ?ß ?p }"),
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("settings", [ASCII_ONLY, {"PYTHONIOENCODING": "ascii"}], ids=["locale", "terminal"])
def test_commands_answer_where_only_ascii_is_known(arguments: tuple[str, ...], settings: dict[str, str]) -> None:
    command = [sys.executable, "-m", "myograph", *arguments]
    done = subprocess.run(command, env=os.environ | settings, check=False, capture_output=True)
    assert b"Traceback" not in done.stderr
    assert done.returncode == (2 if arguments[-1] == "ASK { ?ß ?p }" else 0), done.stderr
