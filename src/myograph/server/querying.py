"""The page for queries: a form that works without any script, and what a script needs to help with typing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from myograph.server.asking import FORM, asked, fields_of
from myograph.server.jobs import Job
from myograph.server.results import SHOWN_ROWS, shown
from myograph.server.views import NOTHING, Look, look_at

if TYPE_CHECKING:
    import re

    from myograph.server.asking import Asked
    from myograph.server.exchange import Exchange
    from myograph.server.results import Shown
    from myograph.server.site import Site

PAGE_BYTES = 4 * 1024 * 1024
PARSING = 0.5
"""Seconds in which a query is parsed; what takes longer to plan is no error."""

FIRST = "direct-causes"
"""The question that the page opens with."""
DOWNLOADS = (
    ("JSON", "json"),
    ("XML", "xml"),
    ("CSV", "csv"),
    ("TSV", "tsv"),
    ("Markdown", "markdown"),
)
GRAPH_DOWNLOADS = (("Turtle", "turtle"), ("N-Triples", "ntriples"), ("JSON-LD", "jsonld"), ("RDF/XML", "rdfxml"))


@dataclass(frozen=True, slots=True)
class Querying:
    """Answer queries of people."""

    site: Site

    async def page(self, exchange: Exchange, _match: re.Match[str]) -> None:
        """Send the form, and the answer to the query in it."""
        body = await exchange.body() if exchange.method == "POST" else b""
        question = asked(exchange.method, exchange.query_string, exchange.header(b"content-type", FORM), body, "*/*")
        query = question.query
        view = dict(fields_of(exchange.query_string)).get("view", "")
        looked = await self._answered(exchange, question, view) if query and query.strip() else NOTHING
        answer = looked.answer
        typed = query if query is not None else self._started(exchange)
        links = downloads(typed, question, answer)
        values: dict[str, Any] = {
            "query": typed,
            "look": looked,
            "answer": answer,
            "links": links,
            "groups": self.site.catalogue.groups,
        }
        here = address("/query", typed, question)
        values |= {"most": SHOWN_ROWS, "share": f"{here}&view={looked.view}" if looked.view else here, "here": here}
        await self.site.templates.respond(exchange, "query.html", HTTPStatus.OK, {}, **values)

    def _started(self, exchange: Exchange) -> str:
        named = dict(fields_of(exchange.query_string)).get("question", FIRST)
        return next((each.query for each in self.site.catalogue if each.name == named), "")

    async def _answered(self, exchange: Exchange, question: Asked, view: str) -> Look:
        job = Job(
            question.query or "",
            ("json", "turtle"),
            self.site.settings.timeout,
            PAGE_BYTES,
            question.default,
            question.named,
            SHOWN_ROWS,
        )
        reply = await self.site.endpoint.evaluate(exchange, job)
        answer = shown(reply, self.site.naming, exchange.request_id)
        return await asyncio.to_thread(look_at, answer, reply, self.site.naming, view)

    async def words(self, exchange: Exchange, _match: re.Match[str]) -> None:
        """Send what may be typed: prefixes, terms of the vocabulary and things, with their labels and synonyms."""
        key = f"{self.site.facts.build[:32]}-words"
        headers = self.site.endpoint.validators(key)
        if exchange.has(key):
            await exchange.start(HTTPStatus.NOT_MODIFIED, {**exchange.extra, **headers})
            await exchange.deliver(b"")
            return
        graph, compress = self.site.graph, self.site.graph.prefixes.compress
        used = (*self.site.facts.properties, *self.site.facts.classes)
        terms = [[name, self.site.naming.label(iri)] for iri in used if not (name := compress(iri)).startswith("<")]
        things = [[compress(thing.iri), thing.name] for thing in graph.lookup.things if thing.role != "statement"]
        told = {"prefixes": dict(graph.prefixes.namespaces), "words": sorted([*terms, *things])}
        await exchange.respond_json(HTTPStatus.OK, told, headers)

    async def checked(self, exchange: Exchange, _match: re.Match[str]) -> None:
        """Tell whether the engine parses a query, and where not: the query runs over no triples at all."""
        query = dict(fields_of(await exchange.body())).get("query", "")
        job = Job(query, ("json", "turtle"), PARSING, PAGE_BYTES, rows=0, check=True)
        reply = await self.site.endpoint.evaluate(exchange, job)
        told = {"valid": reply.status != HTTPStatus.BAD_REQUEST, "detail": reply.problem, "advice": reply.advice}
        await exchange.respond_json(HTTPStatus.OK, {**told, "line": reply.line, "column": reply.column})


def address(path: str, query: str, question: Asked, form: str | None = None) -> str:
    """Return the address, from the root of the server, that asks the question there."""
    fields = [("query", query), *(("default-graph-uri", iri) for iri in question.default)]
    fields += [("named-graph-uri", iri) for iri in question.named]
    return f"{path}?{urlencode([*fields, ('format', form)] if form else fields)}"


def downloads(query: str, question: Asked, answer: Shown | None) -> list[tuple[str, str]]:
    """Return name and address of the answer in other formats; none without an answer."""
    if answer is None or answer.problem is not None:
        return []
    table = DOWNLOADS if answer.graph is None else GRAPH_DOWNLOADS
    return [(name, address("/sparql", query, question, form)) for name, form in table]
