"""A process that answers queries with rdflib, and that can be left when one takes too long."""

from __future__ import annotations

from dataclasses import dataclass, field
from multiprocessing import get_context
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from pathlib import Path

LOADING_LIMIT = 300.0


@dataclass(frozen=True, slots=True)
class Answer:
    """How many rows or triples a query gave and how many seconds it took, or the fault that stopped it."""

    rows: int = 0
    seconds: float = 0.0
    fault: str | None = None


@dataclass(slots=True)
class RdflibProcess:
    """Ask rdflib over the quads of a file, at most `limit` seconds for each query."""

    nquads: Path
    limit: float
    _process: SpawnProcess | None = field(default=None, init=False)
    _connection: Connection | None = field(default=None, init=False)

    def ask(self, query: str) -> Answer:
        """Return the answer of rdflib; past the limit the process is stopped and the next query gets a new one."""
        connection = self._connection or self._start()
        connection.send(query)
        if connection.poll(self.limit):
            answer: Answer = connection.recv()
            return answer
        self.stop()
        return Answer(fault=f"> {self.limit:.0f} s")

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.terminate()
            self._process.join()
        self._process = self._connection = None

    def _start(self) -> Connection:
        context = get_context("spawn")
        self._connection, other_end = context.Pipe()
        self._process = context.Process(target=serve, args=(other_end, self.nquads), daemon=True)
        self._process.start()
        if not self._connection.poll(LOADING_LIMIT):
            raise TimeoutError(f"rdflib did not load {self.nquads.name} in {LOADING_LIMIT:.0f} s")
        self._connection.recv()
        return self._connection


def serve(connection: Connection, nquads: Path) -> None:
    """Load the quads, tell their number, and answer every query that comes."""
    from rdflib import Dataset

    dataset = Dataset(default_union=True)
    dataset.parse(nquads, format="nquads")
    connection.send(len(dataset))
    while True:
        query: str = connection.recv()
        start = perf_counter()
        try:
            rows = len(dataset.query(query))
            connection.send(Answer(rows, perf_counter() - start))
        except Exception as fault:  # whatever rdflib cannot do is a cell of the table
            connection.send(Answer(fault=type(fault).__name__))
