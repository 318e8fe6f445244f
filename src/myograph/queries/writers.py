"""Write answers in every format of the table in `formats`.

SPARQL result formats and RDF come from the engine's own serializers, as a stream. Tables need every row first,
to know the widths and the labels; Turtle and TriG too, to be sorted and to declare the prefixes they use only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, BinaryIO, cast

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, serialize

from myograph.errors import QueryError
from myograph.formats import BOOLEAN, SOLUTIONS, TRIPLES, require
from myograph.store.evaluation import told_by_engine

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from myograph.formats import Format, Kind
    from myograph.names import Prefixes
    from myograph.queries.results import Solutions
    from myograph.store.protocol import Answer

Labels = Callable[[Iterable[str]], Mapping[str, str]]

RESULTS = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
GRAPHS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
STREAMED = frozenset({"ntriples", "nquads"})
XML_BASED = frozenset({"xml", "rdfxml"})
TABLES = frozenset({"table", "markdown"})
DOCUMENTS = frozenset({"html", "parquet", "xlsx"})


@dataclass(frozen=True, slots=True)
class Wording:
    """Say how names are written: the prefixes, where labels come from, and whether IRIs stay as they are."""

    prefixes: Callable[[], Prefixes]
    labels: Labels
    iris: bool = False


def kind_of(answer: Answer) -> Kind:
    """Return what kind of answer it is."""
    if isinstance(answer, QuerySolutions):
        return SOLUTIONS
    return BOOLEAN if isinstance(answer, QueryBoolean) else TRIPLES


def write(answer: Answer, form: Format, target: BinaryIO, wording: Wording) -> None:
    """Write the answer to `target`, which uses it up.

    Raises UsageError when the format cannot carry this kind of answer, and QueryError when it cannot carry what the
    answer holds.
    """
    require(form, kind_of(answer))
    if form.name in DOCUMENTS:
        write_document(answer, form, target, wording)
        return
    outlet = Outlet(target, xml_cannot_hold() if form.name in XML_BASED else None)
    with told_by_engine():
        if form.name in TABLES:
            outlet.write("".join(f"{line}\n" for line in table_lines(answer, form, wording)).encode())
        elif isinstance(answer, QuerySolutions | QueryBoolean):
            answer.serialize(cast("BinaryIO", outlet), RESULTS[form.name])
        else:
            _write_graph(answer, form, cast("BinaryIO", outlet), wording)
    outlet.end_line()


def table_lines(answer: Answer, form: Format, wording: Wording) -> Iterable[str]:
    """Return the lines of the answer as a table or in Markdown; a truth value is one word."""
    from myograph.queries.tables import cells, markdown, numeric, plain

    if isinstance(answer, QueryBoolean):
        return [str(bool(answer)).lower()]
    solutions = readable(answer, wording)
    lines = markdown if form.name == "markdown" else plain
    return lines(solutions.columns, cells(solutions, iris=wording.iris), numeric(solutions))


def write_document(answer: Answer, form: Format, target: BinaryIO, wording: Wording) -> None:
    """Write a whole file: Parquet has IRIs in full, a page and a workbook have labels. Raises MissingExtra."""
    from myograph.queries.markup import html
    from myograph.queries.workbooks import parquet, workbook

    if isinstance(answer, QueryBoolean):
        raise TypeError("a truth value has no rows")
    if form.name == "parquet":
        parquet(rows_of(answer, wording), target)
    elif form.name == "xlsx":
        workbook(readable(answer, wording), target, iris=wording.iris)
    else:
        target.write(html(readable(answer, wording), page=True, iris=wording.iris).encode())


def readable(answer: QuerySolutions | Iterable[Triple], wording: Wording) -> Solutions:
    """Return the rows with labels in the place of IRIs, unless those are wanted; triples are rows of three columns."""
    found = rows_of(answer, wording)
    return found if wording.iris else found.with_labels(wording.labels(found.iris())).folded()


def rows_of(answer: QuerySolutions | Iterable[Triple], wording: Wording) -> Solutions:
    """Return the rows as the query gives them; triples are rows of three columns, in order."""
    from myograph.queries.results import Solutions

    if isinstance(answer, QuerySolutions):
        return Solutions.of(answer, wording.prefixes())
    return Solutions.of_triples(in_order(answer), wording.prefixes())


def _write_graph(triples: Iterable[Triple], form: Format, target: BinaryIO, wording: Wording) -> None:
    if form.name in STREAMED:
        serialize(triples, target, GRAPHS[form.name])
        return
    found = in_order(triples)
    try:
        serialize(found, target, GRAPHS[form.name], prefixes=_used_prefixes(found, wording.prefixes()))
    except OSError as fault:
        if fault.errno is not None:
            raise
        raise QueryError(f"the answer cannot be written as {form.name}: {fault}", advice="Ask for Turtle.") from None


def in_order(triples: Iterable[Triple]) -> list[Triple]:
    """Sort triples by subject, predicate and object, as N-Triples writes them."""
    return sorted(triples, key=lambda triple: (str(triple.subject), str(triple.predicate), str(triple.object)))


def _used_prefixes(triples: Iterable[Triple], prefixes: Prefixes) -> dict[str, str]:
    iris = {iri for triple in triples for iri in re.findall("<([^<>]+)>", str(triple))}
    used = {prefixes.compress(iri).partition(":")[0] for iri in iris}
    return {prefix: namespace for prefix, namespace in prefixes.namespaces.items() if prefix in used}


class Outlet:
    """Pass bytes on, raise QueryError where they are `forbidden`, and know whether a line is left open.

    The engine checks none of this: it writes control characters into XML, and ends no last line.
    """

    def __init__(self, target: BinaryIO, forbidden: re.Pattern[bytes] | None) -> None:
        self._target = target
        self._forbidden = forbidden
        self._tail = b""

    def write(self, data: bytes) -> int:
        """Write bytes; a character that is cut in two is still seen."""
        seen = self._tail + data
        if self._forbidden is not None and self._forbidden.search(seen):
            raise QueryError(
                "the answer holds control characters, which XML cannot carry",
                advice="Ask for JSON, or for Turtle if it is a graph.",
            )
        self._tail = seen[-2:]
        return self._target.write(data)

    def flush(self) -> None:
        """Flush what stands behind."""
        self._target.flush()

    def end_line(self) -> None:
        """Write a line end unless the last byte was one."""
        if self._tail and not self._tail.endswith(b"\n"):
            self.write(b"\n")


@cache
def xml_cannot_hold() -> re.Pattern[bytes]:
    """Return a pattern for the bytes of characters that XML 1.0 has no place for."""
    return re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
