"""Linked data: a page and a document on each thing, and the one that is wanted."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import NamedNode

from myograph.errors import UsageError
from myograph.formats import BY_NAME, TRIPLES, of_extension
from myograph.names import HOME, MYO_GRAPH
from myograph.queries.parameters import bind
from myograph.server.endpoint import VARY
from myograph.server.facts import machinery
from myograph.server.negotiation import accepted, prefers_page
from myograph.server.problems import Problem
from myograph.server.triples import respond_triples

if TYPE_CHECKING:
    import re

    from pyoxigraph import Triple

    from myograph.server.exchange import Exchange
    from myograph.server.naming import Cell
    from myograph.server.site import Site

EXTENSIONS = ("html", "ttl", "nt", "jsonld", "rdf", "trig", "nq")
PATH = r"/(id|claim|source|place|passage|edge|evidence|food|graph|question)/([^/]+?)"
ENDING = rf"(?:\.({'|'.join(EXTENSIONS)}))?"
NEAR = 5
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Things:
    """Answer for everything that has an address."""

    site: Site

    async def page(self, exchange: Exchange, match: re.Match[str]) -> None:
        """Send the document on a thing that its ending names; without one, send the client on to what it wants."""
        folder, name, ending = match[1], match[2], match[3]
        iri = f"{HOME}{folder}/{name}"
        triples = await self.described(iri)
        if not triples:
            raise await self.unknown(name)
        if ending is None:
            await see_other(exchange, f"/{folder}/{quote(name)}")
        elif ending == "html":
            await self._html(exchange, folder, iri, triples)
        else:
            await self.document(exchange, iri, triples, ending)

    async def ontology(self, exchange: Exchange, match: re.Match[str]) -> None:
        """Answer for the vocabulary as a whole; its terms are parts of it."""
        if match[1] is None:
            await see_other(exchange, "/ontology")
        elif match[1] == "html":
            await self._vocabulary(exchange)
        else:
            triples = await self.constructed("graph-content", "graph", MYO_GRAPH.ontology.value)
            await self.document(exchange, f"{HOME}ontology", triples, match[1])

    async def described(self, iri: str) -> list[Triple]:
        """Return what is said of a thing; of a named graph also what it holds."""
        try:
            NamedNode(iri)
        except ValueError:
            return []
        found = await self.constructed("description", "thing", iri)
        if iri.startswith(str(MYO_GRAPH)) and found:
            found += await self.constructed("graph-content", "graph", iri)
        return found

    async def constructed(self, query: str, parameter: str, iri: str) -> list[Triple]:
        """Return the triples of a query of the machinery about one thing."""
        text = bind(machinery(self.site.content, query), {parameter: [NamedNode(iri)]})
        return await asyncio.to_thread(lambda: list(self.site.graph.store.construct(text)))

    async def document(self, exchange: Exchange, iri: str, triples: list[Triple], ending: str) -> None:
        """Send triples as a document with this ending, unless the client has it."""
        form = of_extension(ending)
        key = f"{self.site.facts.build[:32]}-{form.name}"
        headers = {**VARY, "ETag": f'"{key}"', "Cache-Control": f"public, max-age={self.site.settings.max_age}"}
        headers["Link"] = f'<{iri}>; rel="describes"'
        if exchange.has(key):
            await exchange.start(HTTPStatus.NOT_MODIFIED, headers)
            await exchange.deliver(b"")
            return
        await respond_triples(exchange, triples, (form.name,), self.site.graph.prefixes, headers)

    async def unknown(self, name: str) -> Problem:
        """Return the problem of a name that nobody knows, with near ones."""
        words = name.replace("-", " ")[:200]
        hits = (
            await asyncio.to_thread(lambda: self.site.graph.lookup.search(words, limit=NEAR)) if words.strip() else ()
        )
        near = [{"label": hit.thing.label, "href": self.site.naming.href(hit.thing.iri)} for hit in hits]
        return Problem(404, f"nothing here is called {name[:100]!r}", near=near or None)

    async def _html(self, exchange: Exchange, folder: str, iri: str, triples: list[Triple]) -> None:
        values = await asyncio.to_thread(self._values, folder, iri, triples)
        template = {"id": "entity.html", "claim": "claim.html"}.get(folder, "thing.html")
        if "entity" not in values and "claim" not in values:
            template = "thing.html"
        path = exchange.path.removesuffix(".html")
        await self.site.templates.respond(exchange, template, HTTPStatus.OK, {}, iri=iri, twins=path, **values)

    def _values(self, folder: str, iri: str, triples: list[Triple]) -> dict[str, object]:
        graph, rows = self.site.graph, self._rows(iri, triples)
        values: dict[str, object] = {
            "label": self.site.naming.label(iri),
            "rows": rows,
            "palette": graph.teller.palette,
        }
        try:
            if folder == "id":
                return {**values, "entity": graph.entity(iri), "claims": graph.claims(about=iri)}
            if folder == "claim":
                claim = graph.claim(iri)
                evidence, places = graph.evidence(claim), graph.places(claim)
                cited = graph.cite(claim)
                return {
                    **values,
                    "claim": claim,
                    "evidence": evidence,
                    "places": places,
                    "cited": cited,
                    "sources": graph.sources,
                }
        except UsageError:
            return values  # a thing that is no entity: what is said of it is shown as it is
        return values

    def _rows(self, iri: str, triples: list[Triple]) -> list[tuple[Cell, Cell, bool]]:
        node, found = NamedNode(iri), []
        for triple in triples[: MOST_SHOWN * 5]:
            outward = triple.subject == node
            other = triple.object if outward else triple.subject
            found.append((self._cell(triple.predicate), self._cell(other), outward))
        return sorted(found, key=lambda row: (not row[2], row[0].text, row[1].text))[:MOST_SHOWN]

    def _cell(self, term: object) -> Cell:
        if isinstance(term, NamedNode):
            return self.site.naming.cell({"type": "uri", "value": term.value})
        return self.site.naming.cell({"type": "literal", "value": getattr(term, "value", str(term))})

    async def _vocabulary(self, exchange: Exchange) -> None:
        query = machinery(self.site.content, "vocabulary")
        rows = await asyncio.to_thread(lambda: [tuple(row) for row in self.site.graph.store.select(query)])
        terms: dict[str, list[dict[str, str]]] = {}
        for term, kind, label, meaning in rows:
            told = {"name": term.value.rpartition("#")[2], "iri": term.value, "label": label.value}
            heading = self.site.naming.label(kind.value)
            terms.setdefault(heading, []).append({**told, "meaning": meaning.value if meaning else ""})
        await self.site.templates.respond(exchange, "ontology.html", HTTPStatus.OK, {}, terms=terms, twins="/ontology")


async def see_other(exchange: Exchange, path: str) -> None:
    """Send the client on to the document in the format it wants; a thing itself cannot be sent."""
    ending = "html" if prefers_page(exchange.accept) else document_ending(exchange.accept)
    if ending is None:
        raise Problem(406, "this is described in HTML and in RDF", advice="text/html, text/turtle, application/ld+json")
    target = f"{exchange.settings.prefix}{path}.{ending}"
    await exchange.start(HTTPStatus.SEE_OTHER, {**VARY, **exchange.extra, "Location": target, "Content-Length": "0"})
    await exchange.deliver(b"")


def document_ending(accept: str) -> str | None:
    """Return the ending of the RDF document that an Accept header wants most, or None."""
    forms = (BY_NAME[name] for name in accepted(accept))
    return next((form.extension for form in forms if TRIPLES in form.kinds and form.extension in EXTENSIONS), None)
