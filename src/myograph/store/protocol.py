"""What every store can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import QueryBoolean, QuerySolutions, Triple

    Answer = QuerySolutions | QueryBoolean | Iterator[Triple]


class Store(Protocol):
    """Answer SPARQL queries over the union of all named graphs.

    `timeout` is in seconds and really stops the query; None lets it run. `prefixes` are those a query may use
    without declaring them; what it declares itself wins. Answers are iterators of the engine: read them in the
    thread that asked, once. Every method raises QuerySyntaxError, QueryRefused, QueryTimeout, StoreError, and
    QueryError for what only shows while a query runs.
    """

    def query(self, text: str, *, timeout: float | None = None, prefixes: Mapping[str, str] | None = None) -> Answer:
        """Return the answer to a query of any form."""
        ...

    def select(
        self, text: str, *, timeout: float | None = None, prefixes: Mapping[str, str] | None = None
    ) -> QuerySolutions:
        """Return the solutions of a SELECT query; raises QueryRefused for another form."""
        ...

    def ask(self, text: str, *, timeout: float | None = None, prefixes: Mapping[str, str] | None = None) -> bool:
        """Return the answer of an ASK query; raises QueryRefused for another form."""
        ...

    def construct(
        self, text: str, *, timeout: float | None = None, prefixes: Mapping[str, str] | None = None
    ) -> Iterator[Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query; raises QueryRefused for another form."""
        ...
