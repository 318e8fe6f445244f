"""Remember how long queries took, so that the next of the kind goes where it keeps nobody waiting.

Queries that differ only in names of variables, texts and numbers are of one kind. Nothing is refused for its kind: it
only decides where a query waits. A query that ran into its deadline is refused for as long as it ran, word for word:
the graph does not change meanwhile, so neither would its fate.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from myograph.server.jobs import Job

MOST = 4096
"""Kinds, queries and clients that are remembered, those seen last."""

LASTING = 600.0
TROUBLED = 10.0
HALVED = 30.0
"""Seconds in which half of what a client is reproached with is forgotten."""

LONGEST_REFUSAL = 60.0

_VARYING = re.compile(r"""[?$]\w+|"[^"\n]*"|'[^'\n]*'|\d+|\s+""")


@lru_cache(maxsize=1024)
def kind_of(text: str) -> bytes:
    """Return a digest of what a query has in common with others of its kind."""
    return blake2b(_VARYING.sub("?", text).encode("utf-8", "replace"), digest_size=12).digest()


@dataclass(slots=True)
class Recent:
    """Map keys to numbers, each with the time it was noted; the keys noted last, up to MOST."""

    _kept: OrderedDict[object, tuple[float, float]] = field(default_factory=OrderedDict)

    def note(self, key: object, number: float, now: float) -> None:
        """Note a number."""
        self._kept[key] = number, now
        self._kept.move_to_end(key)
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)

    def get(self, key: object) -> tuple[float, float]:
        """Return number and time; zero and long ago for what was not noted."""
        return self._kept.get(key, (0.0, float("-inf")))

    def forget(self, key: object) -> None:
        """Drop a key."""
        self._kept.pop(key, None)

    def __len__(self) -> int:
        return len(self._kept)


@dataclass(slots=True)
class Experience:
    """Judge queries by those before; `moment` is in seconds what a quick query takes at most."""

    moment: float
    clock: Callable[[], float] = time.monotonic
    _kinds: Recent = field(default_factory=Recent)
    _stopped: Recent = field(default_factory=Recent)
    _clients: Recent = field(default_factory=Recent)
    _last_late: float = float("-inf")

    def is_quick(self, job: Job) -> bool:
        """Tell whether a query of the kind was quick the last time."""
        seconds, when = self._kinds.get(kind_of(job.text))
        return 0 < seconds <= self.moment and self.clock() - when < LASTING

    def is_slow(self, job: Job) -> bool:
        """Tell whether a query of the kind was slow the last time."""
        seconds, when = self._kinds.get(kind_of(job.text))
        return seconds > 2 * self.moment and self.clock() - when < LASTING

    @property
    def is_troubled(self) -> bool:
        """Tell whether a slow query came in the way of others just now."""
        return self.clock() - self._last_late < TROUBLED

    def reproach(self, client: str) -> float:
        """Return how many slow queries a client sent, those of some time ago counting less."""
        number, when = self._clients.get(client)
        return float(number * 0.5 ** ((self.clock() - when) / HALVED)) if number else 0.0

    def took(self, job: Job, seconds: float) -> None:
        """Learn how long a query took."""
        self._kinds.note(kind_of(job.text), seconds, self.clock())

    def was_late(self, job: Job, client: str) -> None:
        """Learn that a query takes longer than a moment, how long nobody knows yet."""
        now = self.clock()
        self._last_late = now
        self._kinds.note(kind_of(job.text), float("inf"), now)
        self._clients.note(client, self.reproach(client) + 1, now)

    def was_stopped(self, job: Job) -> None:
        """Learn that a query ran into its deadline."""
        self._stopped.note(_whole(job), job.seconds, self.clock())

    def refused_for(self, job: Job) -> int:
        """Return the seconds for which a query that ran into the same deadline is refused; 0 when it is not."""
        seconds, when = self._stopped.get(_whole(job))
        left = when + min(seconds, LONGEST_REFUSAL) - self.clock()
        return ceil(left) if left > 0 and job.seconds <= seconds else 0


def _whole(job: Job) -> bytes:
    digest = blake2b(digest_size=16)
    for part in (job.text, *job.default, "", *job.named):
        digest.update(part.encode("utf-8", "replace") + b"\0")
    return digest.digest()
