"""Time every question of the catalogue, in the embedded engine and in rdflib."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import QueryBoolean

from bench.rdflib_process import Answer, RdflibProcess
from bench.timing import median_seconds
from myograph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NO_QUESTIONS = frozenset({"views", "machinery"})
RDFLIB_LIMIT = 10.0
REPEATS = 5


def questions(queries: Path) -> list[Path]:
    """Return the files of the catalogue that answer a question, sorted."""
    found = (file for file in queries.rglob("*.rq") if file.relative_to(queries).parts[0] not in NO_QUESTIONS)
    return sorted(found)


def timed_questions(queries: Path, release: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield name, rows, milliseconds embedded, milliseconds in rdflib, and their ratio."""
    store = EmbeddedStore.open_read_only(release / "store")
    rdflib = RdflibProcess(release / "myograph.nq", RDFLIB_LIMIT)
    try:
        for file in questions(queries):
            query = file.read_text("utf-8")
            name = file.relative_to(queries).with_suffix("").as_posix()
            yield name, *cells(embedded_answer(store, query), rdflib.ask(query))
    finally:
        rdflib.stop()


def embedded_answer(store: EmbeddedStore, query: str) -> Answer:
    """Return the answer of the embedded engine, its time the median of REPEATS."""
    rows = row_count(store, query)
    return Answer(rows, median_seconds(lambda: row_count(store, query), REPEATS))


def row_count(store: EmbeddedStore, query: str) -> int:
    """Return how many solutions or triples the query has; a truth value counts as one."""
    answer = store.query(query)
    return 1 if isinstance(answer, QueryBoolean) else sum(1 for _ in answer)


def cells(embedded: Answer, rdflib: Answer) -> tuple[str, str, str, str]:
    """Return the cells of the row of one question; rows are told twice when the engines disagree."""
    embedded_ms = f"{embedded.seconds * 1000:.1f}"
    if rdflib.fault is not None:
        return str(embedded.rows), embedded_ms, rdflib.fault, ""
    rows = str(embedded.rows) if embedded.rows == rdflib.rows else f"{embedded.rows} / rdflib {rdflib.rows}"
    return rows, embedded_ms, f"{rdflib.seconds * 1000:.1f}", f"{rdflib.seconds / embedded.seconds:.0f}"
