"""The one table of output formats: command line, server, documentation and tests read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from myograph.errors import UnknownName, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Literal["solutions", "boolean", "triples", "quads"]

SOLUTIONS: Kind = "solutions"
BOOLEAN: Kind = "boolean"
TRIPLES: Kind = "triples"
QUADS: Kind = "quads"

ANSWERED_BY: dict[Kind, str] = {
    "solutions": "SELECT",
    "boolean": "ASK",
    "triples": "CONSTRUCT or DESCRIBE",
    "quads": "an export",
}


@dataclass(frozen=True, slots=True)
class Format:
    """Name one way of writing results: what it can carry, and how files and clients call it.

    `media_types` starts with the one to announce; the rest are accepted too. `extension` has no dot. A format that is
    `binary` is not for a terminal; one that is not `served` is for files and not for the endpoint.
    """

    name: str
    media_types: tuple[str, ...]
    extension: str
    kinds: tuple[Kind, ...]
    description: str
    binary: bool = False
    served: bool = True

    @property
    def media_type(self) -> str:
        """Return the media type to announce."""
        return self.media_types[0]


_ROWS = (SOLUTIONS, BOOLEAN)
_TABLE = (SOLUTIONS, TRIPLES)
_GRAPH = (TRIPLES, QUADS)

FORMATS: tuple[Format, ...] = (
    Format("table", ("text/plain",), "txt", (*_ROWS, TRIPLES), "aligned columns with labels, for reading"),
    Format("markdown", ("text/markdown",), "md", (*_ROWS, TRIPLES), "Markdown table with labels, for documents"),
    Format("csv", ("text/csv",), "csv", _ROWS, "SPARQL CSV: plain values, for spreadsheets"),
    Format("tsv", ("text/tab-separated-values",), "tsv", _ROWS, "SPARQL TSV: terms as in SPARQL, nothing lost"),
    Format(
        "json",
        ("application/sparql-results+json", "application/json"),
        "srj",
        _ROWS,
        "SPARQL JSON results, nothing lost",
    ),
    Format(
        "xml",
        ("application/sparql-results+xml", "application/xml", "text/xml"),
        "srx",
        _ROWS,
        "SPARQL XML results, nothing lost",
    ),
    Format("turtle", ("text/turtle", "application/x-turtle"), "ttl", (TRIPLES,), "Turtle with the project's prefixes"),
    Format("ntriples", ("application/n-triples",), "nt", (TRIPLES,), "one triple a line"),
    Format("nquads", ("application/n-quads",), "nq", _GRAPH, "one triple and its named graph a line"),
    Format("trig", ("application/trig",), "trig", _GRAPH, "Turtle with named graphs"),
    Format("jsonld", ("application/ld+json", "application/json"), "jsonld", _GRAPH, "JSON-LD"),
    Format("rdfxml", ("application/rdf+xml",), "rdf", (TRIPLES,), "RDF/XML"),
    Format("html", ("text/html",), "html", _TABLE, "HTML page with one table, labels and links", served=False),
    Format(
        "parquet",
        ("application/vnd.apache.parquet",),
        "parquet",
        _TABLE,
        "Parquet with typed columns (extra: arrow)",
        binary=True,
        served=False,
    ),
    Format(
        "xlsx",
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
        "xlsx",
        _TABLE,
        "Excel workbook with labels (extra: xlsx)",
        binary=True,
        served=False,
    ),
)

BY_NAME: dict[str, Format] = {row.name: row for row in FORMATS}


def named(name: str) -> Format:
    """Return the format called `name`; raises UnknownName."""
    try:
        return BY_NAME[name.lower()]
    except KeyError:
        raise _unknown(name, "there is no format called", BY_NAME) from None


def of_extension(extension: str) -> Format:
    """Return the format of files that end in `extension`, with or without a dot; raises UnknownName."""
    wanted = extension.lower().removeprefix(".")
    for row in FORMATS:
        if wanted in (row.extension, row.name):
            return row
    raise _unknown(extension, "no format has the file extension", (row.extension for row in FORMATS))


def of_media_type(media_type: str, kind: Kind) -> Format | None:
    """Return the format for `kind` that `media_type` asks for, or None; parameters such as charset are ignored."""
    wanted = media_type.partition(";")[0].strip().lower()
    for row in carrying(kind):
        if wanted in row.media_types:
            return row
    return None


def carrying(kind: Kind) -> tuple[Format, ...]:
    """Return the formats that can carry results of `kind`, in table order."""
    return tuple(row for row in FORMATS if kind in row.kinds)


def served(kind: Kind) -> tuple[Format, ...]:
    """Return the formats of results of `kind` that an endpoint answers in, in table order."""
    return tuple(row for row in carrying(kind) if row.served)


def require(row: Format, kind: Kind) -> Format:
    """Return `row` when it can carry results of `kind`, else raise a UsageError that names those that can."""
    if kind in row.kinds:
        return row
    fitting = ", ".join(other.name for other in carrying(kind))
    raise UsageError(
        f"the format {row.name} cannot carry the answer of {ANSWERED_BY[kind]}",
        advice=f"Formats that can: {fitting}.",
    )


def _unknown(name: str, problem: str, known: Iterable[str]) -> UnknownName:
    from difflib import get_close_matches

    names = tuple(known)
    near = get_close_matches(name.lower(), names, n=2)
    return UnknownName(
        f"{problem} {name!r}",
        name=name,
        near=near,
        advice=None if near else f"Known: {', '.join(names)}.",
    )
