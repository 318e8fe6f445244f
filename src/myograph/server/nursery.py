"""A process that reads the graph into memory once, and forks a worker from itself whenever the server wants one.

So a worker is there within milliseconds, has the graph in memory, where the engine finds things two to four times as
fast as on disk, and shares that memory with the others. The engine on disk starts threads, which do not survive a
fork: it is opened in a process of its own that hands the graph over and ends. A store that is larger than HELD stays
on disk, and each worker opens it for itself. Needs Linux; elsewhere workers are started one by one.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from myograph.server.answering import Answerer
from myograph.server.worker import Bench
from myograph.server.workers import NUMBER, WANTED, is_outside
from myograph.store import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Callable

HELD = 64 * 1024 * 1024
"""Bytes that a store may take on disk to be held in memory, where it takes several times as many."""


def main() -> None:
    """Fork workers: arguments are those of a worker, requests come over the socket that is standard input."""
    store, content, memory, *services = sys.argv[1:]
    control = socket.socket(fileno=os.dup(0))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # workers that end are nobody's to wait for
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server says when to stop
    opening = opener(store, Path(content), frozenset(services))
    gc.freeze()
    while True:
        request, files, _, _ = socket.recv_fds(control, 1, 1)
        if request != WANTED:
            return
        _fork(control, files[0], partial(_work, opening, int(memory), bool(services) or is_outside(store)))


def _fork(control: socket.socket, file: int, work: Callable[[int], None]) -> None:
    pid = os.fork()
    if pid == 0:
        _child(control, file, work)
    os.close(file)
    control.sendall(NUMBER.pack(pid))


def _child(control: socket.socket, file: int, work: Callable[[int], None]) -> NoReturn:
    status = 1
    try:
        control.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        work(file)
        status = 0
    finally:
        os._exit(status)


def _work(opening: Callable[[], Answerer], memory: int, network: bool, file: int) -> None:
    # Files, not sockets: to send is among the calls a worker gives up, to write is not.
    with os.fdopen(file, "rb") as source, os.fdopen(os.dup(file), "wb") as target:
        Bench(opening, source, target, memory, network).run()


def opener(store: str, content: Path, services: frozenset[str]) -> Callable[[], Answerer]:
    """Return what gives a worker its answerer: one for all where the store may be held in memory."""
    if is_outside(store) or not _may_be_held(Path(store)):
        return partial(Answerer.open, store, content, services)
    quads = handed_over(Path(store))
    if quads is None:
        return partial(Answerer.open, store, content, services)  # which says what is wrong
    from pyoxigraph import RdfFormat, parse

    held = EmbeddedStore.in_memory(parse(quads, RdfFormat.N_QUADS), allow_service=services)
    answerer = Answerer(held, content)
    answerer.prepare()
    return lambda: answerer


def _may_be_held(store: Path) -> bool:
    return sum(file.stat().st_size for file in store.glob("*") if file.is_file()) <= HELD


def handed_over(store: Path) -> bytes | None:
    """Return the quads of a store as N-Quads, blank nodes by their names, or None when it cannot be read."""
    from_child, to_parent = os.pipe()
    pid = os.fork()
    if pid == 0:
        _hand_over(store, to_parent)
    os.close(to_parent)
    with os.fdopen(from_child, "rb") as source:
        whole, quads = source.read(1), source.read()
    return quads if whole else None


def _hand_over(store: Path, target: int) -> NoReturn:
    status = 1
    try:
        from pyoxigraph import RdfFormat, serialize

        with os.fdopen(target, "wb") as opened:
            quads = serialize(EmbeddedStore.open_read_only(store), format=RdfFormat.N_QUADS)
            opened.write(b"+" + (quads or b""))  # nothing at all comes from a store that cannot be read
        status = 0
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
