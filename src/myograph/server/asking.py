"""Read a request of the SPARQL 1.1 Protocol: from method, query string, content type and body to what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from myograph.server.negotiation import accepted, asked_for
from myograph.server.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
BODIES = f"{FORM}, {QUERY}"
MOST_FIELDS = 1000

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold what a request asks: a query, or an update, or neither; graphs; and formats, best first."""

    query: str | None
    update: str | None
    default: tuple[str, ...]
    named: tuple[str, ...]
    formats: tuple[str, ...]


def fields_of(data: bytes) -> Fields:
    """Read names and values of a query string or a form; raises Problem for what is not UTF-8."""
    parts = data.split(b"&", MOST_FIELDS)
    if len(parts) > MOST_FIELDS:
        raise Problem(400, f"the request has more than {MOST_FIELDS} parameters")
    return tuple(_field(part) for part in parts if part)


def _field(part: bytes) -> tuple[str, str]:
    name, _, value = part.replace(b"+", b" ").partition(b"=")
    return decoded(unquote_to_bytes(name)), decoded(unquote_to_bytes(value))


def decoded(data: bytes) -> str:
    """Return bytes as text; raises Problem for what is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise Problem(400, f"the request is not valid UTF-8 at byte {fault.start}") from None


def asked(method: str, query_string: bytes, content_type: str, body: bytes, accept: str) -> Asked:
    """Read a request; raises Problem with 400, 405 or 415 for one that the protocol does not know."""
    if method in ("GET", "HEAD"):
        return asked_in_address(query_string, accept)
    in_address = fields_of(query_string)
    media, _, parameters = content_type.partition(";")
    _require_utf8(parameters)
    match media.strip().lower():
        case "application/x-www-form-urlencoded":
            return _asked((*in_address, *fields_of(body)), accept)
        case "application/sparql-query":
            return _asked((*in_address, ("query", decoded(body))), accept)
        case "application/sparql-update":
            return _asked((*in_address, ("update", decoded(body))), accept)
    said = f"the body is of the type {media.strip()[:80]!r}" if media.strip() else "the body has no type"
    raise Problem(415, said, advice=f"Send one of {BODIES}.", headers={"Accept-Post": BODIES})


@lru_cache(maxsize=512)
def asked_in_address(query_string: bytes, accept: str) -> Asked:
    """Read a request that is all in its address; the same addresses are asked for again and again."""
    return _asked(fields_of(query_string), accept)


def _require_utf8(parameters: str) -> None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip().strip('"').lower() not in ("utf-8", "utf8"):
            raise Problem(415, f"the body is in the charset {value.strip()[:40]!r}", advice="Send UTF-8.")


def _asked(fields: Fields, accept: str) -> Asked:
    query, update = _only(fields, "query"), _only(fields, "update")
    if query is not None and update is not None:
        raise Problem(400, "the request holds both a query and an update", advice="Send one of them.")
    form = next((asked_for(value) for name, value in fields if name == "format" and asked_for(value)), None)
    kind = "using" if update is not None else "default"
    return Asked(
        query,
        update,
        default=_all(fields, f"{kind}-graph-uri"),
        named=_all(fields, "using-named-graph-uri" if update is not None else "named-graph-uri"),
        formats=form or accepted(accept),
    )


def _only(fields: Iterable[tuple[str, str]], wanted: str) -> str | None:
    values = _all(fields, wanted)
    if len(values) > 1:
        raise Problem(400, f"the parameter {wanted!r} stands in the request {len(values)} times", advice="Send one.")
    return values[0] if values else None


def _all(fields: Iterable[tuple[str, str]], wanted: str) -> tuple[str, ...]:
    return tuple(value for name, value in fields if name == wanted)
