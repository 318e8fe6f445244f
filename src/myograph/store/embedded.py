"""Oxigraph inside this process: read-only on disk, or in memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import QueryBoolean, QuerySolutions

from myograph.errors import StoreError
from myograph.store.evaluation import evaluate
from myograph.store.screening import screen
from myograph.store.sparql_text import outline

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pyoxigraph import Quad, Triple

    from myograph.errors import QueryRefused
    from myograph.store.dataset import Dataset
    from myograph.store.protocol import Answer


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddedStore:
    """Answer SPARQL queries over the union of all named graphs; see the Store protocol.

    `path` is None for a store in memory. `allow_service` holds the hosts that queries may call; True is every host.
    A query without a timeout runs in this process and cannot be interrupted; with one it runs in a process of its
    own, which costs about 0.1 s, and for a store in memory a copy of it.
    """

    _engine: pyoxigraph.Store
    path: Path | None = None
    allow_service: bool | frozenset[str] = False

    @classmethod
    def open_read_only(
        cls, path: str | os.PathLike[str], *, allow_service: bool | frozenset[str] = False
    ) -> EmbeddedStore:
        """Open a store on disk; any number of processes may do so at once. Raises StoreError."""
        try:
            return cls(pyoxigraph.Store.read_only(str(path)), Path(path).absolute(), allow_service)
        except (OSError, RuntimeError) as fault:
            standing = (Path(path) / "CURRENT").is_file()
            problem = f"the store cannot be opened: {fault}" if standing else "there is no store here"
            raise StoreError(problem, place=str(path), advice="Build it again with `myograph build`.") from None

    @classmethod
    def in_memory(cls, quads: Iterable[Quad], *, allow_service: bool | frozenset[str] = False) -> EmbeddedStore:
        """Hold the quads in memory; each triple should stand in one named graph only, or it is counted twice."""
        engine = pyoxigraph.Store()
        engine.extend(quads)
        return cls(engine, None, allow_service)

    def __repr__(self) -> str:
        return f"EmbeddedStore({str(self.path) if self.path else 'in memory'!r})"

    def __len__(self) -> int:
        return len(self._engine)

    def __iter__(self) -> Iterator[Quad]:
        return iter(self._engine)

    def query(self, text: str, *, timeout: float | None = None, prefixes: Mapping[str, str] | None = None) -> Answer:
        """Return the answer to a query of any form."""
        return self._answer(text, prefixes or {}, lambda known: self._answer_in_time(text, timeout, known))

    def query_over(
        self,
        dataset: Dataset | None,
        text: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        base: str | None = None,
    ) -> Answer:
        """Return the answer to a query over these graphs, whatever its FROM clauses say; None leaves it to them.

        `base` is what relative IRIs are relative to; without it they are errors.
        """
        return self._answer(text, prefixes or {}, lambda known: evaluate(self._engine, text, known, dataset, base))

    def _answer(self, text: str, known: Mapping[str, str], asked: Callable[[Mapping[str, str]], Answer]) -> Answer:
        seen = outline(text)
        screen(text, seen, allow_service=self.allow_service)
        try:
            return asked(known)
        except SyntaxError as fault:
            from myograph.store.faults import syntax_error

            raise syntax_error(str(fault.msg), text, seen, known) from None

    def select(
        self, text: str, *, timeout: float | None = None, prefixes: Mapping[str, str] | None = None
    ) -> QuerySolutions:
        """Return the solutions of a SELECT query."""
        answer = self.query(text, timeout=timeout, prefixes=prefixes)
        if isinstance(answer, QuerySolutions):
            return answer
        raise self._wrong_form("SELECT", text)

    def ask(self, text: str, *, timeout: float | None = None, prefixes: Mapping[str, str] | None = None) -> bool:
        """Return the answer of an ASK query."""
        answer = self.query(text, timeout=timeout, prefixes=prefixes)
        if isinstance(answer, QueryBoolean):
            return bool(answer)
        raise self._wrong_form("ASK", text)

    def construct(
        self, text: str, *, timeout: float | None = None, prefixes: Mapping[str, str] | None = None
    ) -> Iterator[Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query."""
        answer = self.query(text, timeout=timeout, prefixes=prefixes)
        if isinstance(answer, QuerySolutions | QueryBoolean):
            raise self._wrong_form("CONSTRUCT or DESCRIBE", text)
        return answer

    def _answer_in_time(self, text: str, timeout: float | None, prefixes: Mapping[str, str]) -> Answer:
        if timeout is None:
            return evaluate(self._engine, text, prefixes)
        from myograph.store.deadline import Job, answer_in_time

        quads = None if self.path else self
        return answer_in_time(Job(text, dict(prefixes), self.path), quads, timeout)

    @staticmethod
    def _wrong_form(wanted: str, text: str) -> QueryRefused:
        from myograph.store.faults import wrong_form

        return wrong_form(wanted, text)
