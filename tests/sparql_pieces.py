"""Pieces of SPARQL for property tests: texts that hold whatever could be mistaken for something else."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = ("SELECT", "service", "SERVICE", "PREFIX", "DESCRIBE", "VALUES", "true", "a", "Filter")
MARKS = ("{", "}", "(", ")", "[", "]", "<<(", ")>>", "!", "#", "'", '"', "'''", "\\", "<", ">", ".", ";", "&&", "||")
NAMES = ("ex:a", ":b", "ex:", "service:x", "?service", "$x", "<urn:a>", "<#b>", "_:c", "12", "1.5e3", "@en", "^^")
SPACES = (" ", "\n", "\t", "\r\n")

anything = st.lists(st.sampled_from((*WORDS, *MARKS, *NAMES, *SPACES)) | st.text(max_size=3), max_size=30).map("".join)
"""Texts that are hardly ever queries."""

hostile = st.lists(st.sampled_from((*WORDS, "{", "}", "(", ")", "!", " ", "ex:a", "?x", "é")), max_size=8).map("".join)
"""Texts to be hidden in strings, comments and IRIs."""


def quoted(text: str, quote: str) -> str:
    """Return the text as a string literal in these quotes."""
    escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"{quote}{escaped.replace(quote[0], chr(92) + quote[0])}{quote}"


strings = st.builds(quoted, hostile, st.sampled_from(["'", '"', "'''", '"""']))
comments = hostile.map(lambda text: f"#{text}\n")
iris = hostile.map(lambda text: f"<urn:{text.translate(str.maketrans('', '', ' {}'))}>")
