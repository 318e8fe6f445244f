"""Whatever bytes a request holds, reading it ends in a question or in a problem that says what is wrong."""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myograph.formats import BY_NAME
from myograph.server.app import quoted
from myograph.server.asking import asked, fields_of
from myograph.server.negotiation import accepted, coding_for, prefers_page
from myograph.server.problems import Problem
from myograph.server.settings import host_name
from myograph.server.writing import Writing

FIELDS = st.lists(
    st.tuples(st.sampled_from(("query", "update", "format", "default-graph-uri", "x")), st.text(max_size=20))
)
KINDS = st.sampled_from(
    (
        "application/x-www-form-urlencoded",
        "application/sparql-query",
        "application/sparql-update; charset=utf-8",
        "",
        "a/b",
    )
)


@given(st.sampled_from(("GET", "POST")), st.binary(max_size=60), KINDS, st.binary(max_size=60), st.text(max_size=40))
def test_any_bytes_are_a_question_or_a_problem(
    method: str, address: bytes, kind: str, body: bytes, accept: str
) -> None:
    try:
        found = asked(method, address, kind, body, accept)
    except Problem as problem:
        told = problem
    else:
        assert found.query is None or found.update is None
        assert set(found.formats) <= set(BY_NAME)
        return
    assert told.status in (400, 415)
    assert told.detail


@given(FIELDS)
def test_fields_come_out_as_they_went_in(fields: list[tuple[str, str]]) -> None:
    text = [(name, value.encode("utf-8", "replace").decode()) for name, value in fields]
    assert fields_of(urlencode(text).encode()) == tuple(text)


@given(st.binary(max_size=40))
def test_percent_escapes_are_read_once(data: bytes) -> None:
    query = b"query=" + quote_from_bytes(data).encode()
    try:
        expected = data.decode("utf-8")
    except UnicodeDecodeError:
        with pytest.raises(Problem, match="UTF-8"):
            fields_of(query)
    else:
        assert fields_of(query) == (("query", expected),)


@given(st.text(max_size=80))
def test_any_header_has_a_meaning(header: str) -> None:
    assert set(accepted(header)) <= set(BY_NAME)
    assert coding_for(header, ("br", "gzip")) in ("br", "gzip", "")
    assert prefers_page(header) in (True, False)
    name = host_name(header)
    assert name is None or re.fullmatch(r"[0-9a-z._:-]+", name)


@given(st.text(max_size=80))
def test_a_quoted_text_stays_on_its_line_and_between_its_quotes(text: str) -> None:
    told = quoted(text)
    assert told[0] == told[-1] == '"'
    assert '"' not in told[1:-1]
    assert told.isprintable()


class Claimed:
    """A request that bears what a header says."""

    def __init__(self, header: str) -> None:
        self._header = header

    def header(self, _name: bytes) -> str:
        return self._header


@given(st.one_of(st.text(max_size=40), st.builds("Bearer {}".format, st.text(max_size=40))))
def test_nothing_but_the_token_is_the_token(header: str) -> None:
    token = "0123456789abcdef"
    keeper = Writing(None, None, token, 1.0, None)  # type: ignore[arg-type]
    with pytest.raises(Problem, match="token"):
        keeper.require_right(Claimed(header))  # type: ignore[arg-type]
    keeper.require_right(Claimed(f"bearer {token}"))  # type: ignore[arg-type]
