"""The application: every request comes in here, is looked at, timed and counted, and goes to its page."""

from __future__ import annotations

import asyncio
import itertools
import logging
import re
import secrets
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import formatdate
from http import HTTPStatus
from typing import TYPE_CHECKING

from myograph.server.exchange import Disconnected, Exchange
from myograph.server.metrics import MEDIA_TYPE, Metrics
from myograph.server.negotiation import prefers_page
from myograph.server.problems import Problem
from myograph.server.settings import host_name

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from myograph.server.exchange import Message, Receive, Scope, Send
    from myograph.server.settings import Settings
    from myograph.server.site import Site

    Page = Callable[[Exchange, re.Match[str]], Awaitable[None]]

ACCESS = logging.getLogger("myograph.access")
ERRORS = logging.getLogger("myograph.server")


@dataclass(frozen=True, slots=True)
class Route:
    """Send paths that match `pattern` to a page; `name` is how it is counted, `methods` what it takes."""

    name: str
    pattern: re.Pattern[str]
    page: Page
    methods: tuple[str, ...] = ("GET", "HEAD")


def route(name: str, pattern: str, page: Page, *methods: str) -> Route:
    """Return the route of a page; without methods it can only be read."""
    return Route(name, re.compile(pattern), page, methods or ("GET", "HEAD"))


@dataclass(frozen=True, slots=True)
class Application:
    """Be the ASGI application of a site."""

    site: Site
    routes: Sequence[Route]
    metrics: Metrics = field(default_factory=Metrics)
    _start: str = field(default_factory=lambda: secrets.token_hex(4))
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or start and stop with the server."""
        if scope["type"] == "lifespan":
            await self.live(receive, send, lambda: self.site)
        elif scope["type"] == "http":
            identity = f"{self._start}-{next(self._numbers):x}"
            await self._answer(Exchange(scope, receive, send, self.site.settings, identity))

    def repeated(self, request: bytes, client: tuple[str, int] | None) -> tuple[bytes, ...] | None:
        """Return the pieces of the answer to a request that was answered before, or None."""
        start = time.perf_counter()
        found = self.site.endpoint.repeats.get(request)
        if found is None:
            return None
        identity = f"{self._start}-{next(self._numbers):x}"
        when = formatdate(usegmt=True)
        told = f"date: {when}\r\nx-request-id: {identity}\r\n\r\n".encode()
        self.metrics.count("sparql", HTTPStatus.OK, time.perf_counter() - start, len(found.body))
        if ACCESS.handlers:
            target, headers = read_again(request)
            scope = {"method": "GET", "raw_path": target, "query_string": b"", "headers": headers, "client": client}
            exchange = Exchange(scope, _nothing, _nowhere, self.site.settings, identity, HTTPStatus.OK, len(found.body))
            ACCESS.info(access_line(exchange))
        return found.head, told, found.body

    async def live(self, receive: Receive, send: Send, served: Callable[[], Site]) -> None:
        """Start with the server and stop with it; `served` tells which site is there in the end."""
        await receive()
        try:
            await self.site.start()
        except Exception as fault:
            await send({"type": "lifespan.startup.failed", "message": str(fault)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await served().stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, exchange: Exchange) -> None:
        start = time.perf_counter()
        found = "none"
        try:
            require_host(exchange)
            exchange.extra.update(origin_headers(exchange, self.site.settings))
            found = await self._routed(exchange)
        except Problem as problem:
            await self._tell(exchange, problem)
        except Disconnected:
            exchange.status = exchange.status or 499
        except Exception:
            ERRORS.exception("request %s failed", exchange.request_id)
            await self._tell(exchange, Problem(500, "this is a fault of the server", advice="Please report it."))
        finally:
            seconds = time.perf_counter() - start
            self.metrics.count(found, exchange.status, seconds, exchange.sent)
            if ACCESS.handlers:
                ACCESS.info(access_line(exchange))

    async def _routed(self, exchange: Exchange) -> str:
        if exchange.path in ("/sparql", "/sparql/"):
            await self.site.endpoint(exchange)
            return "sparql"
        for each in self.routes:
            match = each.pattern.fullmatch(exchange.path)
            if match is not None:
                if exchange.method not in each.methods:
                    allowed = ", ".join(each.methods)
                    raise Problem(405, f"{exchange.method} is not taken here", headers={"Allow": allowed})
                await each.page(exchange, match)
                return each.name
        raise Problem(404, "there is no page of this name", advice="Start at the first page, or search.")

    async def _tell(self, exchange: Exchange, problem: Problem) -> None:
        if exchange.status:
            raise Disconnected  # an answer has begun: the connection ends, and the client knows
        try:
            if prefers_page(exchange.accept):
                await self.site.problem_page(exchange, problem)
                return
            described = problem.described(exchange.request_id)
            await respond_problem(exchange, problem, described)
        except Disconnected:
            return


def read_again(request: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Return address and headers of a request that is known to be well-formed."""
    first, *lines = request.split(b"\r\n")[:-2]
    pairs = (line.split(b":", 1) for line in lines)
    return first.split(b" ")[1], [(name.strip().lower(), value.strip()) for name, value in pairs]


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


