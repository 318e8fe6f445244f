"""Put values into a query without ever touching its structure.

A parameter of a `.rq` file is a line of its own::

    VALUES ?food { myo-id:spinach }

The terms in the braces are the default, so the file runs as it is in any SPARQL tool. Binding replaces
the terms of that line and nothing else. Values are RDF terms written by the engine's own serializer,
so no text that a person types can become query syntax.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from myograph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Literal, NamedNode

    Term = NamedNode | Literal

_LINE = re.compile(r"^([ \t]*VALUES \?(\w+) \{)([^{}\n]*)(\}[ \t]*)$", re.MULTILINE)


def parameter_names(query: str) -> tuple[str, ...]:
    """Return the names of the query's parameters, in the order of their lines."""
    return tuple(match[2] for match in _LINE.finditer(query))


def defaults(query: str) -> dict[str, str]:
    """Return what stands in the braces of each parameter, as the query writes it."""
    return {match[2]: match[3].strip() for match in _LINE.finditer(query)}


def bind(query: str, values: Mapping[str, Iterable[Term]]) -> str:
    """Return the query with the terms of its `VALUES` lines replaced.

    Each name maps to one or more terms; names left out keep their defaults. Raises UsageError for a name that
    the query does not have and for a name without a term.
    """
    written = {name: _written(name, terms) for name, terms in values.items()}
    unknown = sorted(written.keys() - set(parameter_names(query)))
    if unknown:
        known = ", ".join(parameter_names(query)) or "none"
        raise UsageError(f"the query has no parameter {unknown[0]!r}", advice=f"Its parameters: {known}.")
    return _LINE.sub(lambda match: _replaced(match, written), query)


def _written(name: str, terms: Iterable[Term]) -> str:
    text = " ".join(str(term) for term in terms)
    if not text:
        raise UsageError(f"no value given for {name!r}", advice="Give at least one.")
    return text


def _replaced(match: re.Match[str], written: Mapping[str, str]) -> str:
    terms = written.get(match[2])
    return match[0] if terms is None else f"{match[1]} {terms} {match[4]}"
