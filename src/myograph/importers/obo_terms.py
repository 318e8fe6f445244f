"""Read the terms of an OBO file, by fastobo; a term that breaks the format is left out and told."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from myograph.errors import MissingExtra, UsageError
from myograph.importers.foreign import EXTRA, OBO, ForeignOntology, TermNotes, UnreadTerm, obo_iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FRAME = re.compile(r"^(?=\[)", re.MULTILINE)
CUT_OFF = "The download was cut off, or is no OBO file: get it again."


def read_obo(path: Path) -> ForeignOntology:
    """Read the terms of an OBO file.

    Raises UsageError with file and line when its head or its last frame cannot be read, and MissingExtra without
    fastobo.
    """
    document, unread = obo_document(path)
    return _told(document.header, document, unread)


def obo_document(path: Path) -> tuple[Any, tuple[UnreadTerm, ...]]:
    """Return an OBO file as the parser has it, and which of its frames were left out; raises as `read_obo` does."""
    try:
        import fastobo
    except ImportError:
        raise MissingExtra("fastobo", EXTRA) from None
    try:
        return fastobo.load(str(path)), ()
    except OSError as fault:
        raise UsageError(f"not readable as OBO: {fault}", place=str(path), advice=CUT_OFF) from None
    except SyntaxError:
        header, frames, unread = _read_frames(fastobo, path)
        return fastobo.doc.OboDoc(header, frames), unread


def _read_frames(fastobo: Any, path: Path) -> tuple[Any, list[Any], tuple[UnreadTerm, ...]]:
    """Read frame by frame, and leave out those that cannot be read."""
    text = path.read_text(encoding="utf-8", errors="replace")
    frames: list[Any] = []
    unread: list[UnreadTerm] = []
    header: Any = None
    starts = [0, *(found.start() for found in FRAME.finditer(text) if found.start())]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True)):
        try:
            document = fastobo.loads(text[start:end])
        except SyntaxError as fault:
            line = text.count("\n", 0, start) + (fault.lineno or 1)
            if number in (0, len(starts) - 1):
                raise UsageError(f"not readable as OBO: {fault.msg}", place=f"{path}:{line}", advice=CUT_OFF) from None
            unread.append(UnreadTerm(line, str(fault.msg)))
            continue
        header = document.header if number == 0 else header
        frames.extend(document)
    return header, frames, tuple(unread)


def _told(header: Iterable[Any], frames: Iterable[Any], unread: tuple[UnreadTerm, ...]) -> ForeignOntology:
    names = {_kind(clause): clause for clause in header}
    ontology, version = names.get("OntologyClause"), names.get("DataVersionClause")
    terms = {obo_iri(str(frame.id)): _notes(frame) for frame in frames if _kind(frame) == "TermFrame"}
    iri = f"{OBO}{ontology.ontology}.owl" if ontology is not None else None
    return ForeignOntology(iri, version.version if version is not None else None, terms, unread)


def _kind(part: object) -> str:
    return type(part).__name__


def _notes(frame: Iterable[Any]) -> TermNotes:
    clauses: dict[str, list[Any]] = defaultdict(list)
    for clause in frame:
        clauses[_kind(clause)].append(clause)
    return TermNotes(
        labels=[clause.name for clause in clauses["NameClause"]],
        obsolete=any(clause.obsolete for clause in clauses["IsObsoleteClause"]),
        replaced_by=list(_iris(clause.term for clause in clauses["ReplacedByClause"])),
        parents=list(_iris(clause.term for clause in clauses["IsAClause"])),
        defined=True,
    )


def _iris(identifiers: Iterable[object]) -> Iterator[str]:
    return (obo_iri(str(identifier)) for identifier in identifiers)
