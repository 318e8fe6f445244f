"""Compare mappings with the ontologies that they point into.

A term has to be there, in use, so called, and to stand above or below others as the mappings and our hierarchy imply.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from myograph.errors import Finding
from myograph.names import SKOS
from myograph.ontology.mappings import BROAD, EXACT, NARROW
from myograph.release.mapping_rules import expands

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from myograph.errors import Severity
    from myograph.graph.loading import LoadedContent
    from myograph.importers.foreign import ForeignOntology, TermNotes
    from myograph.ontology.mappings import MappingSet, TermMapping

GET_CURRENT = "Look the term up in the vocabulary; map to what fits, or to nothing."


@dataclass(frozen=True, slots=True)
class ComparedFile:
    """Tell how much was compared with a file: `rows` that it can judge, `own` of them of the vocabulary it defines."""

    path: str
    ontology: str
    release: str
    terms: int
    rows: int
    own: int

    def __str__(self) -> str:
        name = f"{self.ontology} {self.release}".strip() or "an ontology without a name"
        return f"{self.path}: {name}, {self.terms} terms; {self.rows} rows compared, {self.own} of its own terms"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Hold what the comparison found, and how much was compared."""

    findings: tuple[Finding, ...]
    files: tuple[ComparedFile, ...]


@dataclass(frozen=True, slots=True)
class _Opened:
    """Hold one file and the rows whose object it knows, or is the home of."""

    path: str
    ontology: ForeignOntology
    rows: tuple[tuple[MappingSet, TermMapping], ...] = field(repr=False)

    def is_home(self, row: TermMapping) -> bool:
        return row.vocabulary.lower() == self.ontology.name

    def notes(self, table: MappingSet, row: TermMapping) -> TermNotes | None:
        return self.ontology.terms.get(table.object_iri(row))

    @property
    def source(self) -> str:
        return (
            f"{self.path} ({self.ontology.name} {self.ontology.release})".replace(" )", ")").replace("()", "").strip()
        )


def compare(loaded: LoadedContent, tables: Iterable[MappingSet], paths: Sequence[Path]) -> Comparison:
    """Compare every row of the tables with each ontology file.

    Raises UsageError for a file that cannot be read, with place and advice, and MissingExtra when its parser is not
    installed.
    """
    from myograph.importers.reading import read_ontology

    rows = [(table, row) for table in tables for row in table.terms() if expands(table, row.object_id)]
    opened = [_opened(str(path), read_ontology(path), rows) for path in paths]
    findings = [finding for file in opened for finding in _findings(loaded, file)]
    if opened and not any(file.rows for file in opened):
        advice = "Name files of vocabularies that the mappings point into."
        findings.append(Finding("error", "target-none", "nothing was compared: no row points into these files", advice))
    return Comparison(tuple(findings), tuple(_counted(file) for file in opened))


def _opened(path: str, ontology: ForeignOntology, rows: Iterable[tuple[MappingSet, TermMapping]]) -> _Opened:
    file = _Opened(path, ontology, ())
    known = ((table, row) for table, row in rows if file.is_home(row) or file.notes(table, row) is not None)
    return _Opened(path, ontology, tuple(known))


def _counted(file: _Opened) -> ComparedFile:
    own = sum(file.is_home(row) for _, row in file.rows)
    ontology = file.ontology
    return ComparedFile(file.path, ontology.name, ontology.release, len(ontology.terms), len(file.rows), own)


def _findings(loaded: LoadedContent, file: _Opened) -> Iterator[Finding]:
    for unread in file.ontology.unread:
        message = f"a term cannot be read and is left out: {unread.reason}"
        yield Finding("warning", "target-file", message, "Tell who keeps the file.", file.path, unread.line)
    for table, row in file.rows:
        notes = file.notes(table, row)
        if notes is None:
            message = f"{_named(row)} is not in {file.source}"
            yield _finding("target-missing", table, row, message, GET_CURRENT)
        else:
            yield from _names_and_use(file, table, row, notes)
    yield from _misplaced(loaded, file)


def _named(row: TermMapping) -> str:
    return f"{row.object_id} {row.object_label}".strip()


def _names_and_use(file: _Opened, table: MappingSet, row: TermMapping, notes: TermNotes) -> Iterator[Finding]:
    if notes.obsolete:
        successors = [_called(file, iri, table) for iri in notes.replaced_by]
        advice = f"Map to {' or '.join(successors)}, if it fits." if successors else GET_CURRENT
        yield _finding("target-obsolete", table, row, f"{_named(row)} is obsolete in {file.source}", advice)
    elif row.object_label and notes.labels and row.object_label not in notes.labels:
        message = f"{row.object_id} is called {notes.labels[0]!r} in {file.source}, not {row.object_label!r}"
        severity: Severity = "error" if file.is_home(row) else "warning"
        advice = "Copy the name." if file.is_home(row) else "A copy may be older or newer than its home: look there."
        yield _finding("target-label", table, row, message, advice, severity)


def _called(file: _Opened, iri: str, table: MappingSet) -> str:
    notes = file.ontology.terms.get(iri)
    return f"{table.prefixes.compress(iri)} {notes.labels[0] if notes and notes.labels else ''}".strip()


def _misplaced(loaded: LoadedContent, file: _Opened) -> Iterator[Finding]:
    """Find pairs of terms that the ontology orders the other way round than our own hierarchy or our predicates do."""
    exact = {row.subject_id: (table, row) for table, row in file.rows if row.predicate_id == EXACT}
    for table, row in file.rows:
        for above, below, why in _claimed_orders(loaded, exact, table, row):
            if above == below or below in file.ontology.ancestors(above):
                names = f"{_called(file, above, table)} below {_called(file, below, table)}"
                message = f"{why}, and {file.source} has {names}"
                yield _finding("target-hierarchy", table, row, message, "Correct a predicate, or the hierarchy here.")


def _claimed_orders(
    loaded: LoadedContent, exact: dict[str, tuple[MappingSet, TermMapping]], table: MappingSet, row: TermMapping
) -> Iterator[tuple[str, str, str]]:
    """Yield (IRI above, IRI below, who says so) for what a row implies about two terms of one ontology."""
    own = exact.get(row.subject_id)
    target = table.object_iri(row)
    if own is not None and row.predicate_id in (BROAD, NARROW):
        same = own[0].object_iri(own[1])
        pair = (target, same) if row.predicate_id == BROAD else (same, target)
        yield (*pair, f"{row.object_id} is a {row.predicate_id.removeprefix('skos:')} of {row.subject_id}")
    if row.predicate_id == EXACT:
        for ancestor in _ancestors(loaded, table.prefixes.expand(row.subject_id)):
            wider = exact.get(table.prefixes.compress(ancestor))
            if wider is not None:
                yield wider[0].object_iri(wider[1]), target, f"{row.subject_id} is narrower than {wider[1].subject_id}"


def _ancestors(loaded: LoadedContent, iri: str) -> Iterator[str]:
    from pyoxigraph import NamedNode

    seen: set[NamedNode] = set()
    waiting = [NamedNode(iri)]
    while waiting:
        above = loaded.index.objects(waiting.pop(), SKOS.broader)
        fresh = [node for node in above if isinstance(node, NamedNode) and node not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
        yield from (node.value for node in fresh)


def _finding(
    rule: str, table: MappingSet, row: TermMapping, message: str, advice: str, severity: Severity = "error"
) -> Finding:
    return Finding(severity, rule, message, advice, table.path, row.line, row.subject_id)