async def _nowhere(_message: Message) -> None:
    """Send nothing."""


async def respond_problem(exchange: Exchange, problem: Problem, described: Mapping[str, object]) -> None:
    """Send a problem as JSON."""
    import json

    body = json.dumps(described, ensure_ascii=False).encode("utf-8", "replace")
    headers = {"Cache-Control": "no-store", "Vary": "Accept, Origin", **problem.headers}
    await exchange.respond(problem.status, "application/problem+json", body, headers)


def metrics_page(metrics: Metrics, site: Site) -> Page:
    """Return the page with the numbers for Prometheus."""

    async def page(exchange: Exchange, _match: re.Match[str]) -> None:
        lines = metrics.exposed(site.pool, site.endpoint.cache)
        await exchange.respond(HTTPStatus.OK, MEDIA_TYPE, ("\n".join(lines) + "\n").encode(), NOT_KEPT)

    return page


NOT_KEPT = {"Cache-Control": "no-store"}


def health_page(site: Site) -> Page:
    """Return the page that says whether the server can answer: it asks a worker."""

    async def page(exchange: Exchange, _match: re.Match[str]) -> None:
        try:
            async with asyncio.timeout(site.settings.limits.patience):
                fit = await site.is_fit()
        except TimeoutError:
            fit = False
        status = HTTPStatus.OK if fit else HTTPStatus.SERVICE_UNAVAILABLE
        told = {"status": "ok" if fit else "busy", "build": site.facts.build, "version": site.facts.version}
        await exchange.respond_json(status, told, NOT_KEPT)

    return page


def require_host(exchange: Exchange) -> None:
    """Raise Problem for a Host header that is none, or names another server than this."""
    header = exchange.header(b"host")
    name = host_name(header)
    if name is None:
        raise Problem(400, "the Host header names no host")
    if exchange.settings.hosts and name not in exchange.settings.hosts:
        raise Problem(421, f"{name!r} is not served here", advice="Name it with --base-url, or listen on an address.")


def origin_headers(exchange: Exchange, settings: Settings) -> dict[str, str]:
    """Return the headers that let pages of other sites read the answer, where they may."""
    origin = exchange.header(b"origin")
    if "*" in settings.origins:
        return {"Access-Control-Allow-Origin": "*", **EXPOSED}
    if origin and origin in settings.origins:
        return {"Access-Control-Allow-Origin": origin, **EXPOSED}
    return {}


EXPOSED = {"Access-Control-Expose-Headers": "ETag, Retry-After, X-Request-Id"}


def access_line(exchange: Exchange) -> str:
    """Return the line of the access log, in the combined format of Apache, with the request id at the end."""
    client = exchange.scope.get("client") or ("-", 0)
    when = datetime.now(UTC).strftime("%d/%b/%Y:%H:%M:%S %z")
    query = exchange.query_string.decode("latin-1")
    target = exchange.scope.get("raw_path", b"").decode("latin-1") + (f"?{query}" if query else "")
    asked = f"{exchange.method} {target} HTTP/{exchange.scope.get('http_version', '1.1')}"
    told = f"{exchange.status} {exchange.sent}"
    referrer, agent = (exchange.header(name, "-") for name in (b"referer", b"user-agent"))
    return f"{client[0]} - - [{when}] {quoted(asked)} {told} {quoted(referrer)} {quoted(agent)} {exchange.request_id}"


def quoted(text: str) -> str:
    """Return the text in quotes, without anything that could end the quotes or the line."""
    safe = "".join(
        letter if letter.isprintable() and letter not in '"\\' else f"\\x{ord(letter):02x}" for letter in text
    )
    return f'"{safe[:2000]}"'
