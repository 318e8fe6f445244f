"""Keep answers that were given: the graph does not change, so the same question has the same answer."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from myograph.server.asking import Asked

CHANGING = re.compile(r"now|rand|uuid|bnode|service|\\u", re.IGNORECASE)
"""What makes the answer to the same query another one each time; rather too many queries than too few."""

LARGEST_PART = 16
"""An answer is kept when it takes no more than this part of the room."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold a body ready to be sent: its media type, and what it is packed with, if it is."""

    body: bytes
    media_type: str
    packed: str = ""


@lru_cache(maxsize=512)
def is_lasting(query: str) -> bool:
    """Tell whether the same query over the same graph always has the same answer."""
    return CHANGING.search(query) is None


@lru_cache(maxsize=512)
def tag(build: str, asked: Asked) -> str:
    """Return what identifies the answer: a digest of the build, the query, the graphs and the accepted formats."""
    digest = blake2b(digest_size=16)
    for part in (build, asked.query or "", *asked.formats, "", *asked.default, "", *asked.named):
        data = part.encode("utf-8", "surrogatepass")
        digest.update(f"{len(data)}:".encode() + data)
    return digest.hexdigest()


@dataclass(slots=True)
class AnswerCache:
    """Keep answers by tag, those used last, within `room` bytes."""

    room: int
    used: int = 0
    hits: int = 0
    misses: int = 0
    _kept: OrderedDict[str, Answer] = field(default_factory=OrderedDict)

    def get(self, key: str) -> Answer | None:
        """Return the answer with this tag, or None."""
        answer = self._kept.get(key)
        if answer is None:
            self.misses += 1
            return None
        self.hits += 1
        self._kept.move_to_end(key)
        return answer

    def put(self, key: str, answer: Answer) -> None:
        """Keep an answer, unless it is too large, and forget those that were not used for longest."""
        size = len(answer.body)
        if size * LARGEST_PART > self.room or key in self._kept:
            return
        self._kept[key] = answer
        self.used += size
        for old in self._surplus():
            self.used -= len(self._kept.pop(old).body)

    def _surplus(self) -> Iterable[str]:
        excess, found = self.used - self.room, []
        for key, answer in self._kept.items():
            if excess <= 0:
                break
            excess -= len(answer.body)
            found.append(key)
        return found
