"""What an answer is handed over as says the same: frames, tables, graphs, pages, workbooks."""

from __future__ import annotations

import io
import sys
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myograph.errors import MissingExtra, QueryError, UsageError
from myograph.queries.markup import html
from myograph.queries.results import MOST_DISPLAYED, Solutions
from myograph.queries.typed_columns import column_type
from myograph.queries.values import Blank, Iri, Text
from myograph.queries.workbooks import LONGEST_TEXT, MOST_ROWS, parquet, workbook

MOMENT = datetime.combine(date(2020, 1, 1), time())
ZONE = timezone(timedelta(hours=2))
ROWS = Solutions(
    ("thing", "whole", "exact", "real", "flag", "day", "instant", "moment", "mixed", "nothing"),
    (
        (Iri("urn:a", "ex:a", "first"), 2**62, Decimal("0.10"), 1.5, True, date(2020, 2, 29), None, None, 1, None),
        (None, None, 7, None, None, None, datetime(2020, 1, 1, 2, tzinfo=ZONE), MOMENT, 2.5, None),
        ("plain", 0, Decimal(-3), float("inf"), False, None, None, None, Text("x", "en"), None),
    ),
)
TYPED = [
    {"thing": "urn:a", "whole": 2**62, "exact": Decimal("0.1"), "real": 1.5, "flag": True, "day": date(2020, 2, 29)}
    | {"instant": None, "moment": None, "mixed": "1", "nothing": None},
    {"thing": None, "whole": None, "exact": Decimal(7), "real": None, "flag": None, "day": None}
    | {"instant": datetime(2020, 1, 1, 0, tzinfo=UTC), "moment": MOMENT, "mixed": "2.5", "nothing": None},
    {"thing": "plain", "whole": 0, "exact": Decimal(-3), "real": float("inf"), "flag": False, "day": None}
    | {"instant": None, "moment": None, "mixed": "x", "nothing": None},
]
EMPTY = Solutions(("x", "y"), ())


def test_an_arrow_table_reads_back_as_the_rows() -> None:
    pytest.importorskip("pyarrow")
    assert ROWS.to_arrow().to_pylist() == TYPED
    assert (EMPTY.to_arrow().column_names, EMPTY.to_arrow().num_rows) == (["x", "y"], 0)


def test_a_polars_frame_reads_back_as_the_rows() -> None:
    pytest.importorskip("polars")
    assert ROWS.to_polars().to_dicts() == TYPED
    assert (EMPTY.to_polars().columns, EMPTY.to_polars().height) == (["x", "y"], 0)


def as_parquet(solutions: Solutions) -> io.BytesIO:
    target = io.BytesIO()
    parquet(solutions, target)
    return target


def as_workbook(solutions: Solutions, *, iris: bool) -> io.BytesIO:
    target = io.BytesIO()
    workbook(solutions, target, iris=iris)
    return target


def test_a_parquet_file_is_written_batch_by_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow")
    from pyarrow import parquet as pq

    monkeypatch.setattr("myograph.queries.workbooks.BATCH", 2)
    file = pq.ParquetFile(as_parquet(ROWS))
    assert (file.num_row_groups, file.read().to_pylist()) == (2, TYPED)


def test_a_parquet_file_reads_back_as_the_rows() -> None:
    pytest.importorskip("pyarrow")
    from pyarrow import parquet as pq

    assert pq.read_table(as_parquet(ROWS)).to_pylist() == TYPED
    assert pq.read_table(as_parquet(EMPTY)).column_names == ["x", "y"]


NUMBERS = st.none() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=3)


@given(st.lists(NUMBERS, max_size=5))
def test_numbers_lose_nothing(numbers: list[Any]) -> None:
    pytest.importorskip("pyarrow")
    found = Solutions(("n",), tuple((number,) for number in numbers)).to_arrow()["n"].to_pylist()
    assert [each if each is None else Decimal(each) for each in found] == [
        each if each is None else Decimal(each) for each in numbers
    ]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ((1, None), "integer"),
        ((2**63,), "text"),
        ((1, True), "text"),
        ((1, Decimal(1)), "decimal"),
        ((Decimal("1e40"),), "text"),
        ((MOMENT, datetime(2020, 1, 1, tzinfo=UTC)), "text"),
        ((date(2020, 1, 1), MOMENT), "text"),
        ((("a", "b", 1),), "text"),
        ((None,), "text"),
    ],
)
def test_a_column_has_the_one_type_that_fits(values: tuple[Any, ...], kind: str) -> None:
    assert column_type("x", values).kind == kind


@pytest.mark.parametrize(
    ("library", "extra", "method"), [("pyarrow", "arrow", "to_arrow"), ("polars", "polars", "to_polars")]
)
def test_a_missing_library_is_told_with_its_extra(
    library: str, extra: str, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtra, match=rf"{library} is not installed\n.*'myograph\[{extra}\]'"):
        getattr(ROWS, method)()


