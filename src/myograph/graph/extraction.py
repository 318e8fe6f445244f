"""Read what another system extracted from a source text, as it writes it.

A table has a heading that names the columns `subject`, `relation` (or `predicate`), `object`, `start` and `end`, in any
order, separated by tabs; other columns are ignored. A row whose subject, relation and object are all empty says that a
passage makes no claim, and is skipped.

In RDF, each node with `rdf:subject`, `rdf:predicate` and `rdf:object` is a statement. Its offsets (`oa:start` and
`oa:end`) stand on the node itself, on its selector (`oa:hasSelector`), or on the selector of the target
(`oa:hasTarget`) of an annotation whose body (`oa:hasBody`) the statement is.

Offsets count code points of the annotated text from 0, the end exclusive. The first fault ends the reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from myograph.errors import UsageError
from myograph.graph.reading import TurtleFile
from myograph.graph.triple_index import TripleIndex
from myograph.names import MYO, OA, RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from myograph.graph.reading import Subject, Term

LARGEST_FILE = 32 * 1024 * 1024
MOST_STATEMENTS = 20_000

TABLE_SUFFIXES = ("", ".tsv", ".tab", ".txt")
RDF_SUFFIXES = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
}

TERMS = ("subject", "relation", "object")
OFFSETS = ("start", "end")
OTHER_NAME = {"predicate": "relation"}

TERM_PROPERTIES = {"subject": RDF.subject, "relation": RDF.predicate, "object": RDF.object}
BODY = (OA.hasBody, MYO.placeOf)
TARGET = (OA.hasTarget, MYO.inPassage)


@dataclass(frozen=True, slots=True)
class Extracted:
    """Hold one statement as it is written; `place` is the file with the line or node, `start` and `end` code points."""

    place: str
    subject: str
    relation: str
    object: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Expectation:
    """Say what is asked of a statement: offsets within `characters`, if known, and a relation, if it matters."""

    characters: int | None = None
    relation: bool = True

    def statement(self, place: str, cells: Mapping[str, str]) -> Extracted:
        """Return the statement that the cells spell; raises UsageError for a missing name or impossible offsets."""
        for term in TERMS:
            if not cells[term] and (term != "relation" or self.relation):
                raise UsageError(f"the {term} is empty", place=place, advice="Name it, or leave the row out.")
        start, end = (_offset(place, name, cells[name]) for name in OFFSETS)
        if end <= start:
            problem = f"the end {end} does not come after the start {start}"
            raise UsageError(problem, place=place, advice="The end is exclusive: a span holds at least one character.")
        if self.characters is not None and end > self.characters:
            raise UsageError(
                f"the end {end} lies beyond the text, which has {self.characters} characters",
                place=place,
                advice="Count code points, not bytes, in the text that was annotated.",
            )
        return Extracted(place, cells["subject"], cells["relation"], cells["object"], start, end)


def read_extraction(path: Path, expected: Expectation) -> tuple[Extracted, ...]:
    """Return the statements of a file in its order, at least one.

    Raises UsageError with file and line for what cannot be read, and for a file without statements.
    """
    suffix = path.suffix.lower()
    if suffix not in TABLE_SUFFIXES and suffix not in RDF_SUFFIXES:
        advice = f"Name the file by one of {', '.join((*TABLE_SUFFIXES[1:], *RDF_SUFFIXES))}."
        raise UsageError(f"no format is known for {suffix}", place=str(path), advice=advice)
    text = _text_of(path)
    read = _statements_in_rdf if suffix in RDF_SUFFIXES else _statements_in_table
    found = tuple(_limited(read(path, text, expected), path))
    if not found:
        raise UsageError("the file holds no statement", place=str(path), advice="Write one statement a row or node.")
    return found


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as fault:
        raise UsageError(f"the file cannot be read: {fault.strerror}", place=str(path)) from None
    if len(data) > LARGEST_FILE:
        advice = "Score a part of it: one source text has a few hundred claims."
        raise UsageError(f"the file is larger than {LARGEST_FILE >> 20} MiB", place=str(path), advice=advice)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        problem = f"not UTF-8: byte {fault.start} cannot be read"
        raise UsageError(problem, place=f"{path}:{line}", advice="Save the file as UTF-8.") from None


def _limited(statements: Iterable[Extracted], path: Path) -> Iterator[Extracted]:
    for number, statement in enumerate(statements):
        if number == MOST_STATEMENTS:
            advice = "Score a part of them: one source text has a few hundred claims."
            raise UsageError(f"more than {MOST_STATEMENTS} statements", place=str(path), advice=advice)
        yield statement


def _offset(place: str, name: str, written: str) -> int:
    if not (written.isascii() and written.isdigit()) or len(written) > len(str(LARGEST_FILE)):
        advice = "Write offsets as whole numbers from 0: code points of the annotated text."
        raise UsageError(f"the {name} is {written[:40]!r}, not an offset", place=place, advice=advice)
    return int(written)


def _statements_in_table(path: Path, text: str, expected: Expectation) -> Iterator[Extracted]:
    lines = enumerate((line.removesuffix("\r") for line in text.split("\n")), start=1)
    filled = ((number, line) for number, line in lines if line.strip())
    number, heading = next(filled, (1, ""))
    columns = _columns(f"{path}:{number}", heading, expected)
    for number, line in filled:
        place = f"{path}:{number}"
        cells = _cells(place, line, columns)
        if any(cells[term] for term in TERMS):
            yield expected.statement(place, cells)


def _columns(place: str, heading: str, expected: Expectation) -> dict[str, int]:
    written = [_unquoted(cell).lower() for cell in heading.split("\t")]
    names = [OTHER_NAME.get(name, name) if "relation" not in written else name for name in written]
    wanted = [name for name in (*TERMS, *OFFSETS) if name != "relation" or expected.relation or name in names]
    for name in wanted:
        if names.count(name) != 1:
            fault = "is missing" if name not in names else "is there twice"
            advice = f"Begin the file with a heading, separated by tabs: {', '.join((*TERMS, *OFFSETS))}."
            raise UsageError(f"the column {name!r} {fault}", place=place, advice=advice)
    return {name: names.index(name) for name in wanted}


def _cells(place: str, line: str, columns: Mapping[str, int]) -> dict[str, str]:
    written = line.split("\t")
    if len(written) <= max(columns.values()):
        problem = f"the row has {len(written)} cells and the heading more"
        raise UsageError(problem, place=place, advice="Separate cells by tabs, and leave none out.")
    return {"relation": ""} | {name: _unquoted(written[position]) for name, position in columns.items()}


def _unquoted(cell: str) -> str:
    bare = cell.strip()
    quoted = len(bare) > 1 and bare.startswith('"') and bare.endswith('"')
    return bare[1:-1].replace('""', '"').strip() if quoted else bare


def _statements_in_rdf(path: Path, text: str, expected: Expectation) -> Iterator[Extracted]:
    file = _parsed(path, text)
    index = TripleIndex.of(file.triples)
    for node in index.subjects():
        if any(index.objects(node, predicate) for predicate in TERM_PROPERTIES.values()):
            place = _place(path, file, node)
            terms = {name: _one(place, index, node, name, expected) for name in TERM_PROPERTIES}
            for selector in _selectors(index, node) or (node,):
                offsets = {name: _number(place, index, selector, name) for name in OFFSETS}
                yield expected.statement(place, terms | offsets)


def _parsed(path: Path, text: str) -> TurtleFile:
    parser = parse(text, format=RDF_SUFFIXES[path.suffix.lower()])
    try:
        triples = tuple(quad.triple for quad in parser)
    except SyntaxError as fault:
        place = f"{path}:{fault.lineno}" if fault.lineno else str(path)
        if "remote context" in fault.msg:
            advice = "Put the context into the file."
            raise UsageError("a JSON-LD context elsewhere is not fetched", place=place, advice=advice) from None
        advice = "Mend the statement at or just before this place."
        raise UsageError(f"not readable as RDF: {fault.msg}", place=place, advice=advice) from None
    return TurtleFile(str(path), text, triples, dict(parser.prefixes))


def _place(path: Path, file: TurtleFile, node: Subject) -> str:
    written = str(node) if isinstance(node, BlankNode) else f'"{getattr(node, "value", node)}"'
    found = file.text.find(written)
    line = file.line_of(node) or (file.text.count("\n", 0, found) + 1 if found >= 0 else None)
    named = f"{path}:{line}" if line else str(path)
    return f"{named} ({node})" if isinstance(node, NamedNode) else named


def _one(place: str, index: TripleIndex, node: Subject, name: str, expected: Expectation) -> str:
    found = index.objects(node, TERM_PROPERTIES[name])
    if len(found) > 1:
        raise UsageError(f"the statement has several {name}s", place=place, advice="Write one node for each statement.")
    if not found and (name != "relation" or expected.relation):
        advice = "Give it rdf:subject, rdf:predicate and rdf:object."
        raise UsageError(f"the statement has no {name}", place=place, advice=advice)
    return _written(found[0]) if found else ""


def _number(place: str, index: TripleIndex, node: Subject, name: str) -> str:
    found = [term.value for term in index.objects(node, OA[name]) if isinstance(term, Literal)]
    if len(found) != 1:
        advice = "Give it oa:start and oa:end: on the statement, on its selector, or on the target of its annotation."
        raise UsageError(f"the statement has {len(found) or 'no'} oa:{name}", place=place, advice=advice)
    return found[0]


def _selectors(index: TripleIndex, node: Subject) -> tuple[Subject, ...]:
    bearers = [node, *(subject for body in BODY for subject in index.having(body, node))]
    targets = [target for bearer in bearers for way in TARGET for target in _nodes(index.objects(bearer, way))]
    found = (_nodes(index.objects(holder, OA.hasSelector)) for holder in (*bearers, *targets))
    with_offsets = (selector for selectors in found for selector in selectors if index.objects(selector, OA.start))
    return tuple(dict.fromkeys(with_offsets))


def _nodes(terms: Iterable[Term]) -> list[NamedNode | BlankNode]:
    return [term for term in terms if isinstance(term, NamedNode | BlankNode)]


def _written(term: Term) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
