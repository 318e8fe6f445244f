"""The content fixture: a small valid content, and cases that each break it in one way.

A case is a folder of `content_fixture/invalid` with `edits.toml` (what is done to the valid content) and
`expected.txt` (the findings, one a line). Adding a folder adds a test.
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

from myograph.content import Content

FIXTURE = Path(__file__).resolve().parent / "content_fixture"
VALID = FIXTURE / "valid"
SOURCE_TEXT = VALID / "source.txt"
INVALID = sorted(path.parent for path in (FIXTURE / "invalid").glob("*/edits.toml"))


def valid_copy(folder: Path) -> Content:
    """Return a copy of the valid content in `folder`, to be changed at will."""
    shutil.copytree(VALID, folder, dirs_exist_ok=True)
    return Content(folder)


def broken_copy(case: Path, folder: Path) -> Content:
    """Return a copy of the valid content with the edits of a case."""
    content = valid_copy(folder)
    edits = tomllib.loads((case / "edits.toml").read_text(encoding="utf-8"))["edit"]
    assert edits
    for edit in edits:
        apply(folder / edit["file"], edit)
    return content


def apply(file: Path, edit: dict[str, str]) -> None:
    """Replace `old` by `new`, which must occur; or `append` a text, to a new file if need be; or `remove` the file."""
    if edit.get("remove"):
        file.unlink()
    elif "old" in edit:
        replace(file, edit["old"], edit["new"])
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8", newline="") as end:
            end.write(edit["append"])


def replace(file: Path, old: str, new: str) -> None:
    """Replace a text that must occur."""
    text = file.read_bytes().decode()
    assert old in text, f"{file} does not hold {old!r}"
    file.write_bytes(text.replace(old, new).encode())
