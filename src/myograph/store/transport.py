"""Send one request and take back no more than was allowed for, in no more time than was given.

Nothing is left to the defaults of the library: it would follow a redirect to anywhere with the password in its
hands, read the body of an error to its end, and wait for a byte every now and then for ever.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead
from socket import SHUT_RDWR
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.parse import urljoin
from urllib.request import (
    BaseHandler,
    HTTPDigestAuthHandler,
    HTTPHandler,
    HTTPPasswordMgrWithDefaultRealm,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    parse_http_list,
    parse_keqv_list,
)

from myograph.errors import (
    EndpointError,
    EndpointRefused,
    EndpointUnreachable,
    MalformedAnswer,
    QueryTimeout,
    StoreError,
    UsageError,
)
from myograph.store.endpoint import is_loopback, origin

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from myograph.store.endpoint import Endpoint

BUSY = frozenset((429, 502, 503, 504))
REDIRECTS = frozenset((301, 302, 303, 307, 308))
MOST_REDIRECTS = 5
MOST_COMPLAINT = 64 * 1024
"""Bytes to read of what comes with an error."""

PIECE = 64 * 1024
ASKED_TO_LOG_IN = 401
FIRST_PAUSE = 0.5


@dataclass(frozen=True, slots=True)
class Reply:
    """Hold what came back: status, headers by lower-case name, body; `attempts` tells how often it was asked for."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    attempts: int = 1

    @property
    def media_type(self) -> str:
        """Return the media type in small letters, without parameters; empty when none is told."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(slots=True)
class Clock:
    """Tell how much of the time that was given is left, and end what goes on when there is none."""

    seconds: float | None
    started: float = field(default_factory=time.monotonic)
    stopped: threading.Event = field(default_factory=threading.Event)
    connections: list[HTTPConnection] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.seconds is not None and not self.seconds > 0:
            raise UsageError(f"{self.seconds!r} is not a timeout", advice="Give seconds above 0.")

    def left(self, most: float) -> float:
        """Return the seconds left, `most` at most; raises TimeoutError when there are none."""
        if self.seconds is None:
            return most
        left = self.started + self.seconds - time.monotonic()
        if left <= 0 or self.stopped.is_set():
            raise TimeoutError
        return min(left, most)

    def stop(self) -> None:
        """End every connection; a server that sends a byte now and then would hold it for ever."""
        self.stopped.set()
        for connection in self.connections:
            with suppress(OSError, AttributeError):
                connection.sock.shutdown(SHUT_RDWR)


def exchange(request: Request, endpoint: Endpoint, clock: Clock) -> Reply:
    """Send a request and return the reply, whatever its status; a busy server is asked again after a pause.

    The clock runs over all attempts. Raises EndpointUnreachable, EndpointRefused, MalformedAnswer and
    QueryTimeout.
    """
    try:
        for attempt in range(1, endpoint.attempts + 1):
            reply = _in_time(lambda: _followed(request, endpoint, clock), clock)
            if reply.status not in BUSY or attempt == endpoint.attempts:
                break
            time.sleep(clock.left(pause(reply, attempt, endpoint.longest_pause)))
    except TimeoutError:
        raise _timed_out(endpoint, clock.seconds) from None
    return Reply(reply.status, reply.headers, reply.body, attempt)


def pause(reply: Reply, attempt: int, longest: float) -> float:
    """Return the seconds to wait: what the server asks for, else twice as long each time, `longest` at most."""
    asked = _retry_after(reply.headers.get("retry-after", ""))
    return min(longest, FIRST_PAUSE * 2 ** (attempt - 1) if asked is None else asked)


def _retry_after(value: str) -> float | None:
    if value.isdecimal() and value.isascii():
        return float(value[:9])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None


def _in_time(work: Callable[[], Reply], clock: Clock) -> Reply:
    """Do the work in a thread, where name look-up and slow headers cannot hold up the one who waits."""
    if clock.seconds is None:
        return work()
    done: list[Reply | BaseException] = []

    def do() -> None:
        try:
            done.append(work())
        except BaseException as fault:
            done.append(fault)

    thread = threading.Thread(target=do, daemon=True)
    thread.start()
    thread.join(clock.left(clock.seconds))
    if not done:
        clock.stop()
        raise TimeoutError
    if isinstance(done[0], BaseException):
        raise done[0]
    return done[0]


def _followed(request: Request, endpoint: Endpoint, clock: Clock) -> Reply:
    for _ in range(MOST_REDIRECTS + 1):
        reply = _once(request, endpoint, clock)
        target = reply.headers.get("location")
        if reply.status not in REDIRECTS or not target:
            return reply
        request = _redirected(request, urljoin(request.full_url, target), endpoint)
    raise MalformedAnswer(f"it redirects more than {MOST_REDIRECTS} times", place=endpoint.url)


def _redirected(request: Request, target: str, endpoint: Endpoint) -> Request:
    try:
        same, secure = origin(target) == origin(request.full_url), target.startswith("https:")
    except UsageError:
        raise MalformedAnswer("it redirects to what is no address", place=endpoint.url) from None
    if request.data is not None:
        advice = "Name the address that it redirects to, if you trust it."
        raise MalformedAnswer(f"it redirects what is posted to {target[:200]}", place=endpoint.url, advice=advice)
    downgraded = not same and not secure and request.full_url.startswith("https:")
    if downgraded or (not same and (endpoint.credentials is not None or endpoint.headers)):
        advice = "Name the address that it redirects to, if you trust it."
        raise EndpointRefused(f"it redirects to another server: {target[:200]}", place=endpoint.url, advice=advice)
    return Request(target, headers=dict(request.header_items()))  # noqa: S310 - `origin` admits http and https only


def _once(request: Request, endpoint: Endpoint, clock: Clock) -> Reply:
    """Send a request; by digest, after asking the server for what it wants to see encrypted.

    A body is not sent in vain: a server that refuses it may close the connection before it has read all of it.
    """
    if endpoint.credentials is None or endpoint.credentials.scheme != "digest":
        return _sent(request, endpoint, clock)
    bare = request if request.data is None else Request(request.full_url, headers=dict(request.header_items()))  # noqa: S310
    asked = _sent(bare, endpoint, clock)
    if asked.status != ASKED_TO_LOG_IN:
        return asked if bare is request else _sent(request, endpoint, clock)
    request.add_unredirected_header("Authorization", digest(request, asked.headers, endpoint))
    return _sent(request, endpoint, clock)


def digest(request: Request, headers: Mapping[str, str], endpoint: Endpoint) -> str:
    """Return the Authorization header that answers a server's challenge; raises EndpointRefused."""
    scheme, _, challenge = headers.get("www-authenticate", "").partition(" ")
    known, passwords = endpoint.credentials, HTTPPasswordMgrWithDefaultRealm()
    if known is not None and scheme.lower() == "digest":
        passwords.add_password(None, request.full_url, known.user, known.secret)
        parts = parse_keqv_list([part for part in parse_http_list(challenge) if "=" in part])
        with suppress(ValueError, KeyError, AttributeError):
            if written := HTTPDigestAuthHandler(passwords).get_authorization(request, parts):
                return f"Digest {written}"
    advice = "Set MYOGRAPH_AUTH=basic, or leave it away."
    raise EndpointRefused("it does not let in by digest", place=endpoint.url, advice=advice)


