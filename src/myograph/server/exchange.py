"""One request and its answer, on the bare ASGI interface: headers, a body that ends, an answer sent with patience."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from myograph.server.packing import coding_of, pack
from myograph.server.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from myograph.server.settings import Settings

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

PIECE = 256 * 1024
WORTH_PACKING = 1000


class Disconnected(Exception):
    """The client is gone or does not take its answer."""


@dataclass(slots=True, eq=False)
class Exchange:
    """Hold a request and send its answer; `status` and `sent` tell afterwards what was answered."""

    scope: Scope
    receive: Receive
    send: Send
    settings: Settings
    request_id: str
    status: int = 0
    sent: int = 0
    extra: dict[str, str] = field(default_factory=dict)
    told: list[tuple[bytes, bytes]] = field(default_factory=list)

    @property
    def method(self) -> str:
        """Return the method."""
        method: str = self.scope["method"]
        return method

    @property
    def path(self) -> str:
        """Return the path, decoded."""
        path: str = self.scope["path"]
        return path

    @property
    def query_string(self) -> bytes:
        """Return what follows the question mark."""
        query: bytes = self.scope["query_string"]
        return query

    def header(self, name: bytes, default: str = "") -> str:
        """Return a header, several of the same name joined by commas; `name` is in lower case."""
        values = [value.decode("latin-1") for key, value in self.scope["headers"] if key == name]
        return ", ".join(values) if values else default

    @property
    def accept(self) -> str:
        """Return the Accept header, everything by default."""
        return self.header(b"accept", "*/*")

    @property
    def base_url(self) -> str:
        """Return where the client sees this server, without a slash at the end."""
        if self.settings.base_url:
            return self.settings.base_url
        return f"{self.scope.get('scheme', 'http')}://{self.header(b'host', 'localhost')}"

    @property
    def client(self) -> str:
        """Return the address of the client, empty when it is not known."""
        client = self.scope.get("client")
        return str(client[0]) if client else ""

    def has(self, key: str) -> bool:
        """Tell whether the client has the answer of this key already, by the If-None-Match header."""
        tags = (part.strip().removeprefix("W/") for part in self.header(b"if-none-match").split(","))
        return self.settings.lasting and any(tag in ("*", f'"{key}"') for tag in tags)

    async def body(self) -> bytes:
        """Return the body; raises Problem when it is too large, packed, or does not arrive."""
        if self.header(b"content-encoding", "identity").lower() != "identity":
            raise Problem(
                415, "the body is packed", advice="Send it as it is.", headers={"Accept-Encoding": "identity"}
            )
        most = self.settings.most_request
        length = self.header(b"content-length", "0")
        if length.isdecimal() and int(length) > most:
            raise too_large(most)
        data = bytearray()
        try:
            async with asyncio.timeout(self.settings.patience):
                async for piece in self._pieces():
                    data += piece
                    if len(data) > most:
                        raise too_large(most)
        except TimeoutError:
            raise Problem(408, "the body did not arrive", headers={"Connection": "close"}) from None
        return bytes(data)

    async def _pieces(self) -> Any:
        while True:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise Disconnected
            yield message.get("body", b"")
            if not message.get("more_body", False):
                return

    async def gone(self) -> None:
        """Return when the client has gone."""
        while (await self.receive())["type"] != "http.disconnect":
            pass

    async def respond(
        self,
        status: int,
        media_type: str,
        body: bytes,
        headers: Mapping[str, str] | None = None,
        *,
        packed: str = "",
    ) -> None:
        """Send an answer; `packed` is how the body is packed already. Raises Disconnected."""
        told = {"Content-Type": described(media_type), **self.extra, **(headers or {})}
        if not packed and len(body) >= WORTH_PACKING and (coding := coding_of(self.header(b"accept-encoding"))):
            body, packed = await pack(body, coding), coding
        if packed:
            told["Content-Encoding"] = packed
        await self.start(status, {**told, "Content-Length": str(len(body))})
        await self.deliver(body)

    async def start(self, status: int, headers: Mapping[str, str]) -> None:
        """Send the status line and the headers."""
        self.status = status
        if not self.settings.lasting and "ETag" in headers:
            headers = {**headers, "Cache-Control": "no-store"}
            del headers["ETag"]
        raw = [(name.lower().encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers.items()]
        self.told = [*raw, *SECURITY]
        identity = (b"x-request-id", self.request_id.encode())
        await self.send({"type": "http.response.start", "status": status, "headers": [*self.told, identity]})

    async def lead_to(self, address: str, status: int = HTTPStatus.SEE_OTHER) -> None:
        """Send the client on to an address."""
        vary = {"Vary": "Accept, Accept-Encoding, Origin"}
        await self.start(status, {**vary, **self.extra, "Location": address, "Content-Length": "0"})
        await self.deliver(b"")

    def written_head(self) -> bytes:
        """Return the status line and the headers that were sent, but for date and request id."""
        first = f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}\r\n".encode()
        return first + b"".join(b"%s: %s\r\n" % pair for pair in self.told)

    async def deliver(self, body: bytes) -> None:
        """Send the body piece by piece; who does not take a piece in time is left."""
        self.sent = len(body)
        if len(body) <= PIECE or self.method == "HEAD":
            await self._patiently({"type": "http.response.body", "body": body})
            return
        view = memoryview(body)
        for start in range(0, len(body), PIECE):
            more = start + PIECE < len(body)
            piece = bytes(view[start : start + PIECE])
            await self._patiently({"type": "http.response.body", "body": piece, "more_body": more})

    async def _patiently(self, message: Message) -> None:
        try:
            async with asyncio.timeout(self.settings.patience):
                await self.send(message)
        except TimeoutError:
            raise Disconnected from None

    async def respond_json(self, status: int, data: object, headers: Mapping[str, str] | None = None) -> None:
        """Send an object as JSON."""
        body = json.dumps(data, ensure_ascii=False).encode()
        await self.respond(status, "application/json", body, headers)


SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"accept-ranges", b"none"),
)


def described(media_type: str) -> str:
    """Return the media type with its charset, where it needs one."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def too_large(most: int) -> Problem:
    """Return the problem of a request body with more bytes than `most`."""
    return Problem(413, f"the body is larger than {most} bytes", headers={"Connection": "close"})
