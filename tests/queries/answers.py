"""Expected answers of the catalogue: one TSV file a question, as the embedded engine writes it.

`python -m tests.queries.refresh` writes them again; read the difference before it is committed.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, parse, parse_query_results

from myograph.content import Content
from myograph.names import XSD
from myograph.queries.catalogue import Catalogue, Question
from myograph.release import open_release
from myograph.store.embedded import EmbeddedStore
from tests.checkout import ROOT

CONTENT = Content(ROOT)
CATALOGUE = Catalogue.load(CONTENT)
EXPECTED = Path(__file__).parent / "expected"

if TYPE_CHECKING:
    from rdflib import Dataset

Cell = tuple[str, ...]
Row = tuple[Cell, ...]


def graph() -> tuple[Quad, ...]:
    """Return everything a release holds; the release is built once for all processes of a run."""
    return tuple(parse(path=str(open_release(content=CONTENT).path / "myograph.nq")))


def own() -> tuple[Question, ...]:
    """Return the questions that a release answers by itself."""
    return tuple(question for question in CATALOGUE if not question.needs)


def linking() -> tuple[Question, ...]:
    """Return the questions that walk imported graphs of others."""
    return tuple(question for question in CATALOGUE if question.needs)


def expected_file(question: Question) -> Path:
    """Return where the expected answer of a question stands."""
    return EXPECTED / question.group / f"{question.name}.tsv"


def answer(store: EmbeddedStore, question: Question) -> bytes:
    """Return the answer as SPARQL TSV, with a line end."""
    written = store.select(question.text).serialize(format=QueryResultsFormat.TSV) or b""
    return written if written.endswith(b"\n") else written + b"\n"


def rows(tsv: bytes) -> list[Row]:
    """Return the rows of an answer in SPARQL TSV."""
    found = parse_query_results(io.BytesIO(tsv), format=QueryResultsFormat.TSV)
    assert isinstance(found, QuerySolutions)
    return [tuple(map(cell, row)) for row in found]


def cell(term: object) -> Cell:
    """Return a term in a spelling that all engines share: kind, text, and language or datatype."""
    if isinstance(term, Literal):
        return ("literal", term.value, term.language or _datatype(term.datatype.value))
    return ("iri", term.value) if isinstance(term, NamedNode) else ("unbound",)


def _datatype(iri: str) -> str:
    return "" if iri == XSD.string.value else iri


def rdflib_rows(dataset: Dataset, query: str) -> list[Row]:
    """Return the rows that rdflib answers, spelt as `rows` does."""
    found = (row for row in dataset.query(query) if isinstance(row, tuple))
    return [tuple(map(_rdflib_cell, row)) for row in found]


def _rdflib_cell(term: object) -> Cell:
    from rdflib import Literal as RdflibLiteral
    from rdflib import URIRef

    if isinstance(term, RdflibLiteral):
        return ("literal", str(term), term.language or _datatype(str(term.datatype or XSD.string.value)))
    return ("iri", str(term)) if isinstance(term, URIRef) else ("unbound",)