def _sent(request: Request, endpoint: Endpoint, clock: Clock) -> Reply:
    try:
        with _opener(endpoint, clock).open(request, timeout=clock.left(endpoint.silence)) as response:
            return _reply(response, endpoint, clock)
    except StoreError:
        raise
    except URLError as fault:
        raise _unreached(fault.reason, endpoint) from None
    except (HTTPException, OSError, ValueError) as fault:
        raise _unreached(fault, endpoint) from None


class Plain(HTTPHandler):
    """Open connections that the clock can end."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock

    def do_open(self, http_class: Any, req: Request, **arguments: Any) -> HTTPResponse:
        """Send a request over a new connection."""
        return super().do_open(_watched(http_class, self.clock), req, **arguments)


class Secure(HTTPSHandler):
    """Open connections with TLS that the clock can end."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock

    def do_open(self, http_class: Any, req: Request, **arguments: Any) -> HTTPResponse:
        """Send a request over a new connection."""
        return super().do_open(_watched(http_class, self.clock), req, **arguments)


def _watched(kind: Callable[..., HTTPConnection], clock: Clock) -> Callable[..., HTTPConnection]:
    def connection(*arguments: Any, **options: Any) -> HTTPConnection:
        made = kind(*arguments, **options)
        clock.connections.append(made)
        return made

    return connection


