"""A process that answers queries one by one, from jobs that come in to replies that go out.

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
from myograph.server.workers import is_outside

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

STACK = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bench:
    """Hold what a worker works with: who answers, where jobs come from and where replies go.

    `memory` is in MiB; with `network` the process keeps its sockets.
    """

    opening: Callable[[], Answerer]
    source: BinaryIO
    target: BinaryIO
    memory: int
    network: bool

    def run(self) -> None:
        """Open the store, confine the process, tell that it is ready, and work in a thread with a large stack."""
        # The engine recurses over the query; the stack of the main thread is small on some systems.
        threading.stack_size(STACK)
        thread = threading.Thread(target=self._run)
        thread.start()
        thread.join()

    def _run(self) -> None:
        with suppress(BrokenPipeError):
            try:
                answerer = self.opening()
            except MyographError as fault:
                self._tell(Reply(500, problem=str(fault)))
                return
            given_up = confine(self.memory, network=self.network)
            self._tell(Reply(200, problem=", ".join(given_up)))
            self._work(answerer)

    def _work(self, answerer: Answerer) -> None:
        while (job := Job.read(self.source)) is not None:
            alarm(job.seconds + 1)
            reply = answerer.answer(job)
            alarm(0)
            self._tell(reply)

    def _tell(self, reply: Reply) -> None:
        self.target.write(reply.to_bytes())
        self.target.flush()


def alarm(seconds: float) -> None:
    """End this process after so many seconds, unless another alarm is set before; 0 sets none."""
    import signal

    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def main() -> None:
    """Answer from the store named first, with the content named second and the MiB named third; hosts may follow."""
    store, content, memory, *services = sys.argv[1:]
    # The pipe to the server is kept for replies alone: nothing that prints may break a frame.
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    opening = partial(Answerer.open, store, Path(content), frozenset(services))
    network = bool(services) or is_outside(store)
    Bench(opening, cast("BinaryIO", sys.stdin.buffer), target, int(memory), network).run()


if __name__ == "__main__":
    main()