def test_a_missing_openpyxl_is_told_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtra, match=r"'myograph\[xlsx\]'"):
        workbook(ROWS, io.BytesIO())


A, B, C = Iri("urn:a", "ex:a", "first"), Iri("urn:b"), Blank("_:c")


def test_rows_with_two_ends_are_edges_with_attributes() -> None:
    found = Solutions(
        ("n", "from", "to", "key"), ((1, A, B, "k"), (None, A, B, None), (3, B, C, None), (4, C, None, None))
    ).to_networkx()
    assert sorted(found.edges(data=True), key=str) == sorted(
        [("urn:a", "urn:b", {"n": 1, "key": "k"}), ("urn:a", "urn:b", {}), ("urn:b", "_:c", {"n": 3})], key=str
    )
    assert found.nodes["urn:a"] == {"curie": "ex:a", "label": "first"}


def test_triples_are_edges_and_literals_are_attributes() -> None:
    name = Iri("urn:name", "ex:name")
    rows = ((A, Iri("urn:p"), B), (A, name, "one"), (A, name, "two"))
    found = Solutions(("subject", "predicate", "object"), rows).to_networkx()
    assert list(found.edges(data="predicate")) == [("urn:a", "urn:b", "urn:p")]
    assert found.nodes["urn:a"]["ex:name"] == ["one", "two"]


def test_rows_without_two_ends_are_no_edges() -> None:
    with pytest.raises(UsageError, match="the columns are x, y"):
        Solutions(("x", "y"), ((A, 1),)).to_networkx()
    assert len(EMPTY.to_networkx()) == 0


class Reader(HTMLParser):
    """Collect the tags with their attributes, and the text of each cell."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells and data.strip():
            self.cells[-1] += data


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    return reader


HOSTILE = ("<script>alert(1)</script>", "\"><img src=x onerror='a'>", "</td></table>&lt;", "{{ 7 * 7 }}")


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_an_answer_is_text(text: str) -> None:
    rows = ((Iri(f"http://e/{text}", None, text), text), (Iri("javascript:alert(1)"), None))
    found = read(Solutions(("x", text), rows).to_html())
    assert set(found.tags) == {"table", "thead", "tbody", "tr", "th", "td", "a"}
    assert found.cells == ["x", text, text, text, "<javascript:alert(1)>", ""]
    assert found.links == [f"http://e/{text}"]


def test_a_page_holds_the_table_and_loads_nothing() -> None:
    found = read(EMPTY.to_html(page=True))
    assert found.cells == ["x", "y"]
    assert not {"script", "link", "img"} & set(found.tags)


def test_a_notebook_shows_the_first_rows_and_counts_the_rest() -> None:
    many = Solutions(("n",), tuple((n,) for n in range(MOST_DISPLAYED + 3)))
    shown = read(many._repr_html_())
    assert shown.cells[-2:] == [str(MOST_DISPLAYED - 1), "and 3 more rows"]
    assert read(html(many)).cells[-1] == str(MOST_DISPLAYED + 2)


def sheet_of(solutions: Solutions, *, iris: bool = False) -> list[tuple[Any, ...]]:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(as_workbook(solutions, iris=iris))
    assert not [cell for row in book.active.rows for cell in row if cell.data_type == "f"]
    return [tuple(cell.value for cell in row) for row in book.active.rows]


def test_a_workbook_reads_back_as_what_a_reader_sees() -> None:
    head, first, second, third = sheet_of(ROWS)
    assert head == ROWS.columns
    assert first == (
        "first",
        str(2**62),
        0.1,
        1.5,
        True,
        datetime.combine(date(2020, 2, 29), time()),
        None,
        None,
        1,
        None,
    )
    assert second[6:9] == ("2020-01-01T02:00:00+02:00", MOMENT, 2.5)
    assert third[:5] == ("plain", 0, -3, "inf", False)
    assert sheet_of(ROWS, iris=True)[1][0] == "urn:a"
    assert sheet_of(EMPTY) == [("x", "y")]


def test_no_text_becomes_a_formula_or_breaks_a_workbook() -> None:
    texts = ("=1+1", "+1", "@x", "\x00bell\x07", "#REF!")
    assert sheet_of(Solutions(("=a",), tuple((text,) for text in texts))) == [
        ("=a",),
        ("=1+1",),
        ("+1",),
        ("@x",),
        (r"\x00bell\x07",),
        ("#REF!",),
    ]


def test_what_a_sheet_cannot_hold_is_told() -> None:
    pytest.importorskip("openpyxl")
    with pytest.raises(QueryError, match="a sheet holds"):
        workbook(Solutions((), ((),) * (MOST_ROWS + 1)), io.BytesIO())
    with pytest.raises(QueryError, match="a cell of a sheet holds"):
        workbook(Solutions(("x",), (("a" * (LONGEST_TEXT + 1),),)), io.BytesIO())
