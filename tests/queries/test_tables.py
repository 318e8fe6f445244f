"""Tables for people: aligned, readable, and harmless whatever the labels hold."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from myograph.queries.results import Solutions
from myograph.queries.tables import cell, cells, markdown, numeric, plain, visible, width
from myograph.queries.values import Blank, Iri, Text, Value
from tests.rdf_pieces import texts

rows_of_text = st.lists(st.tuples(texts, texts), max_size=4)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Iri("urn:ex:a", "ex:a", "a label"), "a label"),
        (Iri("urn:ex:a", "ex:a"), "ex:a"),
        (Iri("urn:ex:a"), "<urn:ex:a>"),
        (Blank("_:b"), "_:b"),
        (Text("Krampf", "de"), "Krampf"),
        (None, ""),
        (True, "true"),
        (12, "12"),
        (Decimal("1E+3"), "1000"),
        (0.5, "0.5"),
        (date(2024, 2, 29), "2024-02-29"),
        (datetime(2024, 2, 29, 12, tzinfo=UTC), "2024-02-29T12:00:00+00:00"),
        ((Iri("urn:s", "ex:s"), Iri("urn:p", "ex:p", "is"), "x"), "<< ex:s is x >>"),
    ],
)
def test_a_cell_shows_what_a_reader_looks_for(value: Value, shown: str) -> None:
    assert cell(value) == shown


def test_iris_are_shown_when_wanted() -> None:
    assert cell((Iri("urn:s", "ex:s", "label"), None, True), iris=True) == "<< urn:s  true >>"


@given(texts)
def test_nothing_that_drives_a_terminal_is_shown(text: str) -> None:
    shown = visible(text)
    assert all(letter.isprintable() or letter == "\N{NO-BREAK SPACE}" or letter.isspace() for letter in shown)
    assert not set(shown) & set("\x1b\x00\x7f\n\r\t\u202e\x9b")


@given(st.text(st.characters(exclude_characters="\\", exclude_categories=["Cs"]), max_size=8))
def test_what_is_shown_can_be_read_back(text: str) -> None:
    escape = re.compile(r"\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|[nrt])")
    assert escape.sub(lambda found: found[0].encode().decode("unicode_escape"), visible(text)) == text


def test_text_that_shows_stays_as_it_is() -> None:
    assert visible("Ödem, 筋肉 😀\N{NO-BREAK SPACE}§") == "Ödem, 筋肉 😀\N{NO-BREAK SPACE}§"
    assert visible("a\x1b[31mb\u202ec\n") == "a\\x1b[31mb\\u202ec\\n"


def test_columns_are_aligned_and_numbers_stand_right() -> None:
    found = Solutions(("name", "n"), ((Iri("urn:a", "ex:a"), 5), ("筋肉", None), ("e\u0301", 1000)))
    assert numeric(found) == (False, True)
    assert list(plain(found.columns, cells(found), numeric(found))) == [
        "name     n",
        "----  ----",
        "ex:a     5",
        "筋肉",
        "e\u0301     1000",
    ]


def test_a_table_without_rows_has_its_head() -> None:
    found = Solutions(("a", "bb"), ())
    assert numeric(found) == (False, False)
    assert list(plain(found.columns, cells(found), numeric(found))) == ["a  bb", "-  --"]
    assert list(markdown(found.columns, cells(found), numeric(found))) == ["| a | bb |", "| --- | --- |"]


@given(rows_of_text)
def test_every_line_of_a_plain_table_is_as_wide_as_the_columns(rows: list[tuple[str, str]]) -> None:
    found = Solutions(("one", "two"), tuple(rows))
    head, rule, *lines = plain(found.columns, cells(found), (False, False))
    first, _ = rule.split("  ")
    assert len(lines) == len(rows)
    assert all(width(line) <= len(rule) for line in (head, *lines))
    assert all(len(first) >= width(visible(row[0])) for row in rows)


@given(rows_of_text)
def test_a_markdown_table_reads_back_as_its_cells(rows: list[tuple[str, str]]) -> None:
    found = Solutions(("one", "two"), tuple(rows))
    head, rule, *lines = markdown(found.columns, cells(found), (False, True))
    assert (head, rule) == ("| one | two |", "| --- | ---: |")
    assert len(lines) == len(rows)
    assert cells_read("\n".join((head, rule, *lines)))[2:] == [visible(text).strip() for row in rows for text in row]


def cells_read(text: str) -> list[str]:
    """Return what a Markdown reader shows in the cells of a table, head first."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    inner = [token.children or [] for token in tokens if token.type == "inline"]
    return [
        "".join(part.content if part.type.startswith("text") else f"<{part.type}>" for part in parts) for parts in inner
    ]
