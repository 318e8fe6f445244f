"""The SPARQL 1.1 Graph Store Protocol: named graphs by their IRI, to read, and to write where that is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import uuid4

from pyoxigraph import NamedNode, RdfFormat, parse, serialize

from myograph.formats import BY_NAME, TRIPLES
from myograph.names import HOME
from myograph.server.asking import fields_of
from myograph.server.changes import Change
from myograph.server.endpoint import VARY, done
from myograph.server.facts import machinery
from myograph.server.jobs import Job
from myograph.server.negotiation import accepted, asked_for, prefers_page
from myograph.server.problems import Problem

if TYPE_CHECKING:
    import re

    from myograph.server.exchange import Exchange
    from myograph.server.site import Site


PLACE = "/graphs"
WRITING = ("PUT", "POST", "DELETE")
PARTS = "multipart/form-data"
BODIES = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")


@dataclass(frozen=True, slots=True)
class GraphStore:
    """Send named graphs; the default graph is the union of all."""

    site: Site

    async def page(self, exchange: Exchange, _match: re.Match[str]) -> None:
        """Send a graph, or the list of them."""
        if exchange.method in WRITING:
            await self._change(exchange)
            return
        fields = fields_of(exchange.query_string)
        names = [value for name, value in fields if name == "graph"]
        default = any(name == "default" for name, _ in fields)
        if len(names) + default > 1:
            raise Problem(400, "name one graph, or the default graph")
        if not names and not default and exchange.path.rstrip("/") != PLACE:
            names = [f"{exchange.base_url}{exchange.path}"]
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

    async def _change(self, exchange: Exchange) -> None:
        writing = self.site.endpoint.writing
        if writing is None:
            raise Problem(405, "graphs can only be read here", headers={"Allow": "GET, HEAD"})
        writing.require_right(exchange)
        graph, is_new = self._named(exchange)
        body = await exchange.body() if exchange.method != "DELETE" else b""
        media = exchange.header(b"content-type").partition(";")[0].strip().lower()
        body, media = parts_joined(body, exchange.header(b"content-type")) if media == PARTS else (body, media)
        if exchange.method != "DELETE" and media not in BODIES:
            types = ", ".join(BODIES)
            raise Problem(415, f"the body is of the type {media[:80]!r}", headers={"Accept-Post": types})
        outcome = await writing.make(Change(exchange.method.lower(), body, graph, media))
        status = HTTPStatus.OK if exchange.method == "DELETE" else outcome.status
        await done(exchange, status, {"Location": graph} if is_new or status == HTTPStatus.CREATED else None)

    def _named(self, exchange: Exchange) -> tuple[str, bool]:
        """Return the IRI of the graph that a request to change names, empty for the default graph; and if it is new."""
        fields = fields_of(exchange.query_string)
        names = ["" if name == "default" else value for name, value in fields if name in ("graph", "default")]
        direct = exchange.path.rstrip("/") != PLACE
        if len(names) + direct > 1:
            raise Problem(400, "name one graph, or the default graph")
        if names:
            return named_by(names[0]), False
        if direct:
            return named_by(f"{exchange.base_url}{exchange.path}"), False
        if exchange.method != "POST":
            raise Problem(400, "the request names no graph", advice="Add graph=IRI or default to the address.")
        return f"{exchange.base_url}{PLACE}/{uuid4()}", True

    async def _graph(self, exchange: Exchange, names: tuple[str, ...], formats: tuple[str, ...]) -> None:
        fitting = tuple(
            name for name in formats if TRIPLES in BY_NAME[name].kinds and name not in ("table", "markdown")
        )
        query = machinery(self.site.content, "everything")
        key = self.site.endpoint.key(query, fitting, names)
        headers = self.site.endpoint.validators(key)
        if exchange.has(key):
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


def named_by(iri: str) -> str:
    """Return the IRI; raises Problem for what is none."""
    try:
        return NamedNode(iri).value if iri else ""
    except ValueError:
        raise Problem(400, f"{iri[:200]!r} is not an absolute IRI") from None


def parts_joined(body: bytes, content_type: str) -> tuple[bytes, str]:
    """Return the triples of the files of a form as N-Triples; raises Problem for what is not RDF."""
    from email import message_from_bytes
    from email.message import Message

    whole = message_from_bytes(b"Content-Type: " + content_type.encode("latin-1", "replace") + b"\r\n\r\n" + body)
    triples = []
    for part in whole.get_payload() if whole.is_multipart() else ():
        if not isinstance(part, Message):
            continue
        form = RdfFormat.from_media_type(part.get_content_type())
        data = part.get_payload(decode=True)
        if form is None or not isinstance(data, bytes):
            raise Problem(415, f"a part is of the type {part.get_content_type()[:80]!r}")
        try:
            triples += [quad.triple for quad in parse(data, form, base_iri=HOME, rename_blank_nodes=True)]
        except (SyntaxError, ValueError) as fault:
            raise Problem(400, f"a part cannot be read: {fault}") from None
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b"", "application/n-triples"
