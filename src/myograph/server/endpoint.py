"""The SPARQL endpoint: a request of the protocol in, an answer out."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from myograph.formats import BY_NAME
from myograph.server.answers import Answer, AnswerCache, is_lasting, tag
from myograph.server.asking import BODIES, QUERY, Asked, asked
from myograph.server.changes import Change
from myograph.server.exchange import WORTH_PACKING, Disconnected
from myograph.server.jobs import Job
from myograph.server.negotiation import prefers_page
from myograph.server.packing import coding_of, pack
from myograph.server.problems import Problem
from myograph.server.repeating import Repeated, Repeats

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from myograph.server.exchange import Exchange
    from myograph.server.jobs import Reply
    from myograph.server.pool import WorkerPool
    from myograph.server.settings import Settings
    from myograph.server.writing import Writing

    Description = Callable[[Exchange, tuple[str, ...]], Awaitable[None]]

METHODS = "GET, HEAD, POST, OPTIONS"
QUICK = 0.5
"""Seconds after which it is worth looking whether the client still waits."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Answer requests of the protocol; `build` identifies the graph, `describe` sends the service description."""

    pool: WorkerPool
    settings: Settings
    build: str
    cache: AnswerCache
    describe: Description
    repeats: Repeats
    writing: Writing | None = None

    async def __call__(self, exchange: Exchange) -> None:
        """Answer one request; raises Problem."""
        if exchange.method == "OPTIONS":
            await options(exchange, METHODS)
            return
        if exchange.method not in METHODS.split(", "):
            raise Problem(405, f"{exchange.method} is no method of a query", headers={"Allow": METHODS})
        body = await exchange.body() if exchange.method == "POST" else b""
        content_type = exchange.header(b"content-type")
        question = asked(exchange.method, exchange.query_string, content_type, body, exchange.accept)
        if question.update is not None:
            await self._update(exchange, question)
            return
        if exchange.method != "POST" and prefers_page(exchange.accept) and b"format=" not in exchange.query_string:
            await to_page(exchange, question)
        elif question.query is None:
            if exchange.method == "POST":
                raise Problem(400, "the request holds no query", advice="Send the parameter `query`.")
            await self.describe(exchange, question.formats)
        else:
            await self._answer(exchange, question)

    async def _update(self, exchange: Exchange, question: Asked) -> None:
        if self.writing is None:
            raise Problem(403, "this endpoint is read-only", advice="Ask with SELECT, ASK, CONSTRUCT or DESCRIBE.")
        if exchange.method != "POST":
            raise Problem(400, "an update comes by POST")
        self.writing.require_right(exchange)
        text = (question.update or "").encode("utf-8", "replace")
        await self.writing.make(Change("update", text, default=question.default, named=question.named))
        await done(exchange, HTTPStatus.NO_CONTENT)

    async def _answer(self, exchange: Exchange, question: Asked) -> None:
        query = question.query or ""
        if not self.settings.lasting or not is_lasting(query):
            answer = await self._evaluated(exchange, question)
            await exchange.respond(HTTPStatus.OK, answer.media_type, answer.body, {**VARY, "Cache-Control": "no-store"})
            return
        coding = coding_of(exchange.header(b"accept-encoding"))
        key = tag(self.build, question) + (f"-{coding}" if coding else "")
        headers = self.validators(key)
        if exchange.has(key):
            await exchange.start(HTTPStatus.NOT_MODIFIED, {**exchange.extra, **headers})
            await exchange.deliver(b"")
            return
        kept = self.cache.get(key)
        if kept is None:
            kept = await self._evaluated(exchange, question)
            if coding and len(kept.body) >= WORTH_PACKING:
                kept = Answer(await pack(kept.body, coding), kept.media_type, coding)
            self.cache.put(key, kept)
        await exchange.respond(HTTPStatus.OK, kept.media_type, kept.body, headers, packed=kept.packed)
        if (request := exchange.scope.get("myograph.request")) is not None:
            self.repeats.put(request, Repeated(exchange.written_head(), kept.body))

    async def _evaluated(self, exchange: Exchange, question: Asked) -> Answer:
        reply = await self.evaluate(exchange, self.job(question.query or "", question))
        if reply.status != HTTPStatus.OK:
            raise Problem.of(reply)
        return Answer(reply.body, BY_NAME[reply.form].media_type)

    def job(self, query: str, question: Asked) -> Job:
        """Return the job that answers the question; raises Problem for a query that is too long."""
        if len(query) > self.settings.most_query:
            said = f"the query has {len(query)} letters, {self.settings.most_query} are allowed"
            raise Problem(413, said, advice="Ask in parts.")
        limits = self.settings.timeout, self.settings.most_bytes
        most = self.settings.most_rows
        return Job(query, question.formats, *limits, question.default, question.named, most_rows=most)

    async def evaluate(self, exchange: Exchange, job: Job) -> Reply:
        """Return the reply to a job; who stops waiting for it stops it. Raises Disconnected."""
        answering = asyncio.ensure_future(self.pool.answer(job, exchange.client))
        done, _ = await asyncio.wait((answering,), timeout=QUICK)
        if done:
            return answering.result()
        leaving = asyncio.ensure_future(exchange.gone())
        try:
            await asyncio.wait((answering, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
        if not answering.done():
            answering.cancel()
            raise Disconnected
        return answering.result()

    def key(self, query: str, formats: tuple[str, ...], default: tuple[str, ...] = ()) -> str:
        """Return what identifies the answer to a query in these formats."""
        return tag(self.build, Asked(query, None, default, (), formats))

    def validators(self, key: str) -> dict[str, str]:
        """Return the headers by which caches know an answer again."""
        return {**VARY, "ETag": f'"{key}"', "Cache-Control": f"public, max-age={self.settings.max_age}"}


async def done(exchange: Exchange, status: int, headers: Mapping[str, str] | None = None) -> None:
    """Tell that a change was made."""
    length = {} if status == HTTPStatus.NO_CONTENT else {"Content-Length": "0"}
    await exchange.start(status, {**exchange.extra, "Cache-Control": "no-store", **length, **(headers or {})})
    await exchange.deliver(b"")


VARY = {"Vary": "Accept, Accept-Encoding, Origin"}


async def options(exchange: Exchange, methods: str) -> None:
    """Tell which methods and bodies are taken, also to a page of another site that asks beforehand."""
    headers = {"Allow": methods, "Accept-Post": f"{BODIES}", "Accept-Query": QUERY, **exchange.extra}
    if "Access-Control-Allow-Origin" in exchange.extra:
        headers["Access-Control-Allow-Methods"] = methods
        headers["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
        headers["Access-Control-Max-Age"] = "86400"
    await exchange.start(HTTPStatus.NO_CONTENT, headers)
    await exchange.deliver(b"")


async def to_page(exchange: Exchange, question: Asked) -> None:
    """Send a browser on to the page for queries, with the query."""
    fields = [("query", question.query)] if question.query else []
    fields += [("default-graph-uri", iri) for iri in question.default]
    fields += [("named-graph-uri", iri) for iri in question.named]
    target = f"{exchange.settings.prefix}/query" + (f"?{urlencode(fields)}" if fields else "")
    await exchange.start(HTTPStatus.SEE_OTHER, {"Location": target, "Content-Length": "0", **VARY})
    await exchange.deliver(b"")
