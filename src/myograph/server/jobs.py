"""What passes between the server and its workers: jobs and replies, as frames of bytes on a pipe."""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO

HEAD = struct.Struct(">II")
"""Lengths of the two parts of a frame: a JSON object, and bytes that follow it."""


@dataclass(frozen=True, slots=True)
class Job:
    """Ask a worker to answer one query.

    `accepted` names the formats the client takes, best first, of every kind. `default` and `named` are the graphs of
    the request. With `rows` a SELECT is answered by that many rows at most, and the reply says whether there were
    more; with `most_rows` an answer with more rows is refused. `seconds` is the deadline, `limit` how many bytes the
    answer may have. With `check` the query is asked over no triples at all, to see whether it is one.
    """

    text: str
    accepted: tuple[str, ...]
    seconds: float
    limit: int
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    rows: int | None = None
    most_rows: int | None = None
    check: bool = False

    def to_bytes(self) -> bytes:
        """Return the frame of the job."""
        return framed(asdict(self), b"")

    @classmethod
    def read(cls, source: BinaryIO) -> Job | None:
        """Read a job, or None at the end of the pipe."""
        start = source.read(HEAD.size)
        if len(start) < HEAD.size:
            return None
        data = json.loads(source.read(HEAD.unpack(start)[0]))
        return cls(**{**data, **{name: tuple(data[name]) for name in ("accepted", "default", "named")}})


@dataclass(frozen=True, slots=True)
class Reply:
    """Answer a job: an HTTP status, and either a body in `form` or what went wrong.

    `form` is the name of a format, `line` and `column` count from 1, `truncated` says that rows were left out.
    `retry` is in how many seconds it is worth asking again.
    """

    status: int
    body: bytes = b""
    form: str = ""
    problem: str = ""
    advice: str | None = None
    line: int | None = None
    column: int | None = None
    truncated: bool = False
    retry: int | None = None

    def to_bytes(self) -> bytes:
        """Return the frame of the reply."""
        data = {name: getattr(self, name) for name in self.__slots__ if name != "body"}
        return framed(data, self.body)

    @classmethod
    def of(cls, head: bytes, body: bytes) -> Reply:
        """Return the reply that both parts of its frame make."""
        return cls(**json.loads(head), body=body)


def framed(data: dict[str, object], body: bytes) -> bytes:
    """Return both lengths, the object as JSON, and the body."""
    head = json.dumps(data).encode()
    return HEAD.pack(len(head), len(body)) + head + body
