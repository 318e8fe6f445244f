"""The same request, byte for byte, has the same answer without being read again, and no other request has it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myograph.server.repeating import Repeated, Repeats, may_repeat
from tests.server.serving import Server, endpoint_store, serving

REQUEST = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("repeating")
    with serving(endpoint_store(folder / "store"), "--workers", "1", "--access-log", str(folder / "log")) as running:
        yield running


def exchanged(connection: socket.socket, request: bytes) -> tuple[bytes, set[bytes], bytes]:
    """Send a request; return status line, headers and body."""
    connection.sendall(request)
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    length = next(int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length"))
    while len(body) < length:
        body += connection.recv(65536)
    return first, set(lines), body


def same_but_for_time(lines: set[bytes]) -> set[bytes]:
    return {line for line in lines if not line.startswith((b"date", b"x-request-id"))}


def test_repeated_answers_are_the_same(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        told = [exchanged(connection, REQUEST) for _ in range(4)]
    identities = {line for _, lines, _ in told for line in lines if line.startswith(b"x-request-id")}
    assert len({(first, frozenset(same_but_for_time(lines)), body) for first, lines, body in told}) == 1
    assert len(identities) == 4
    assert all(any(line.startswith(b"date: ") for line in lines) for _, lines, _ in told)


@pytest.mark.parametrize(
    ("other", "status"),
    [
        (REQUEST.replace(b"localhost", b"evil.example.org"), b"421"),
        (REQUEST.replace(b"\r\n\r\n", b"\r\nAccept: image/png\r\n\r\n"), b"406"),
        (REQUEST.replace(b"GET", b"PUT"), b"405"),
        (REQUEST.replace(b"ASK%7B%7D", b"ASK"), b"400"),
    ],
)
def test_other_requests_are_read(server: Server, other: bytes, status: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        for _ in range(2):
            assert exchanged(connection, REQUEST)[0].startswith(b"HTTP/1.1 200")
            assert exchanged(connection, other)[0].startswith(b"HTTP/1.1 " + status)


def test_requests_in_pieces_and_in_a_row(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        exchanged(connection, REQUEST)
        connection.sendall(REQUEST[:20])
        assert exchanged(connection, REQUEST[20:])[0].startswith(b"HTTP/1.1 200")
        connection.sendall(REQUEST * 3)
        data = b""
        while data.count(b'"boolean"') < 3:
            data += connection.recv(65536)
        assert data.count(b"HTTP/1.1 200 OK") == 3


def test_repeated_answers_are_logged_and_counted(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with serving(endpoint_store(tmp_path / "store"), "--access-log", str(log)) as server:
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
            for _ in range(3):
                exchanged(connection, REQUEST)
        with server.client() as client:
            assert 'page="sparql",status="200"} 3' in client.get("/metrics").text
    lines = log.read_text("utf-8").splitlines()
    assert ['"GET /sparql?query=ASK%7B%7D HTTP/1.1" 200 27' in line for line in lines] == [True, True, True, False]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (REQUEST, True),
        (REQUEST.replace(b"Host", b"Connection: keep-alive\r\nHost"), True),
        (REQUEST.replace(b"Host", b"connection:close\r\nHost"), False),
        (REQUEST.replace(b"Host", b"Content-Length: 3\r\nHost"), False),
        (REQUEST.replace(b"1.1", b"1.0"), False),
        (REQUEST + REQUEST, False),
        (REQUEST[:-1], False),
        (REQUEST.replace(b"sparql", b"health"), False),
        (REQUEST.replace(b"ASK", b"ASK" + b"x" * 10_000), False),
    ],
)
def test_which_requests_may_be_repeated(data: bytes, expected: bool) -> None:
    assert may_repeat(data) is expected


@given(st.lists(st.tuples(st.binary(max_size=3), st.integers(0, 60)), max_size=40))
def test_room_is_never_exceeded(puts: list[tuple[bytes, int]]) -> None:
    repeats = Repeats(room=100)
    for request, size in puts:
        repeats.put(request, Repeated(b"", b"x" * size))
        kept = {request for request, _ in puts if repeats.get(request) is not None}
        assert repeats.used == sum(len(found.body) for each in kept if (found := repeats.get(each)))
        assert repeats.used <= 100
