"""Ask for the rows of a large answer in pages.

A page is `LIMIT` and `OFFSET` behind the query. An engine that is asked twice need not give rows in the same order
twice, and rows that are equal in the keys of ORDER BY may change places: then a row comes twice and another one never.
So every column of the answer is added behind the keys. The order the query asks for stays, what was left open is now
fixed, and rows that are still equal are equal altogether. A query with LIMIT, OFFSET or VALUES of its own at the end
is asked as it is. What the pages cannot give is a graph that stands still: nobody may write meanwhile.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import QueryResultsFormat, QuerySolutions, Store, parse_query_results

from myograph.store.sparql_text import CLOSING, OPENING, significant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from myograph.store.sparql_text import Token

OWN_BOUNDS = frozenset(("LIMIT", "OFFSET", "VALUES"))
MOST_KEYS = 10
"""Columns that are keys by themselves; Virtuoso refuses more than 20 keys altogether."""
_NODE = re.compile(rb"(^|\t)_:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Paging:
    """Hold a query that can be asked in pages: its text up to the bounds, and the rows of a page."""

    text: str
    size: int

    @classmethod
    def of(cls, text: str, size: int) -> Paging | None:
        """Return the paging of a SELECT query that declares its prefixes, or None when it has bounds of its own.

        Raises SyntaxError with the words of the embedded engine, which reads the query for its columns.
        """
        tokens = significant(text)
        ending = {token.text.upper() for token in _ending(tokens) if token.kind == "word"}
        if ending & OWN_BOUNDS:
            return None
        found = Store().query(text)
        if not isinstance(found, QuerySolutions) or not found.variables:
            return None
        held = _keys(tokens) if "ORDER" in ending else frozenset()
        keys = _all_of([str(variable) for variable in found.variables if variable.value not in held])
        return cls(f"{text}\n{keys}" if "ORDER" in ending else f"{text}\nORDER BY {keys}", size)

    def page(self, number: int) -> str:
        """Return the query for one page; the first has number 0."""
        return f"{self.text}\nLIMIT {self.size} OFFSET {self.size * number}"


def _all_of(columns: Sequence[str]) -> str:
    """Return keys for all columns; those behind the first MOST_KEYS are put together as one text."""
    alone, rest = columns[:MOST_KEYS], columns[MOST_KEYS:]
    texts = ", '|', ".join(f"COALESCE(STR({column}), '')" for column in rest)
    return " ".join((*alone, f"CONCAT({texts})" if texts else "")).rstrip()


def _ending(found: Sequence[Token]) -> list[Token]:
    """Return the tokens outside brackets behind the first group outside brackets: the modifiers of the query."""
    depth, seen, ending = 0, False, []
    for token in found:
        if token.kind == "mark" and token.text in OPENING:
            seen = seen or (depth == 0 and token.text == "{")
            depth += 1
        elif token.kind == "mark" and token.text in CLOSING:
            depth -= 1
        elif depth == 0 and seen:
            ending.append(token)
    return ending


def _keys(found: Sequence[Token]) -> frozenset[str]:
    """Return the variables that are keys of the last ORDER BY by themselves, or within ASC or DESC.

    A key that is given twice is no error, but Virtuoso then gives the values of one row to another.
    """
    start = max(place for place, token in enumerate(found) if token.text.upper() == "ORDER")
    texts = [token.text for token in found]
    depth, keys = 0, set()
    for place in range(start, len(found)):
        depth += (texts[place] == "(") - (texts[place] == ")")
        alone = depth == 1 and texts[place - 1] == "(" and texts[place + 1 : place + 2] == [")"]
        if found[place].kind == "variable" and (depth == 0 or (alone and not _is_function(found[place - 2]))):
            keys.add(texts[place][1:])
    return frozenset(keys)


def _is_function(token: Token) -> bool:
    return token.kind in ("iri", "name") or (token.kind == "word" and token.text.upper() not in ("ASC", "DESC", "BY"))


def as_tsv(page: QuerySolutions, number: int) -> bytes:
    """Return the lines of a page as SPARQL TSV, the line of columns with the first page only.

    Blank nodes are named anew: the same name on two pages does not mean the same node.
    """
    written = page.serialize(format=QueryResultsFormat.TSV) or b""
    columns, _, rows = written.partition(b"\n")
    rows = _NODE.sub(rb"\1_:p%dn" % number, rows)
    return rows if number else columns + b"\n" + rows


def together(lines: bytes) -> QuerySolutions:
    """Return the solutions of joined pages."""
    found = parse_query_results(lines, QueryResultsFormat.TSV)
    if not isinstance(found, QuerySolutions):
        raise TypeError("pages of a SELECT query are solutions")
    return found
