"""Refuse RDF/XML that was cut off, and XML whose entities would unfold into more than a file of this size can mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from myograph.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

TAIL = 4096
LONGEST_DECLARATIONS = 1024 * 1024
"""Bytes in which the declarations of a document must end."""

LONGEST_ENTITY = 10_000
"""Characters into which one entity may unfold; those of ontologies are namespaces."""

_ENTITY = re.compile(r"""<!ENTITY\s+(?:%\s+)?(\S+)\s+(?:"([^"]*)"|'([^']*)'|(SYSTEM|PUBLIC)\b)""")
_REFERENCE = re.compile(r"[&%]([^\s;&%#]+);")


def refuse_cut_off(path: Path) -> None:
    """Raise UsageError when the root element is not closed: the engine takes the end of the file for the end."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        end = file.read()
    if not re.search(rb"</(?:[\w.-]+:)?RDF\s*>", end):
        raise UsageError(
            "the file ends before its root element does",
            place=str(path),
            advice="The download was cut off: get the file again.",
        )


def refuse_entities(path: Path) -> None:
    """Raise UsageError for entities that unfold into too much, and for those that are to be fetched from elsewhere.

    The parser would unfold them as often as they are named, into memory.
    """
    with path.open("rb") as file:
        beginning = file.read(LONGEST_DECLARATIONS).decode("utf-8", errors="replace")
    start = beginning.find("<!DOCTYPE")
    if start < 0:
        return
    sizes: dict[str, int] = {}
    for found in _ENTITY.finditer(beginning, start):
        name, value = found[1], found[2] if found[2] is not None else found[3]
        if value is None:
            raise _refused(path, beginning, found.start(), f"the entity {name} is to be fetched from elsewhere")
        sizes[name] = len(value) + sum(sizes.get(used, 0) for used in _REFERENCE.findall(value))
        if sizes[name] > LONGEST_ENTITY:
            raise _refused(path, beginning, found.start(), f"the entity {name} unfolds into too much text")


def _refused(path: Path, text: str, offset: int, problem: str) -> UsageError:
    line = text.count("\n", 0, offset) + 1
    return UsageError(problem, place=f"{path}:{line}", advice="This is no ordinary ontology; do not trust the file.")
