"""Write named graphs to an endpoint: by the Graph Store Protocol, or by SPARQL Update.

The protocol replaces a graph in one request. An update does so too while the graph fits one; a larger one is sent in
several, and blank nodes that hang together stay in the same, because a name means another node in the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote
from urllib.request import Request

from pyoxigraph import BlankNode, RdfFormat, serialize

from myograph import __version__
from myograph.errors import QueryError, UsageError
from myograph.store.replies import complaint
from myograph.store.transport import Clock, exchange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import Triple

    from myograph.store.endpoint import Endpoint

BATCH = 5000
"""Triples in one update; Virtuoso compiles an update and gives up beyond 10,000 lines of it."""

PATIENCE = 600.0
"""Seconds for one graph."""


class GraphWriter(Protocol):
    """Replace and remove named graphs."""

    @property
    def per_graph(self) -> str:
        """Return what happens to a graph while it is replaced, for people."""
        ...

    def replace(self, graph: str, triples: Sequence[Triple]) -> None:
        """Make the triples all that the graph holds; raises EndpointError."""
        ...

    def remove(self, graph: str) -> None:
        """Remove a graph, if it is there; raises EndpointError."""
        ...


@dataclass(frozen=True, slots=True)
class GraphStoreProtocol:
    """Write by the Graph Store HTTP Protocol, at the address of the graph store."""

    endpoint: Endpoint

    @property
    def per_graph(self) -> str:
        """Return what happens to a graph while it is replaced, for people."""
        return "each graph is replaced by one request: all of it or nothing, on engines that run a request as a whole"

    def replace(self, graph: str, triples: Sequence[Triple]) -> None:
        """Make the triples all that the graph holds; raises EndpointError."""
        self._send("PUT", graph, serialize(triples, format=RdfFormat.N_TRIPLES) or b"")

    def remove(self, graph: str) -> None:
        """Remove a graph, if it is there; raises EndpointError."""
        self._send("DELETE", graph, None)

    def _send(self, method: str, graph: str, body: bytes | None) -> None:
        mark = "&" if "?" in self.endpoint.url else "?"
        url = f"{self.endpoint.url}{mark}graph={quote(graph, safe='')}"
        send(self.endpoint, url, body, method=method, media_type="application/n-triples")


@dataclass(frozen=True, slots=True)
class SparqlUpdate:
    """Write by SPARQL Update, at most `batch` triples in a request as far as blank nodes allow."""

    endpoint: Endpoint
    batch: int = BATCH

    @property
    def per_graph(self) -> str:
        """Return what happens to a graph while it is replaced, for people."""
        return (
            f"a graph of up to {self.batch} triples is replaced by one request, a larger one is incomplete "
            "until its last request"
        )

    def replace(self, graph: str, triples: Sequence[Triple]) -> None:
        """Make the triples all that the graph holds; raises EndpointError."""
        first, *others = batches(triples, self.batch) or [[]]
        self._update(f"{dropped(graph)};\n{inserted({graph: first})}")
        for batch in others:
            self._update(inserted({graph: batch}))

    def remove(self, graph: str) -> None:
        """Remove a graph, if it is there; raises EndpointError."""
        self._update(dropped(graph))

    def replace_all(self, graphs: Mapping[str, Sequence[Triple]], stale: Iterable[str]) -> None:
        """Replace every graph and remove the stale ones in one request; raises EndpointError."""
        self._update(";\n".join([*map(dropped, [*graphs, *stale]), inserted(graphs)]))

    def _update(self, text: str) -> None:
        media_type = "application/sparql-update"
        send(self.endpoint, self.endpoint.url, text.encode(), method="POST", media_type=media_type)


def dropped(graph: str) -> str:
    """Return the operation that removes a graph."""
    return f"DROP SILENT GRAPH <{graph}>"


def inserted(graphs: Mapping[str, Sequence[Triple]]) -> str:
    """Return the operation that adds triples to graphs."""
    written = (
        f"GRAPH <{graph}> {{\n{(serialize(triples, format=RdfFormat.N_TRIPLES) or b'').decode()}}}\n"
        for graph, triples in graphs.items()
    )
    return f"INSERT DATA {{\n{''.join(written)}}}"


def batches(triples: Sequence[Triple], size: int) -> list[list[Triple]]:
    """Return the triples in lists of up to `size`; triples that share blank nodes stay together, however many."""
    found: list[list[Triple]] = []
    for group in together(triples):
        if not found or len(found[-1]) + len(group) > size:
            found.append([])
        found[-1] += group
    return found


def together(triples: Iterable[Triple]) -> Iterator[list[Triple]]:
    """Yield the triples in groups that share no blank node with another group."""
    leader: dict[BlankNode, BlankNode] = {}

    def led_by(node: BlankNode) -> BlankNode:
        while (above := leader.setdefault(node, node)) != node:
            leader[node] = node = leader[above]
        return node

    tied: list[tuple[BlankNode, Triple]] = []
    for triple in triples:
        nodes = [part for part in (triple.subject, triple.object) if isinstance(part, BlankNode)]
        if not nodes:
            yield [triple]
            continue
        leader[led_by(nodes[0])] = led_by(nodes[-1])
        tied.append((nodes[0], triple))
    groups: dict[BlankNode, list[Triple]] = {}
    for node, triple in tied:
        groups.setdefault(led_by(node), []).append(triple)
    yield from groups.values()


def send(endpoint: Endpoint, url: str, body: bytes | None, *, method: str, media_type: str) -> None:
    """Send a request that changes the endpoint; raises EndpointError and QueryTimeout."""
    login = endpoint.credentials.header if endpoint.credentials else None
    headers = {"User-Agent": f"myograph/{__version__}", "Accept": "*/*", **dict(endpoint.headers)}
    if body is not None:
        headers["Content-Type"] = media_type
    if login:
        headers["Authorization"] = login
    request = Request(url, data=body, headers=headers, method=method)  # noqa: S310 - an Endpoint is http or https
    reply = exchange(request, endpoint, Clock(PATIENCE))
    if method == "DELETE" and reply.status == GONE:
        return
    fault = complaint(reply, endpoint)
    if isinstance(fault, QueryError):
        raise UsageError(fault.problem.replace("the query", "what is written"), place=fault.place)
    if fault is not None:
        raise fault


GONE = 404
