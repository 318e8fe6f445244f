"""Time every question of the catalogue in all engines: embedded, by the bare library, over HTTP, in rdflib.

Engines over HTTP are started on this machine and filled with the release; one that is absent has an empty column.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyoxigraph
import pytest

from bench.rdflib_process import Answer, RdflibProcess
from bench.timing import least_seconds
from myograph.content import Content
from myograph.errors import MyographError
from myograph.queries.catalogue import Catalogue
from myograph.release.pushing import Journal, graphs_of
from myograph.store.embedded import EmbeddedStore
from myograph.store.remote import RemoteStore
from tests.engines.conftest import fill
from tests.engines.engines import oxigraph, virtuoso

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from myograph.release.pushing import Graphs
    from tests.engines.engines import Engine

RDFLIB_LIMIT = 10.0
REPEATS = 5
HEADING = ("question", "rows", "embedded ms", "bare ms", "oxigraph ms", "virtuoso ms", "rdflib ms", "rdflib / embedded")


@dataclass(slots=True)
class Totals:
    """Sum up milliseconds by column; those of rdflib beside those of the embedded engine for the same questions."""

    columns: list[float]
    beside_rdflib: float = 0.0

    def row(self) -> tuple[str, ...]:
        """Return the last row of the table."""
        embedded, bare, *others, rdflib = self.columns
        sums = (f"{each:.1f}" if each else "" for each in (embedded, bare, *others, rdflib))
        return "all", f"embedded / bare {embedded / bare:.2f}", *sums, f"{rdflib / self.beside_rdflib:.0f}"


def timed_questions(release: Path) -> Iterator[tuple[str, ...]]:
    """Yield the cells of each question, milliseconds the least of REPEATS, and at the end the sums.

    Questions that need an import are left out: over the release they have nothing to walk.
    """
    rdflib = RdflibProcess(release / "myograph.nq", RDFLIB_LIMIT)
    totals = Totals([0.0] * 5)
    with ExitStack() as stack:
        stack.callback(rdflib.stop)
        engines = [*in_process(release), *stack.enter_context(over_http(release))]
        for question in (each for each in Catalogue.load(Content.find()) if not each.needs):
            times = [timed(engine, question.text) for engine in engines]
            yield f"{question.group}/{question.name}", *cells(times, rdflib.ask(question.text), totals)
    yield totals.row()


def in_process(release: Path) -> tuple[Callable[[str], int], ...]:
    """Return what asks the embedded engine, and what sends the same text to the library itself."""
    store = EmbeddedStore.open_read_only(release / "store")
    bare = pyoxigraph.Store.read_only(str(release / "store"))
    return (
        lambda text: counted(store.select(text)),
        lambda text: counted(bare.query(text, use_default_graph_as_union=True)),
    )


def counted(answer: object) -> int:
    """Return how many rows there are, which are used up."""
    if not isinstance(answer, pyoxigraph.QuerySolutions):
        raise TypeError("a question of the catalogue is a SELECT query")
    return sum(1 for _ in answer)


@contextmanager
def over_http(release: Path) -> Iterator[list[Callable[[str], int] | None]]:
    """Start and fill the engines over HTTP; None for one that is absent."""
    graphs = graphs_of(release / "myograph.nq")
    with TemporaryDirectory() as folder, ExitStack() as stack:
        starters: tuple[Callable[[Path], AbstractContextManager[Engine]], ...] = (oxigraph, virtuoso)
        places = (Path(folder) / name for name in ("oxigraph", "virtuoso"))
        yield [started(stack, start, graphs, place) for start, place in zip(starters, places, strict=True)]


def started(
    stack: ExitStack, start: Callable[[Path], AbstractContextManager[Engine]], graphs: Graphs, folder: Path
) -> Callable[[str], int] | None:
    """Start an engine, fill it, and return what asks it."""
    try:
        engine = stack.enter_context(start(folder))
    except pytest.skip.Exception:
        return None
    fill(engine, graphs, Journal(folder.with_suffix(".json")))
    store = RemoteStore(replace(engine.query, graphs=tuple(graphs)) if start is virtuoso else engine.query)
    return lambda text: counted(store.select(text))


def timed(engine: Callable[[str], int] | None, text: str) -> Answer:
    """Return rows and seconds of an engine."""
    if engine is None:
        return Answer(fault="")
    try:
        rows = engine(text)
    except MyographError as fault:
        return Answer(fault=type(fault).__name__)
    return Answer(rows, least_seconds(lambda: engine(text), REPEATS))


def cells(times: list[Answer], rdflib: Answer, totals: Totals) -> Iterator[str]:
    """Yield the cells of a question behind its name, and add to the totals."""
    embedded = times[0]
    yield str(embedded.rows)
    for place, answer in enumerate((*times, rdflib)):
        totals.columns[place] += answer.seconds * 1000
        wrong = f" ({answer.rows} rows)" if answer.rows != embedded.rows else ""
        yield f"{answer.seconds * 1000:.1f}{wrong}" if answer.fault is None else answer.fault
    if rdflib.fault is None:
        totals.beside_rdflib += embedded.seconds * 1000
    yield f"{rdflib.seconds / embedded.seconds:.0f}" if rdflib.fault is None else ""
