"""Say which servers a query may call with SERVICE.

The engine reads a query in ways a text does not always show: keywords without a boundary, prefixes declared twice,
addresses relative to a base, escapes inside addresses. So where only some hosts are allowed, a call has to be written
in the one way that can be read in no other: `SERVICE <https://host/path>`, or `SERVICE SILENT` and the same.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from myograph.errors import QueryRefused, UsageError
from myograph.store.embedded import EmbeddedStore
from myograph.store.sparql_text import position, significant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from myograph.store.protocol import Store
    from myograph.store.sparql_text import Token

_TARGET = re.compile(r"<https?://([a-z0-9.-]+)(:[0-9]+)?(?:[/?][^\\@]*)?>", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9.-]+(:[0-9]+)?", re.IGNORECASE)
_CALM = frozenset(("string", "iri", "variable", "blank"))


def allowing(store: Store, hosts: Iterable[str]) -> Store:
    """Return an embedded store whose queries may call these hosts; other stores make no calls from here.

    Raises UsageError for what is no host name.
    """
    allowed = frozenset(hosts)
    for host in allowed:
        if not _HOST.fullmatch(host):
            raise UsageError(f"{host!r} is no host", advice="Write a host, or host:port.")
    if not isinstance(store, EmbeddedStore):
        raise UsageError("an endpoint decides itself whom SERVICE may call", advice="Leave --allow-service away.")
    return replace(store, allow_service=frozenset(host.lower() for host in allowed))


def refuse_others(text: str, hosts: frozenset[str]) -> None:
    """Raise QueryRefused, with line and column, unless every call goes to one of the hosts."""
    for token, host, port in _calls(significant(text)):
        if host is None:
            raise _refused("a call to another server has to be written `SERVICE <https://host/path>`", text, token)
        if host not in hosts and f"{host}{port}" not in hosts:
            allowed = ", ".join(sorted(hosts))
            raise _refused(f"SERVICE would call {host}{port}, and only {allowed} may be called", text, token)


def _calls(found: Sequence[Token]) -> Iterator[tuple[Token, str | None, str]]:
    for place, token in enumerate(found):
        if token.kind in _CALM or "service" not in token.text.lower():
            continue
        following = found[place + 1 : place + 3]
        if following and following[0].kind == "word" and following[0].text.upper() == "SILENT":
            following = following[1:]
        match = _TARGET.fullmatch(following[0].text) if following and following[0].kind == "iri" else None
        if match is None or token.text.upper() != "SERVICE":
            yield token, None, ""
        else:
            yield token, match[1].lower(), match[2] or ""


def _refused(problem: str, text: str, token: Token) -> QueryRefused:
    line, column = position(text, token.start)
    advice = "Allow a host with `myograph query --allow-service HOST`."
    return QueryRefused(problem, place=f"line {line}, column {column}", advice=advice)
