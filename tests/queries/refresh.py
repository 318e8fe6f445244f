"""Write the expected answers of the catalogue again: `python -m tests.queries.refresh [NAME ...]`.

Without names all are written, and files of questions that are gone are removed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from myograph.queries.catalogue import Question
from myograph.store.embedded import EmbeddedStore
from tests.queries.answers import CATALOGUE, EXPECTED, answer, expected_file, graph


def refreshed(questions: list[Question]) -> list[Path]:
    """Write the answers that are no longer as expected and return their files."""
    store = EmbeddedStore.in_memory(graph())
    return [file for question in questions if _written(file := expected_file(question), answer(store, question))]


def _written(file: Path, data: bytes) -> bool:
    if file.is_file() and file.read_bytes() == data:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return True


def outdated() -> list[Path]:
    """Return the expected answers that belong to no question."""
    known = {expected_file(question) for question in CATALOGUE}
    return [file for file in sorted(EXPECTED.rglob("*.tsv")) if file not in known]


def main(names: list[str]) -> None:
    """Refresh the named questions, or all."""
    for file in refreshed([CATALOGUE.named(name) for name in names] or list(CATALOGUE)):
        sys.stdout.write(f"{file.relative_to(EXPECTED)}: written again\n")
    for file in [] if names else outdated():
        file.unlink()
        sys.stdout.write(f"{file.relative_to(EXPECTED)}: removed\n")


if __name__ == "__main__":
    main(sys.argv[1:])
