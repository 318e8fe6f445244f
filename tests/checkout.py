"""The checkout the tests stand in: its root and its files as git sees them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONTENT_FOLDERS = ("ontology", "graph", "queries", "viz")


def files_in_git(*folders: str) -> list[str]:
    """Return the files below `folders` that git tracks or would track, as POSIX paths from the root.

    Skips the test where there is no git checkout (a source archive).
    """
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *folders]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, encoding="utf-8")
    return sorted(name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())
