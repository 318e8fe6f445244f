"""Any SPARQL 1.1 endpoint behind the same protocol as the embedded engine; SPARQLWrapper enters here only.

SPARQLWrapper writes the request: method, parameters, media types. Sending it is `transport`, because the library
would read an answer, or the body of an error, to its end however long that is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlunsplit

from pyoxigraph import QueryBoolean, QuerySolutions, Store
from SPARQLWrapper import GET, JSON, POST, TURTLE, SPARQLWrapper

from myograph import __version__
from myograph.errors import QueryError
from myograph.store import paging
from myograph.store.endpoint import Endpoint, split
from myograph.store.faults import syntax_error, wrong_form
from myograph.store.replies import ACCEPT_GRAPH, ACCEPT_RESULTS, answer, complaint
from myograph.store.screening import screen
from myograph.store.sparql_text import FORMS, outline
from myograph.store.transport import Clock, exchange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from urllib.request import Request

    from pyoxigraph import Triple

    from myograph.store.paging import Paging
    from myograph.store.protocol import Answer
    from myograph.store.sparql_text import Outline

LONGEST_GET = 2000
"""Characters of an address; proxies and servers cut or refuse longer ones."""


class Writer(SPARQLWrapper):
    """Let SPARQLWrapper write a request without sending it."""

    def request(self) -> Request:
        """Return the request as it would be sent."""
        return self._createRequest()


@dataclass(frozen=True, slots=True, eq=False)
class RemoteStore:
    """Answer SPARQL queries by asking an endpoint; see the Store protocol.

    An answer is taken whole, up to the bytes the endpoint may send, and read to its end before a row is handed out.
    SERVICE is left to the endpoint, which makes those calls and not this machine.
    """

    endpoint: Endpoint

    def __repr__(self) -> str:
        return f"RemoteStore({self.endpoint.url!r})"

    def query(self, text: str, *, timeout: float | None = None, prefixes: Mapping[str, str] | None = None) -> Answer:
        """Return the answer to a query of any form; raises the errors of endpoints besides those of the protocol."""
        clock = Clock(timeout)
        seen, known = outline(text), prefixes or {}
        screen(text, seen, allow_service=True)
        if seen.form not in FORMS:
            self._check(text, seen, known)
        declared = with_prefixes(text, seen, known)
        try:
            if (pages := self._pages(declared, seen)) is not None:
                return self._in_pages(pages, clock)
            return self._asked(declared, str(seen.form), clock)
        except SyntaxError as fault:
            raise syntax_error(str(fault.msg), text, seen, known) from None
        except QueryError as fault:
            if type(fault) is QueryError:
                self._check(text, seen, known)
            raise

    def select(
        self, text: str, *, timeout: float | None = None, prefixes: Mapping[str, str] | None = None
    ) -> QuerySolutions:
        """Return the solutions of a SELECT query."""
        self._require(text, "SELECT")
        found = self.query(text, timeout=timeout, prefixes=prefixes)
        if isinstance(found, QuerySolutions):
            return found
        raise wrong_form("SELECT", text)

    def ask(self, text: str, *, timeout: float | None = None, prefixes: Mapping[str, str] | None = None) -> bool:
        """Return the answer of an ASK query."""
        self._require(text, "ASK")
        return bool(self.query(text, timeout=timeout, prefixes=prefixes))

    def construct(
        self, text: str, *, timeout: float | None = None, prefixes: Mapping[str, str] | None = None
    ) -> Iterator[Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query."""
        self._require(text, "CONSTRUCT", "DESCRIBE")
        found = self.query(text, timeout=timeout, prefixes=prefixes)
        if isinstance(found, QuerySolutions | QueryBoolean):
            raise wrong_form("CONSTRUCT or DESCRIBE", text)
        return found

    @staticmethod
    def _require(text: str, *forms: str) -> None:
        form = outline(text).form
        if form in FORMS and form not in forms:
            raise wrong_form(" or ".join(forms), text)

    def _pages(self, text: str, seen: Outline) -> Paging | None:
        size = self.endpoint.page_size
        if size is None or seen.form != "SELECT" or seen.service is not None:
            return None
        return paging.Paging.of(text, size)

    def _in_pages(self, pages: Paging, clock: Clock) -> QuerySolutions:
        lines, number = bytearray(), 0
        while True:
            page = self._asked(pages.page(number), "SELECT", clock)
            if not isinstance(page, QuerySolutions):
                raise TypeError("a SELECT query has solutions")
            written = paging.as_tsv(page, number)
            lines += written
            rows = written.count(b"\n") - (number == 0)
            if rows < pages.size:
                return paging.together(bytes(lines))
            self._refuse_more(len(lines))
            number += 1

    def _refuse_more(self, size: int) -> None:
        if size > self.endpoint.most_bytes:
            from myograph.store.transport import too_large

            raise too_large(self.endpoint)

    def _asked(self, text: str, form: str, clock: Clock) -> Answer:
        reply = exchange(request(self.endpoint, text, form), self.endpoint, clock)
        if (fault := complaint(reply, self.endpoint)) is not None:
            raise fault
        return answer(reply, form, self.endpoint)

    def _check(self, text: str, seen: Outline, known: Mapping[str, str]) -> None:
        """Raise QuerySyntaxError, with line and column, when the embedded engine does not parse the query either."""
        if seen.service is not None:
            return
        try:
            Store().query(text, prefixes=dict(known))
        except SyntaxError as fault:
            raise syntax_error(str(fault.msg), text, seen, known) from None
        except (OSError, RuntimeError, ValueError):
            return


def with_prefixes(text: str, seen: Outline, prefixes: Mapping[str, str]) -> str:
    """Return the query with declarations of the prefixes it uses and does not declare, without a new line."""
    lines = (f"PREFIX {prefix}: <{prefixes[prefix]}> " for prefix in seen.undeclared if prefix in prefixes)
    return "".join(lines) + text


def request(endpoint: Endpoint, text: str, form: str) -> Request:
    """Return the request that asks an endpoint a query: GET while its address stays short, else POST."""
    written = _writer(endpoint, text, form, GET).request()
    if len(written.full_url) > LONGEST_GET:
        written = _writer(endpoint, text, form, POST).request()
    return written


def _writer(endpoint: Endpoint, text: str, form: str, method: str) -> Writer:
    parts = split(endpoint.url)
    writer = Writer(urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")), agent=f"myograph/{__version__}")
    writer.setReturnFormat(JSON if form in ("SELECT", "ASK") else TURTLE)
    writer.setOnlyConneg(True)
    writer.setMethod(method)
    # Its own way to find the form is a pattern that backtracks; the form is known here.
    writer.queryString, writer.queryType = text, form
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        writer.addParameter(name, value)
    for graph in () if names_graphs(text) else endpoint.graphs:
        writer.addDefaultGraph(graph)
        writer.addNamedGraph(graph)
    for name, value in headers(endpoint, ACCEPT_RESULTS if form in ("SELECT", "ASK") else ACCEPT_GRAPH):
        writer.addCustomHttpHeader(name, value)
    return writer


def names_graphs(text: str) -> bool:
    """Tell whether a query has FROM clauses, which graphs in the request would replace."""
    from myograph.store.dataset import dataset_in

    return "from" in text.lower() and dataset_in(text, {}) is not None


def headers(endpoint: Endpoint, accepted: str) -> list[tuple[str, str]]:
    """Return the headers of a request: what is accepted, those of the endpoint, and who asks."""
    login = endpoint.credentials.header if endpoint.credentials else None
    return [("Accept", accepted), *endpoint.headers, *([("Authorization", login)] if login else [])]
