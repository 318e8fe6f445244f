"""Send triples in the format a client wants."""

from __future__ import annotations

import io
from http import HTTPStatus
from typing import TYPE_CHECKING

from myograph.formats import BY_NAME, TRIPLES, served
from myograph.queries.writers import Wording, write
from myograph.server.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Triple

    from myograph.names import Prefixes
    from myograph.server.exchange import Exchange


async def respond_triples(
    exchange: Exchange,
    triples: Iterable[Triple],
    formats: tuple[str, ...],
    prefixes: Prefixes,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Send triples in the first of the formats that can carry them; raises Problem when none can."""
    form = next((BY_NAME[name] for name in formats if TRIPLES in BY_NAME[name].kinds and name != "table"), None)
    if form is None:
        types = ", ".join(each.media_type for each in served(TRIPLES))
        raise Problem(406, "none of the accepted formats can carry a graph", advice=types)
    target = io.BytesIO()
    write(iter(triples), form, target, Wording(lambda: prefixes, lambda _iris: {}))
    await exchange.respond(HTTPStatus.OK, form.media_type, target.getvalue(), headers)