def _opener(endpoint: Endpoint, clock: Clock) -> OpenerDirector:
    opener = OpenerDirector()
    handlers: list[BaseHandler] = [Plain(clock), Secure(clock)]
    for handler in handlers if is_loopback(endpoint.url) else [ProxyHandler(), *handlers]:
        opener.add_handler(handler)
    return opener


def _reply(response: HTTPResponse, endpoint: Endpoint, clock: Clock) -> Reply:
    headers: dict[str, str] = {}
    for name, value in response.getheaders():
        if name.lower() not in headers or value.lower().startswith("digest "):
            headers[name.lower()] = value
    if response.status in REDIRECTS:
        return Reply(response.status, headers, b"")
    if response.status >= 300:  # noqa: PLR2004
        return Reply(response.status, headers, _complaint(response, clock, endpoint))
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise MalformedAnswer("its answer is compressed, which nobody asked for", place=endpoint.url)
    return Reply(response.status, headers, _whole(response, clock, endpoint))


def _whole(response: HTTPResponse, clock: Clock, endpoint: Endpoint) -> bytes:
    announced = response.length
    if announced is not None and announced > endpoint.most_bytes:
        raise too_large(endpoint)
    body = bytearray()
    while piece := _piece(response, clock, endpoint):
        body += piece
        if len(body) > endpoint.most_bytes:
            raise too_large(endpoint)
    if announced is not None and len(body) < announced:
        raise MalformedAnswer(f"its answer ends after {len(body)} of {announced} bytes", place=endpoint.url)
    return bytes(body)


def _complaint(response: HTTPResponse, clock: Clock, endpoint: Endpoint) -> bytes:
    body = bytearray()
    try:
        while len(body) < MOST_COMPLAINT and (piece := _piece(response, clock, endpoint)):
            body += piece
    except MalformedAnswer:
        return bytes(body)  # half a complaint is better than none
    return bytes(body)


def _piece(response: HTTPResponse, clock: Clock, endpoint: Endpoint) -> bytes:
    clock.left(endpoint.silence)
    try:
        return response.read1(PIECE)
    except TimeoutError:
        raise
    except (IncompleteRead, HTTPException, OSError, ValueError):
        raise MalformedAnswer("its answer breaks off in the middle", place=endpoint.url) from None


def too_large(endpoint: Endpoint) -> MalformedAnswer:
    """Return the error for an answer that has more bytes than are taken."""
    return MalformedAnswer(
        f"its answer has more than {endpoint.most_bytes / 1024 / 1024:g} MiB",
        place=endpoint.url,
        advice="Ask for less, or set `page_size` or `most_mib` in a profile.",
    )


def _timed_out(endpoint: Endpoint, timeout: float | None) -> QueryTimeout:
    seconds = endpoint.silence if timeout is None else timeout
    return QueryTimeout(
        f"the endpoint did not answer within {seconds:g} s",
        seconds=seconds,
        place=endpoint.url,
        advice="Ask for less, add a LIMIT, or allow it more time.",
    )


def _unreached(fault: object, endpoint: Endpoint) -> EndpointError | TimeoutError:
    if isinstance(fault, TimeoutError):
        return fault
    from ssl import SSLCertVerificationError, SSLError

    place = endpoint.url
    if isinstance(fault, SSLCertVerificationError):
        return EndpointUnreachable(f"its certificate is not trusted: {fault.verify_message}", place=place)
    if isinstance(fault, SSLError):
        return EndpointUnreachable(f"no secure connection: {fault.reason or 'TLS failed'}", place=place)
    if isinstance(fault, HTTPException | ValueError):
        return MalformedAnswer(f"it does not speak HTTP ({type(fault).__name__})", place=place)
    told = getattr(fault, "strerror", None) or "the connection was lost"
    return EndpointUnreachable(f"it cannot be reached: {told}", place=place, advice="Is the address right?")
