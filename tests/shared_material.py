"""The optional shared folder: the source texts and data that are too large or not ours to ship.

It stands beside the checkout or where MYOGRAPH_SHARED points. A test says what it needs by its marker
(`@pytest.mark.shared("source/article.txt")`) or by calling `shared_file`, and is skipped by name without it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.checkout import ROOT


def shared_root() -> Path:
    """Return where the shared folder is or would be."""
    return Path(os.environ.get("MYOGRAPH_SHARED") or ROOT.parent / "shared")


def shared_file(name: str) -> Path:
    """Return the shared file or folder `name`, a POSIX path; skip the test when it is absent."""
    path = shared_root() / name
    if not path.exists():
        pytest.skip(f"shared material is absent: {name}")
    return path
