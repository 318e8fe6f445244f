"""Search, for people, for browsers and for spreadsheets: pages, OpenSearch and the Reconciliation API."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from myograph.names import HOME, MYO
from myograph.server.asking import FORM, fields_of
from myograph.server.negotiation import prefers_page
from myograph.server.problems import Problem

if TYPE_CHECKING:
    import re

    from myograph.knowledge import Hit
    from myograph.server.exchange import Exchange
    from myograph.server.site import Site

LONGEST = 200
MOST_HITS = 50
MOST_QUERIES = 50
SURE = 99.0
"""Score from which a match needs nobody's eyes, when it is the only one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Find things by what people call them."""

    site: Site

    async def page(self, exchange: Exchange, _match: re.Match[str]) -> None:
        """Answer a search in HTML or JSON."""
        fields = dict(fields_of(exchange.query_string))
        words, limit = fields.get("q", "").strip(), number(fields.get("limit", "20"), MOST_HITS)
        hits = await self.hits(words, limit=limit)
        if prefers_page(exchange.accept) and fields.get("format") != "json":
            shown = [(hit, self.site.naming.href(hit.thing.iri)) for hit in hits]
            await self.site.templates.respond(exchange, "search.html", HTTPStatus.OK, {}, words=words, hits=shown)
            return
        told = [{**described(hit), "href": self.site.naming.href(hit.thing.iri)} for hit in hits]
        await exchange.respond_json(HTTPStatus.OK, {"query": words, "results": told}, {"Vary": "Accept, Origin"})

    async def suggestions(self, exchange: Exchange, _match: re.Match[str]) -> None:
        """Answer as browsers want suggestions: what was typed, and labels."""
        words = dict(fields_of(exchange.query_string)).get("q", "").strip()
        hits = await self.hits(words, limit=10)
        body = json.dumps([words, [hit.thing.label for hit in hits]], ensure_ascii=False).encode()
        await exchange.respond(HTTPStatus.OK, "application/x-suggestions+json", body)

    async def opensearch(self, exchange: Exchange, _match: re.Match[str]) -> None:
        """Describe the search to browsers."""
        page = self.site.templates.environment.get_template("opensearch.xml").render(base=exchange.base_url)
        await exchange.respond(HTTPStatus.OK, "application/opensearchdescription+xml", page.encode())

    async def reconcile(self, exchange: Exchange, _match: re.Match[str]) -> None:
        """Answer the Reconciliation API: a manifest, or candidates for each query."""
        fields = dict(fields_of(exchange.query_string))
        if exchange.method == "POST":
            if not exchange.header(b"content-type").lower().startswith(FORM):
                raise Problem(415, "the queries come as a form", headers={"Accept-Post": FORM})
            fields |= dict(fields_of(await exchange.body()))
        if "queries" not in fields:
            await exchange.respond_json(HTTPStatus.OK, self._manifest(exchange.base_url))
            return
        answers = {key: await self._candidates(query) for key, query in queries_in(fields["queries"]).items()}
        await exchange.respond_json(HTTPStatus.OK, answers)

    async def hits(self, words: str, *, limit: int, kind: str | None = None) -> tuple[Hit, ...]:
        """Return what is like the words, best first; nothing for no words. Raises Problem for too many letters."""
        if len(words) > LONGEST:
            raise Problem(400, f"a search has {LONGEST} letters at most")
        if not words:
            return ()
        kinds = [kind] if kind else []
        return await asyncio.to_thread(lambda: self.site.graph.lookup.search(words, kinds=kinds, limit=limit))

    async def _candidates(self, query: dict[str, Any]) -> dict[str, object]:
        kind = query.get("type")
        limit = number(str(query.get("limit", 5)), MOST_HITS)
        words = str(query["query"])[:LONGEST].strip()
        hits = await self.hits(words, limit=limit, kind=kind_named(kind) if isinstance(kind, str) else None)
        sure = [hit for hit in hits if hit.score >= SURE]
        return {"result": [candidate(hit, match=len(sure) == 1 and hit is sure[0]) for hit in hits]}

    def _manifest(self, base_url: str) -> dict[str, object]:
        kinds = sorted({thing.kind for thing in self.site.graph.lookup.things})
        return {
            "versions": ["0.2"],
            "name": "Myograph",
            "identifierSpace": HOME,
            "schemaSpace": str(MYO),
            "view": {"url": f"{base_url}/{{{{id}}}}"},
            "defaultTypes": [{"id": kind, "name": kind} for kind in kinds],
        }


def queries_in(text: str) -> dict[str, dict[str, Any]]:
    """Return the queries of a batch by key; raises Problem for what is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    fit = isinstance(found, dict) and all(isinstance(each, dict) and "query" in each for each in found.values())
    if not fit:
        raise Problem(400, "the queries are no JSON object of queries", advice='{"q0": {"query": "magnesium"}}')
    if len(found) > MOST_QUERIES:
        raise Problem(413, f"a batch has {MOST_QUERIES} queries at most")
    return dict(found)


def kind_named(text: str) -> str:
    """Return the label of a class that is given by its label or its IRI."""
    from myograph.knowledge.reading import kind_label

    return kind_label(text) if ":" in text else text


def candidate(hit: Hit, *, match: bool) -> dict[str, object]:
    """Return a hit as the Reconciliation API wants it."""
    identifier = hit.thing.iri.removeprefix(HOME)
    kinds = [{"id": hit.kind, "name": hit.kind}]
    return {"id": identifier, "name": hit.thing.label, "type": kinds, "score": hit.score, "match": match}


def described(hit: Hit) -> dict[str, object]:
    """Return a hit as JSON."""
    return {
        "iri": hit.thing.iri,
        "label": hit.thing.label,
        "kind": hit.kind,
        "matched": hit.matched,
        "score": hit.score,
    }


def number(text: str, most: int) -> int:
    """Return the number in a text, from 1 to `most`; raises Problem for what is none."""
    if not (text.isascii() and text.isdecimal()):
        raise Problem(400, f"{text[:40]!r} is not a number")
    return max(1, min(int(text[:9]), most))
