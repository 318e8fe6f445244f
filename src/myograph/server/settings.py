"""What the one who runs the server decides."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from myograph.errors import UsageError
from myograph.server.pool import Limits

MIB = 1024 * 1024
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """Bound and describe a server.

    `timeout` is in seconds for each query; `most_bytes` and `most_rows` bound an answer, `most_request` a request and
    `most_query` the letters of a query.
    `base_url` is where clients see the server, without a slash at the end; empty when it is where it listens.
    `origins` may read answers from their own pages (`*` is everyone). `patience` is how many seconds a client may
    take to send headers, a body, or to take a piece of an answer. `hosts` are the names under which the server
    answers; none means any. With `explorer` the pages of the explorer are made and sent.
    `lasting` says that the graph does not change while it is served; without it no answer is kept.
    """

    timeout: float = 30.0
    most_bytes: int = 64 * MIB
    most_rows: int | None = None
    most_request: int = MIB
    most_query: int = MIB // 4
    most_header: int = 64 * 1024
    cache_bytes: int = 64 * MIB
    base_url: str = ""
    origins: tuple[str, ...] = ()
    patience: float = 20.0
    hosts: tuple[str, ...] = ()
    max_age: int = 60
    connections: int = 800
    explorer: bool = True
    lasting: bool = True
    limits: Limits = field(default_factory=Limits)

    @property
    def prefix(self) -> str:
        """Return the path under which clients see the server, without a slash at the end."""
        return urlsplit(self.base_url).path.rstrip("/")


def checked_base(url: str) -> str:
    """Return the URL without a slash at the end; raises UsageError for what is not an http address."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise UsageError(f"{url!r} is not an address to be found at", advice="Write https://example.org/myograph.")
    return url.rstrip("/")


def hosts_for(host: str, base_url: str) -> tuple[str, ...]:
    """Return the names under which a server that listens on `host` answers; none for any.

    On the loopback address only its names and that of the base URL count: a page of another site, whose name was made
    to point here, then reads nothing.
    """
    if host not in LOOPBACK:
        return ()
    return (*LOOPBACK, *((urlsplit(base_url).hostname or "",) if base_url else ()))


_HOST = re.compile(r"(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?")


def host_name(header: str) -> str | None:
    """Return the name in a Host header, without its port, or None when it is not one."""
    if not _HOST.fullmatch(header):
        return None
    name = header.rpartition(":")[0] if re.search(r":\d+$", header) and not header.endswith("]") else header
    return name.strip("[]").lower()
