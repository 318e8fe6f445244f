"""A process that answers queries one by one, from jobs on standard input to replies on standard output.

It opens the store, gives up its rights, and says so with one reply; the pool does the rest. It never outlives
a deadline by more than a second, whatever became of the process that started it.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from myograph.errors import MyographError
from myograph.server.answering import Answerer
from myograph.server.confinement import confine
from myograph.server.jobs import Job, Reply

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

STACK = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bench:
    """Hold what a worker works with."""

    answerer: Answerer
    source: BinaryIO
    target: BinaryIO

    def work(self) -> None:
        """Answer jobs until the pipe ends."""
        while (job := Job.read(self.source)) is not None:
            alarm(job.seconds + 1)
            reply = self.answerer.answer(job)
            alarm(0)
            self.target.write(reply.to_bytes())
            self.target.flush()


def alarm(seconds: float) -> None:
    """End this process after so many seconds, unless another alarm is set before; 0 sets none."""
    import signal

    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def main() -> None:
    """Open the store named first, with the content named second and the MiB named third; hosts to call may follow."""
    store, content, memory, *services = sys.argv[1:]
    # The pipe to the server is kept for replies alone: nothing that prints may break a frame.
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    source = cast("BinaryIO", sys.stdin.buffer)
    # The engine recurses over the query; the stack of the main thread is small on some systems.
    threading.stack_size(STACK)
    opening = partial(Answerer.open, Path(store), Path(content), frozenset(services))
    thread = threading.Thread(target=run, args=(opening, int(memory), bool(services), source, target))
    thread.start()
    thread.join()


def run(opening: Callable[[], Answerer], memory: int, network: bool, source: BinaryIO, target: BinaryIO) -> None:
    """Open the store, confine the process, tell that it is ready, and work."""
    try:
        answerer = opening()
    except MyographError as fault:
        with suppress(BrokenPipeError):
            target.write(Reply(500, problem=str(fault)).to_bytes())
            target.flush()
        return
    given_up = confine(memory, network=network)
    target.write(Reply(200, problem=", ".join(given_up)).to_bytes())
    target.flush()
    Bench(answerer, source, target).work()


if __name__ == "__main__":
    main()
