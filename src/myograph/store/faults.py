"""Turn what the engine complains about into errors that say where and what to do.

The engine tells the farthest place its parser looked at, and it looks ahead by the length of each keyword it tries,
so the place is off by up to nine characters. `_place` asks again with wide gaps between the tokens: then the
place falls behind the token that did not fit.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from pyoxigraph import Store

from myograph.errors import QueryRefused, QuerySyntaxError
from myograph.store.sparql_text import FORMS, Token, outline, position, significant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from myograph.store.sparql_text import Outline

GAP = " " * 16
LONGEST_SNIPPET = 30
LONGEST_LOCATED = 100_000


def wrong_form(wanted: str, text: str) -> QueryRefused:
    """Return the error for a query of another form than the one asked for."""
    form = outline(text).form
    return QueryRefused(f"the query is not {wanted}" + (f" but {form}" if form else ""))


def syntax_error(message: str, text: str, seen: Outline, prefixes: Mapping[str, str]) -> QuerySyntaxError:
    """Return the error for a query the engine does not parse; `message` is what the engine said."""
    found = significant(text)
    for cause in (_nothing, _wrong_start, _open_quote, _relative_iri):
        if (error := cause(text, found, message)) is not None:
            return error
    if undeclared := [prefix for prefix in seen.undeclared if prefix not in prefixes]:
        return _undeclared_prefix(undeclared[0], text, seen, prefixes)
    return _unexpected(text, found, message, seen, prefixes)


def _error(problem: str, text: str, offset: int, hint: str | None = None) -> QuerySyntaxError:
    line, column = position(text, offset)
    return QuerySyntaxError(problem, line=line, column=column, hint=hint)


def _nothing(text: str, found: Sequence[Token], _message: str) -> QuerySyntaxError | None:
    return None if found else _error("the query is empty", text, 0, f"Write {_either(FORMS)}.")


def _wrong_start(text: str, found: Sequence[Token], _message: str) -> QuerySyntaxError | None:
    word = found[0].text.upper()
    if found[0].kind != "word" or word.startswith((*FORMS, "PREFIX", "BASE", "VERSION")):
        return None
    from difflib import get_close_matches

    near = get_close_matches(word, (*FORMS, "PREFIX"), n=1)
    hint = f"Did you mean {near[0]}?" if near else f"A query starts with {_either(FORMS)}."
    return _error(f"a query does not start with `{found[0].text}`", text, found[0].start, hint)


def _open_quote(text: str, found: Sequence[Token], _message: str) -> QuerySyntaxError | None:
    quote = next((token for token in found if token.text in ('"', "'")), None)
    return quote and _error("the string that starts here does not end", text, quote.start)


def _relative_iri(text: str, found: Sequence[Token], message: str) -> QuerySyntaxError | None:
    if "IRI parsing failed" not in message:
        return None
    relative = next((token for token in found if token.kind == "iri" and ":" not in token.text), None)
    hint = "Write it in full, <https://...>, or with a prefix and without brackets."
    return relative and _error(f"{relative.text} is not a full IRI", text, relative.start, hint)


def _undeclared_prefix(prefix: str, text: str, seen: Outline, prefixes: Mapping[str, str]) -> QuerySyntaxError:
    from difflib import get_close_matches

    near = get_close_matches(prefix, list(prefixes), n=1)
    hint = f"Did you mean {near[0]}: <{prefixes[near[0]]}>?" if near else f"Declare it: PREFIX {prefix}: <...>"
    return _error(f"the prefix {prefix!r} is not declared", text, seen.used[prefix], hint)


def _unexpected(
    text: str, found: Sequence[Token], message: str, seen: Outline, prefixes: Mapping[str, str]
) -> QuerySyntaxError:
    offset = _place(text, found, message, prefixes)
    if sentence := _sentence(message):
        return _error(f"the query does not parse: {sentence}", text, offset)
    rest = text[offset:].strip().partition("\n")[0]
    problem = f"the query does not parse at `{rest[:LONGEST_SNIPPET]}`" if rest else "the query ends too early"
    hint = None
    if seen.unclosed is not None:
        line, column = position(text, seen.unclosed)
        hint = f"The bracket {text[seen.unclosed]} of line {line}, column {column} is not closed."
    return _error(problem, text, offset, hint)


def _place(text: str, found: Sequence[Token], message: str, prefixes: Mapping[str, str]) -> int:
    if len(text) > LONGEST_LOCATED:
        return _told_offset(text, message)
    starts = [0]
    for token in found:
        starts.append(starts[-1] + len(token.text) + len(GAP))
    try:
        Store().query("".join(token.text + GAP for token in found).replace("\n", " "), prefixes=dict(prefixes))
    except SyntaxError as fault:
        reached = bisect_right(starts, _told_place(str(fault.msg))[1] - 1) - 1
        return found[reached].start if reached < len(found) else len(text)
    return _told_offset(text, message)


def _told_offset(text: str, message: str) -> int:
    line, column = _told_place(message)
    lines = text.split("\n")[: line - 1]
    return min(sum(len(before) + 1 for before in lines) + column - 1, len(text))


def _told_place(message: str) -> tuple[int, int]:
    line, _, column = message.removeprefix("error at ").partition(": ")[0].partition(":")
    return (int(line), int(column)) if line.isdecimal() and column.isdecimal() else (1, 1)


def _sentence(message: str) -> str | None:
    # Among the tokens it expected, the engine lists its own sentences: words with small letters and spaces.
    parts = message.partition("expected ")[2].removeprefix("one of ").split(", ")
    return next((part for part in parts if " " in part and part.replace(" ", "").isalpha()), None)


def _either(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
