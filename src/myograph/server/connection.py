"""What a client may send before its request is read: so many bytes of headers, so many seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uvicorn import Config, Server
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from myograph.server.repeating import may_repeat

if TYPE_CHECKING:
    import asyncio
    import socket
    from collections.abc import Callable

    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

    from myograph.server.app import Application
    from myograph.server.renewing import Renewing

LATE = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


def protocol_for(app: Application | Renewing) -> type[HttpToolsProtocol]:
    """Return the protocol class that keeps the bounds of the application."""
    settings = app.site.settings

    class Bounded(BoundedProtocol):
        most_header = settings.most_header
        patience = settings.patience
        application = app

    return Bounded


class BoundedProtocol(HttpToolsProtocol):
    """Close connections whose headers are too long, or arrive too slowly."""

    most_header: int
    patience: float
    application: Application | Renewing

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._reading_head = True
        self._taken = 0
        self._late: asyncio.TimerHandle | None = None
        self._between = True
        self._request: bytes | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a first request, but not for ever."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count the bytes of the headers before they are read."""
        if self.transport.is_closing() or self._repeated(data):
            return
        if self._reading_head:
            # Headers that end within this piece are measured when they are complete.
            if self._taken > self.most_header:
                self._turn_away(LARGE)
                return
            self._taken += len(data)
        super().data_received(data)

    def _repeated(self, data: bytes) -> bool:
        # Only between two requests, and only to a client that takes its answers, may one be answered unread.
        idle = self._between and not self._answering() and not self.flow.write_paused
        self._request = data if idle and may_repeat(data) else None
        if self._request is None:
            return False
        found = self.application.repeated(self._request, self.client)
        if found is None:
            return False
        self._unset_keepalive_if_required()
        self._wait_no_more()
        self.transport.writelines(found)
        handler = self.timeout_keep_alive_handler
        self.timeout_keep_alive_task = self.loop.call_later(self.timeout_keep_alive, handler)
        return True

    def on_message_begin(self) -> None:
        """Start to count and to wait."""
        super().on_message_begin()
        self._between = False
        self.scope["myograph.request"] = self._request  # type: ignore[typeddict-unknown-key]
        self._reading_head = True
        self._wait()

    def on_headers_complete(self) -> None:
        """Let a request pass whose headers are short enough."""
        self._wait_no_more()
        self._reading_head = False
        self._taken = 0
        if sum(len(name) + len(value) for name, value in self.headers) + len(self.url) > self.most_header:
            self._turn_away(LARGE)
            return
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body, unless the request was turned away."""
        if not self.transport.is_closing():
            super().on_body(body)

    def on_message_complete(self) -> None:
        """End the request, unless it was turned away."""
        self._between = True
        if not self.transport.is_closing():
            super().on_message_complete()

    def _wait(self) -> None:
        self._wait_no_more()
        self._late = self.loop.call_later(self.patience, self._turn_away, LATE)

    def _wait_no_more(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _turn_away(self, answer: bytes) -> None:
        self._wait_no_more()
        if self._answering():
            self.transport.abort()  # an earlier answer is on its way: nothing may be written into it
        elif not self.transport.is_closing():
            self.transport.write(answer)
            self.transport.close()


class AnnouncedServer(Server):
    """Call `ready` when the first request can come."""

    def __init__(self, config: Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell."""
        await super().startup(sockets)
        if self.started:
            self._ready()
