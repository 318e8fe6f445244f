"""Do work for a limited time, and stay open to Ctrl-C meanwhile.

The engine cannot be cancelled, and while it works for the main thread no signal is handled. So it works in a thread
of its own, and the main thread waits. When the time is over the work goes on until the process ends: only a command
that ends right after may use this.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from myograph.errors import QueryTimeout

if TYPE_CHECKING:
    from collections.abc import Callable

STACK = 64 * 1024 * 1024
"""Bytes; the engine recurses over the query, and the default for threads is small on some systems."""


def within(seconds: float | None, work: Callable[[], object]) -> None:
    """Do the work in a thread; raises what it raises, and QueryTimeout after so many seconds."""
    failures: list[BaseException] = []

    def do() -> None:
        try:
            work()
        except BaseException as fault:
            failures.append(fault)

    usual = threading.stack_size(STACK)
    thread = threading.Thread(target=do, daemon=True)
    thread.start()
    threading.stack_size(usual)
    thread.join(seconds)
    if thread.is_alive():
        raise QueryTimeout(
            f"the query was stopped after {seconds:g} s",
            seconds=seconds or 0.0,
            advice="Ask for less, add a LIMIT, or allow it more time with --timeout.",
        )
    if failures:
        raise failures[0]
