"""Answer a request that is the same, byte for byte, as one before, without reading it again.

What a client sends for a query that was asked before is often exactly what it sent then. The graph does not change, so
the answer is the same too, and only its date and its request id are new. Requests with a body are never kept.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, field

LARGEST_BODY = 256 * 1024
LARGEST_REQUEST = 8 * 1024
MOST = 512


@dataclass(frozen=True, slots=True)
class Repeated:
    """Hold an answer: its status line and headers, all but date and request id, and its body."""

    head: bytes
    body: bytes


@dataclass(slots=True)
class Repeats:
    """Keep answers by the bytes of the request, those used last."""

    room: int
    used: int = 0
    _kept: OrderedDict[bytes, Repeated] = field(default_factory=OrderedDict)

    def get(self, request: bytes) -> Repeated | None:
        """Return the answer to the same bytes, if there was one."""
        found = self._kept.get(request)
        if found is not None:
            self._kept.move_to_end(request)
        return found

    def put(self, request: bytes, answer: Repeated) -> None:
        """Keep an answer of a moderate size, and forget those that were not used for longest."""
        if len(answer.body) > min(LARGEST_BODY, self.room) or request in self._kept:
            return
        self._kept[request] = answer
        self.used += len(answer.body)
        while len(self._kept) > MOST or self.used > self.room:
            self.used -= len(self._kept.popitem(last=False)[1].body)


_UNFIT = re.compile(
    rb"\r\n(?:connection:(?![ \t]*keep-alive[ \t]*\r\n)|expect:|upgrade:|transfer-|content-)", re.IGNORECASE
)


def may_repeat(data: bytes) -> bool:
    """Tell whether bytes are one whole request without a body, on a connection that stays open."""
    if not data.startswith(b"GET /sparql?") or not data.endswith(b"\r\n\r\n") or len(data) > LARGEST_REQUEST:
        return False
    return data.count(b"\r\n\r\n") == 1 and b" HTTP/1.1\r\n" in data and _UNFIT.search(data) is None
