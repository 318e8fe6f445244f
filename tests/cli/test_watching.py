"""Work is done in a thread, and its outcome is the outcome."""

from __future__ import annotations

import threading

import pytest

from myograph.cli.watching import STACK, within
from myograph.errors import QueryTimeout


def test_work_is_done_before_the_call_returns() -> None:
    done: list[str] = []
    within(60, lambda: done.append(threading.current_thread().name))
    within(None, lambda: done.append(threading.current_thread().name))
    assert len(done) == 2
    assert threading.current_thread().name not in done


def test_what_work_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        within(60, lambda: divmod(1, 0))


def test_time_that_is_over_is_told() -> None:
    go_on = threading.Event()
    with pytest.raises(QueryTimeout, match=r"stopped after 0\.05 s") as caught:
        within(0.05, lambda: go_on.wait(60))
    go_on.set()
    assert caught.value.seconds == 0.05


def test_other_threads_keep_their_stack() -> None:
    before = threading.stack_size()
    sizes: list[int] = []
    within(60, lambda: sizes.append(threading.stack_size()))
    assert threading.stack_size() == before != STACK
