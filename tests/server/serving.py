"""What the tests of the server share: stores to serve, and queries that do not end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from pyoxigraph import Literal, NamedNode, Quad

from myograph.store.staging import write_store

PLACE = "http://example.org/"

ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(6)) + " }"
"""A cross product that takes longer than anybody waits, on a store of a hundred quads."""


def node(name: str) -> NamedNode:
    return NamedNode(PLACE + name)


def small_quads() -> Iterable[Quad]:
    """Yield one hundred quads in two graphs."""
    for number in range(100):
        yield Quad(node(f"s{number}"), node("value"), Literal(number), node("even" if number % 2 == 0 else "odd"))


def endpoint_store(path: Path, quads: Iterable[Quad] = ()) -> Path:
    """Write the quads, or the small ones, as a store at `path`."""
    write_store(path, quads or small_quads())
    return path


@dataclass(frozen=True, slots=True)
class Server:
    """A server in a process of its own: where it is, and its number."""

    address: str
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def client(self, **headers: str) -> httpx.Client:
        return httpx.Client(base_url=self.address, headers=headers, timeout=60, trust_env=False)

    def raw(self, data: bytes, *, seconds: float = 10.0) -> bytes:
        """Send bytes as they are, and return what comes back until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            connection.sendall(data)
            return b"".join(iter(lambda: connection.recv(65536), b""))


@contextmanager
def serving(store: Path | None, *options: str, **variables: str) -> Iterator[Server]:
    """Run `myograph serve` on a free port; without a store it serves the release of the content."""
    place = ("--store", str(store)) if store else ()
    # The explorer takes a while to be made; whoever wants it says so.
    place = place if "--explorer" in options else (*place, "--no-explorer")
    command = [sys.executable, "-m", "myograph", "serve", "--port", "0", *place, *options]
    environment = {**os.environ, **variables}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    with process.stdout:
        line = process.stdout.readline()
        try:
            yield Server(line.split("/ ")[0], process)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)
