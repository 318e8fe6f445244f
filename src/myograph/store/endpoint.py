"""An endpoint as a value: where it is, how to be let in, how much to take from it and how long to wait."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from myograph.errors import UsageError
from myograph.store.credentials import from_environment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from myograph.store.credentials import Credentials

MIB = 1024 * 1024
LOOPBACK = re.compile(r"localhost|127(\.\d{1,3}){3}|::1")
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Describe a SPARQL endpoint.

    `url` answers queries. `graphs` are the named graphs that make up the default graph, where that is not the union
    already; they are sent with each request. `headers` are sent too. `page_size` is the rows to ask for at once, None
    for all. `most_bytes` is what one answer may have, `attempts` how often a busy server is asked, `longest_pause` the
    seconds to wait between two attempts at most, `silence` the seconds without a byte after which nobody waits on.
    """

    url: str
    credentials: Credentials | None = None
    headers: tuple[tuple[str, str], ...] = ()
    graphs: tuple[str, ...] = ()
    page_size: int | None = None
    most_bytes: int = 256 * MIB
    attempts: int = 4
    longest_pause: float = 30.0
    silence: float = 300.0
    plain_http: bool = False

    def __post_init__(self) -> None:
        parts = split(self.url)
        if self.credentials is not None and not self._is_private(parts):
            raise UsageError(
                "credentials would travel in the clear",
                place=self.url,
                advice="Use https, or write `plain_http = true` into the profile of a network you trust.",
            )
        for name, value in self.headers:
            if not _HEADER_NAME.fullmatch(name) or not value.isprintable() or not value.isascii():
                raise UsageError(f"{name!r} is no header, or has a value that no header can have", place=self.url)

    def __repr__(self) -> str:
        return f"Endpoint({self.url!r})"

    def _is_private(self, parts: SplitResult) -> bool:
        digest = self.credentials is not None and self.credentials.scheme == "digest"
        return parts.scheme == "https" or self.plain_http or digest or is_loopback(self.url)

    @classmethod
    def at(cls, url: str, environment: Mapping[str, str] | None = None) -> Endpoint:
        """Return the endpoint at an address, with the credentials of the environment; raises UsageError."""
        split(url)
        return cls(url, from_environment() if environment is None else from_environment(environment))

    def told(self, message: str) -> str:
        """Return what a server said without the secrets it may have repeated."""
        return message if self.credentials is None else self.credentials.hidden_in(message)


def is_address(text: object) -> bool:
    """Tell whether a text is meant as the address of an endpoint."""
    return isinstance(text, str) and text.lower().startswith(("http://", "https://"))


def split(url: str) -> SplitResult:
    """Return the parts of an address; raises UsageError unless it is an http address without a password."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        raise UsageError("this is not an address", advice="Write https://host/path.") from None
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            "an address must not hold a user or a password",
            place=parts.hostname,
            advice="Set MYOGRAPH_USER and MYOGRAPH_PASSWORD instead.",
        )
    if not usable or not url.isascii() or not url.isprintable() or " " in url or parts.fragment:
        raise UsageError(f"{url!r} is not the address of an endpoint", advice="Write https://host/path.")
    return parts


def origin(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of an address."""
    parts = split(url)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def is_loopback(url: str) -> bool:
    """Tell whether an address is on this machine."""
    return LOOPBACK.fullmatch(split(url).hostname or "") is not None
