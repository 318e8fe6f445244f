"""What may be asked of the writer, as frames of bytes on a pipe."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from myograph.server.jobs import HEAD, framed

if TYPE_CHECKING:
    from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Change:
    """Ask for a change of the graph.

    `kind` is `update` with the text in `body` and graphs in `default` and `named`; or `put`, `post` or `delete` of the
    named graph `graph` (the default graph when it is empty) with triples in `body`, whose media type is `form`.
    """

    kind: str
    body: bytes = b""
    graph: str = ""
    form: str = ""
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the frame of the change."""
        data = asdict(self)
        body = data.pop("body")
        return framed(data, body)

    @classmethod
    def read(cls, source: BinaryIO) -> Change:
        """Read a change."""
        lengths = HEAD.unpack(source.read(HEAD.size))
        data = json.loads(source.read(lengths[0]))
        lists = {name: tuple(data[name]) for name in ("default", "named")}
        return cls(**{**data, **lists, "body": source.read(lengths[1])})


@dataclass(frozen=True, slots=True)
class Outcome:
    """Tell what became of a change: a status of HTTP, what is wrong, where, and what the shapes object to."""

    status: int
    problem: str = ""
    advice: str | None = None
    line: int | None = None
    column: int | None = None
    findings: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the outcome as JSON."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def of(cls, data: bytes) -> Outcome:
        """Return the outcome that the bytes tell."""
        found = json.loads(data)
        return cls(**{**found, "findings": tuple(found["findings"])})
