"""The SPARQL 1.1 Graph Store Protocol, for reading: named graphs by their IRI."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from myograph.formats import BY_NAME, TRIPLES
from myograph.server.asking import fields_of
from myograph.server.endpoint import VARY, matches
from myograph.server.facts import machinery
from myograph.server.jobs import Job
from myograph.server.negotiation import accepted, asked_for, prefers_page
from myograph.server.problems import Problem

if TYPE_CHECKING:
    import re

    from myograph.server.exchange import Exchange
    from myograph.server.site import Site


@dataclass(frozen=True, slots=True)
class GraphStore:
    """Send named graphs; the default graph is the union of all."""

    site: Site

    async def page(self, exchange: Exchange, _match: re.Match[str]) -> None:
        """Send a graph, or the list of them."""
        fields = fields_of(exchange.query_string)
        names = [value for name, value in fields if name == "graph"]
        default = any(name == "default" for name, _ in fields)
        if len(names) + default > 1:
            raise Problem(400, "name one graph, or the default graph")
        if not names and not default:
            await self._listing(exchange)
            return
        known = {graph.iri for graph in self.site.facts.graphs}
        if names and names[0] not in known:
            near = [
                {"label": graph.label, "href": self.site.naming.href(graph.iri)} for graph in self.site.facts.graphs
            ]
            raise Problem(404, f"there is no graph {names[0][:200]!r}", near=near)
        form = next((asked_for(value) for name, value in fields if name == "format"), ())
        await self._graph(exchange, tuple(names), form or accepted(exchange.accept))

    async def _graph(self, exchange: Exchange, names: tuple[str, ...], formats: tuple[str, ...]) -> None:
        fitting = tuple(
            name for name in formats if TRIPLES in BY_NAME[name].kinds and name not in ("table", "markdown")
        )
        query = machinery(self.site.content, "everything")
        key = self.site.endpoint.key(query, fitting, names)
        headers = self.site.endpoint.validators(key)
        if matches(exchange.header(b"if-none-match"), key):
            await exchange.start(HTTPStatus.NOT_MODIFIED, headers)
            await exchange.deliver(b"")
            return
        job = Job(query, fitting, self.site.settings.timeout, self.site.settings.most_bytes, names)
        reply = await self.site.endpoint.evaluate(exchange, job)
        if reply.status != HTTPStatus.OK:
            raise Problem.of(reply)
        await exchange.respond(HTTPStatus.OK, BY_NAME[reply.form].media_type, reply.body, headers)

    async def _listing(self, exchange: Exchange) -> None:
        graphs = [(graph, self.site.naming.href(graph.iri)) for graph in self.site.facts.graphs]
        if prefers_page(exchange.accept):
            values = {"graphs": graphs, "dumps": sorted(self.site.facts.dumps), "facts": self.site.facts}
            await self.site.templates.respond(exchange, "graphs.html", HTTPStatus.OK, {}, **values)
            return
        told = [{"graph": graph.iri, "label": graph.label, "triples": graph.triples} for graph, _ in graphs]
        await exchange.respond_json(HTTPStatus.OK, told, VARY)
