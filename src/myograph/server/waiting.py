"""Wait for something there is only so much of: in order of rank, not for ever, and not in endless numbers."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Hall(Generic[T]):
    """Hand out items; who finds none waits up to `patience` seconds, `most` at a time, the lowest rank first."""

    most: int
    patience: float
    free: deque[T] = field(default_factory=deque)
    waiting: int = 0
    _queue: list[tuple[float, int, asyncio.Future[T | None]]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)
    _closed: bool = False

    def take_now(self) -> T | None:
        """Return an item, or None when none is free."""
        return self.free.popleft() if self.free else None

    async def take(self, rank: float = 0.0) -> T | None:
        """Return an item, or None when nobody gave one in time, or too many wait already."""
        if self.free or self.waiting >= self.most or self._closed:
            return self.take_now()
        given: asyncio.Future[T | None] = asyncio.get_running_loop().create_future()
        heappush(self._queue, (rank, next(self._numbers), given))
        self.waiting += 1
        try:
            done, _ = await asyncio.wait((given,), timeout=self.patience)
            return given.result() if done else None
        except asyncio.CancelledError:
            if given.done() and (item := given.result()) is not None:
                self.give(item)
            raise
        finally:
            self.waiting -= 1
            given.cancel()

    def give(self, item: T) -> None:
        """Hand an item to the first who waits, or keep it."""
        while self._queue:
            given = heappop(self._queue)[2]
            if not given.done():
                given.set_result(item)
                return
        self.free.append(item)

    def close(self) -> None:
        """Send everybody away who waits, and who comes from now on."""
        self._closed = True
        for _, _, given in self._queue:
            if not given.done():
                given.set_result(None)
