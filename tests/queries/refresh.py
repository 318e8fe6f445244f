"""Write the expected answers of the catalogue again: `python -m tests.queries.refresh [NAME ...]`.

Without names all are written, and files of questions that are gone are removed. Questions about graphs of others are
left as they are without the shared folder.
"""

from __future__ import annotations

import sys
from pathlib import Path

from myograph.queries.catalogue import Question
from myograph.store.embedded import EmbeddedStore
from tests.queries.answers import CATALOGUE, EXPECTED, answer, expected_file, graph
from tests.queries.linked import imported, is_there


def refreshed(questions: list[Question]) -> list[Path]:
    """Write the answers that are no longer as expected and return their files."""
    quads = graph()
    store = EmbeddedStore.in_memory(quads)
    linked = EmbeddedStore.in_memory((*quads, *imported(quads))) if is_there() else None
    answers = [(question, linked if question.needs else store) for question in questions]
    return [file for each, asked in answers if asked and _written(file := expected_file(each), answer(asked, each))]


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
