"""A server on this machine that answers with whatever bytes a test wants, and remembers what it was asked."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

YES = b'{"head": {}, "boolean": true}'
TLS = b"\x16\x03"
JSON_TYPE = "application/sparql-results+json"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its method, its target, its headers by lower-case name, its body."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def parameters(self) -> dict[str, list[str]]:
        """Return the parameters of the address and of a form."""
        return parse_qs(urlsplit(self.target).query) | parse_qs(self.body.decode())


Answer = Callable[[Asked, socket.socket], None]


@dataclass(slots=True)
class Hostile:
    """The server: its port, and what it was asked so far."""

    port: int
    asked: list[Asked] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"


def replying(body: bytes = YES, status: str = "200 OK", media_type: str | None = JSON_TYPE, **headers: str) -> Answer:
    """Return an answer that is always this."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"Content-Type: {media_type}"] if media_type else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return raw("\r\n".join([*lines, "", ""]).encode() + body)


def raw(data: bytes) -> Answer:
    """Return an answer that is these bytes."""
    return lambda _asked, connection: connection.sendall(data)


def in_turn(*answers: Answer) -> Answer:
    """Return an answer that is another one each time; the last one stays."""
    left = list(answers)

    def answer(asked: Asked, connection: socket.socket) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(asked, connection)

    return answer


@contextmanager
def hostile(answer: Answer) -> Iterator[Hostile]:
    """Serve until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Hostile(listener.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(listener, server, answer), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(10)
            assert not thread.is_alive()


def _serve(listener: socket.socket, server: Hostile, answer: Answer) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection, suppress(OSError):
            connection.settimeout(20)
            server.asked.append(_read(connection))
            answer(server.asked[-1], connection)


def _read(connection: socket.socket) -> Asked:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece or piece.startswith(TLS):
            raise ConnectionError
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += connection.recv(65536)
    method, target, _ = first.split(" ")
    return Asked(method, target, headers, body)
