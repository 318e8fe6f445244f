"""Three fixtures, each a small valid content and cases that break it in one way.

`content_fixture` brings a vocabulary and shapes of its own; `mapping_fixture` is laid over it and adds a table of
mappings; `evidence_fixture` stands under the vocabulary and the shapes of this project. A case is a folder of `invalid`
with `edits.toml` (what is done to the valid content) and `expected.txt` (the findings, one a line).
Adding a folder adds a test.
"""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

from myograph.content import Content
from tests.checkout import ROOT

FIXTURE = Path(__file__).resolve().parent / "content_fixture"
VALID = FIXTURE / "valid"
SOURCE_TEXT = VALID / "source.txt"
EVIDENCE = FIXTURE.parent / "evidence_fixture" / "valid"
MAPPED = FIXTURE.parent / "mapping_fixture" / "valid"
FIXTURES = (VALID, EVIDENCE, MAPPED)
INVALID = sorted(path.parent for valid in FIXTURES for path in (valid.parent / "invalid").glob("*/edits.toml"))


def valid_copy(folder: Path, valid: Path = VALID) -> Content:
    """Return a copy of the valid content in `folder`, to be changed at will."""
    for layer in (VALID, MAPPED) if valid == MAPPED else (valid,):
        shutil.copytree(layer, folder, dirs_exist_ok=True)
    if not (folder / "ontology").exists():
        copy_vocabulary(folder)
    return Content(folder)


def copy_vocabulary(folder: Path) -> None:
    """Copy the vocabulary, shapes and prefixes of this project; its mappings speak of entities of their own."""
    (folder / "ontology").mkdir()
    for file in (ROOT / "ontology").glob("*.ttl"):
        shutil.copy(file, folder / "ontology" / file.name)


def broken_copy(case: Path, folder: Path) -> Content:
    """Return a copy of the valid content with the edits of a case."""
    content = valid_copy(folder, case.parent.parent / "valid")
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
