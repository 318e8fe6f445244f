"""Time imports of published ontologies and of PhysioMap into a new working store, where the shared folder has them."""

from __future__ import annotations

import contextlib
import os
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench.timing import seconds_of
from myograph.cli import run
from myograph.content import Content

if TYPE_CHECKING:
    from collections.abc import Iterator

IMPORTS = (
    ("ontology", "symp.owl"),
    ("ontology", "symp.owl", "--slim"),
    ("ontology", "cdno.obo"),
    ("ontology", "cdno.obo", "--slim"),
    ("ontology", "maxo-base.owl", "--slim"),
    ("graph", "physiomap.ttl"),
)
"""What is imported, each into a store of its own that starts from the release."""

REPEATS = 3


def timed_imports(release: Path) -> Iterator[tuple[str, str]]:
    """Yield what is imported and the least seconds of three runs, with the copy of the release and all indexes."""
    folder = Path(os.environ.get("MYOGRAPH_SHARED") or Content.find().root.parent / "shared") / "ontologies"
    for kind, name, *options in IMPORTS:
        if (folder / name).is_file():
            words = ["import", kind, str(folder / name), *options, "--store", str(release)]
            yield " ".join((kind, name, *options)), f"{min(_seconds(words) for _ in range(REPEATS)):.2f}"


def _seconds(words: list[str]) -> float:
    with TemporaryDirectory() as folder, contextlib.redirect_stdout(StringIO()):
        return seconds_of(lambda: run([*words, "--into", str(Path(folder) / "working")]))
