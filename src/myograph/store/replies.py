"""Read what an endpoint replied: an answer of the right kind, or an error that says whose fault it is."""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from myograph.errors import (
    EndpointFailed,
    EndpointRefused,
    EndpointUnreachable,
    MalformedAnswer,
    MyographError,
    QueryError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

    from myograph.store.endpoint import Endpoint
    from myograph.store.protocol import Answer
    from myograph.store.transport import Reply

RESULTS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
GRAPHS = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
    "application/turtle": RdfFormat.TURTLE,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
ACCEPT_RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
ACCEPT_GRAPH = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"

LONGEST_COMPLAINT = 300
SUCCESS = range(200, 300)
PARTIAL = 206
CUT_AT = "x-sparql-maxrows"
"""The header in which Virtuoso tells that it left rows out."""
TRUTH_COLUMN = "__ASK_RETVAL"
QUERY_AGAIN = "\n\nSPARQL query:"
"""What stands in a complaint of Virtuoso before the whole query, which who asked knows."""

_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_CHARSET = re.compile(r'charset\s*=\s*"?([^";\s]+)', re.IGNORECASE)


LOG_IN = "Set MYOGRAPH_USER and MYOGRAPH_PASSWORD or MYOGRAPH_TOKEN; for digests MYOGRAPH_AUTH=digest."
COMPLAINTS: dict[int, tuple[type[MyographError], str, str | None]] = {
    400: (QueryError, "the endpoint does not accept the query", None),
    401: (EndpointRefused, "it wants to know who asks, or does not believe it", LOG_IN),
    403: (EndpointRefused, "it does not allow this", None),
    404: (EndpointUnreachable, "there is nothing at this address", "Is it right?"),
    407: (EndpointRefused, "the proxy on the way wants to know who asks", None),
    410: (EndpointUnreachable, "there is nothing at this address any more", None),
    429: (EndpointFailed, "it is too busy", "Try again later."),
    503: (EndpointFailed, "it is too busy", "Try again later."),
}


def complaint(reply: Reply, endpoint: Endpoint) -> MyographError | None:
    """Return the error that a status other than success stands for, or None."""
    if reply.status == PARTIAL:
        return _cut("a part of it", endpoint)
    if reply.status in SUCCESS:
        return None
    usual = (EndpointFailed, f"it failed with status {reply.status}", None)
    kind, problem, advice = COMPLAINTS.get(reply.status, usual)
    tries = f" after {reply.attempts} attempts" if reply.attempts > 1 else ""
    return kind(f"{problem}{tries}{said(reply, endpoint)}", place=endpoint.url, advice=advice)


def said(reply: Reply, endpoint: Endpoint) -> str:
    """Return what came with an error as one short line after a colon, or nothing."""
    text = reply.body.decode("utf-8", "replace").partition(QUERY_AGAIN)[0]
    if "html" in reply.media_type or text.lstrip()[:1] == "<":
        text = _TAG.sub(" ", text)
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    line = endpoint.told(line)
    return f": {line[:LONGEST_COMPLAINT]}{'…' * (len(line) > LONGEST_COMPLAINT)}" if line else ""


def answer(reply: Reply, form: str, endpoint: Endpoint) -> Answer:
    """Return the answer to a query of this form; raises MalformedAnswer unless all of it is well-formed."""
    if form in ("SELECT", "ASK"):
        return _result(reply, form, endpoint)
    return iter(_triples(reply, endpoint))


def refuse_cut(reply: Reply, rows: int, endpoint: Endpoint) -> None:
    """Raise MalformedAnswer when the server tells that it left rows out."""
    most = reply.headers.get(CUT_AT, "")
    if most.isdecimal() and rows >= int(most):
        raise _cut(f"the first {most} rows", endpoint)


def _result(reply: Reply, form: str, endpoint: Endpoint) -> QuerySolutions | QueryBoolean:
    written = RESULTS.get(reply.media_type)
    if written is None:
        raise _another_type(reply, endpoint)
    body = _utf8(reply, endpoint)
    try:
        rows = _drained(body, written)
    except SyntaxError as fault:
        if "blank node" not in str(fault) or written is not QueryResultsFormat.JSON:
            raise _not_well_formed(fault, endpoint) from None
        body = _with_usual_nodes(body)
        rows = _drained_again(body, written, endpoint)
    refuse_cut(reply, rows, endpoint)
    found = parse_query_results(body, written)
    if form == "ASK" and isinstance(found, QuerySolutions):
        found = found if (truth := _truth_in_rows(found, rows)) is None else truth
    if isinstance(found, QueryBoolean) != (form == "ASK"):
        raise MalformedAnswer(f"it answers something else than was asked with {form}", place=endpoint.url)
    return found


def _truth_in_rows(found: QuerySolutions, rows: int) -> QueryBoolean | None:
    """Return what Virtuoso says to ASK: it gives rows of one column, one for true and none for false."""
    if [variable.value for variable in found.variables] != [TRUTH_COLUMN]:
        return None
    said = parse_query_results(b'{"head":{},"boolean":%s}' % (b"true" if rows else b"false"), QueryResultsFormat.JSON)
    return said if isinstance(said, QueryBoolean) else None


def _drained(body: bytes, written: QueryResultsFormat) -> int:
    """Return how many rows an answer has: what is wrong near its end must be known before the first is handed out."""
    found = parse_query_results(body, written)
    rows = 0
    try:
        if isinstance(found, QuerySolutions):
            for _ in found:
                rows += 1
    finally:
        # The traceback of an error must not hold it: the collector may run in another thread, where it cannot be freed.
        del found
    return rows


def _drained_again(body: bytes, written: QueryResultsFormat, endpoint: Endpoint) -> int:
    try:
        return _drained(body, written)
    except SyntaxError as fault:
        raise _not_well_formed(fault, endpoint) from None


def _with_usual_nodes(body: bytes) -> bytes:
    """Return JSON results in which blank nodes are named as RDF names them; Virtuoso writes `nodeID://b1`."""
    names: dict[str, str] = {}

    def renamed(part: dict[str, object]) -> dict[str, object]:
        if part.get("type") == "bnode":
            label = str(part.get("value"))
            return {**part, "value": names.setdefault(label, f"n{len(names)}")}
        return part

    return json.dumps(json.loads(body, object_hook=renamed)).encode()


def _triples(reply: Reply, endpoint: Endpoint) -> list[Triple]:
    written = GRAPHS.get(reply.media_type)
    if written is None:
        raise _another_type(reply, endpoint)
    try:
        return list(_parsed(_utf8(reply, endpoint), written, endpoint))
    except SyntaxError as fault:
        raise _not_well_formed(fault, endpoint) from None


def _parsed(body: bytes, written: RdfFormat, endpoint: Endpoint) -> Iterator[Triple]:
    for quad in parse(body, written, base_iri=endpoint.url):
        yield quad.triple


def _utf8(reply: Reply, endpoint: Endpoint) -> bytes:
    match = _CHARSET.search(reply.headers.get("content-type", ""))
    try:
        name = codecs.lookup(match[1]).name if match else "utf-8"
        return reply.body if name == "utf-8" else reply.body.decode(name).encode()
    except (LookupError, UnicodeError, ValueError):
        told = match[1][:40] if match else ""
        raise MalformedAnswer(
            f"its answer is not written in the charset it names, {told!r}", place=endpoint.url
        ) from None


def _another_type(reply: Reply, endpoint: Endpoint) -> MalformedAnswer:
    known = reply.media_type[:80]
    what = "a web page" if "html" in known else f"something of the type {known!r}" if known else "something untyped"
    advice = "Is this the address of the endpoint itself? It often ends in /sparql or /query."
    return MalformedAnswer(f"it answers with {what}{said(_short(reply), endpoint)}", place=endpoint.url, advice=advice)


def _short(reply: Reply) -> Reply:
    from dataclasses import replace

    return replace(reply, body=reply.body[: 4 * LONGEST_COMPLAINT])


def _not_well_formed(fault: SyntaxError, endpoint: Endpoint) -> MalformedAnswer:
    told = " ".join(endpoint.told(str(fault.msg)).split())[:LONGEST_COMPLAINT]
    return MalformedAnswer(f"its answer is not well-formed: {told}", place=endpoint.url)


def _cut(what: str, endpoint: Endpoint) -> MalformedAnswer:
    return MalformedAnswer(
        f"it gives only {what}, and half an answer is none",
        place=endpoint.url,
        advice="Ask for less, or set `page_size` to fewer rows in a profile.",
    )
