"""The table of formats agrees with the engine, and says what carries what."""

from __future__ import annotations

import pytest

from myograph import formats
from myograph.errors import UnknownName, UsageError
from myograph.formats import BOOLEAN, FORMATS, SOLUTIONS, TRIPLES, Format
from myograph.queries.writers import DOCUMENTS, GRAPHS, RESULTS, TABLES


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_a_format_is_found_by_all_its_names(row: Format) -> None:
    assert formats.named(row.name.upper()) is row
    assert formats.of_extension(f".{row.extension}") is row
    assert all(
        formats.of_media_type(f"{media}; charset=utf-8", kind) is row for media in row.media_types for kind in row.kinds
    )


def test_names_and_extensions_are_unique() -> None:
    assert len({row.name for row in FORMATS}) == len({row.extension for row in FORMATS}) == len(FORMATS)


def test_every_format_has_a_writer() -> None:
    assert {row.name for row in FORMATS} == {*RESULTS, *GRAPHS, *TABLES, *DOCUMENTS}


@pytest.mark.parametrize("row", [row for row in FORMATS if row.name in RESULTS], ids=lambda row: row.name)
def test_result_formats_agree_with_the_engine(row: Format) -> None:
    assert RESULTS[row.name].media_type.partition(";")[0] in row.media_types


@pytest.mark.parametrize("row", [row for row in FORMATS if row.name in GRAPHS], ids=lambda row: row.name)
def test_graph_formats_agree_with_the_engine(row: Format) -> None:
    assert GRAPHS[row.name].media_type.partition(";")[0] in row.media_types
    assert GRAPHS[row.name].file_extension == row.extension


def test_an_unknown_format_is_told_with_the_near_ones() -> None:
    with pytest.raises(UnknownName, match="there is no format called 'jsn'") as caught:
        formats.named("jsn")
    assert "json" in caught.value.near
    with pytest.raises(UnknownName, match="no format has the file extension 'zzz'") as caught:
        formats.of_extension("zzz")
    assert "ttl" in str(caught.value)


def test_a_format_that_cannot_carry_an_answer_is_refused_with_those_that_can() -> None:
    with pytest.raises(UsageError, match="csv cannot carry the answer of CONSTRUCT or DESCRIBE") as caught:
        formats.require(formats.named("csv"), TRIPLES)
    assert "turtle" in str(caught.value.advice)
    assert "csv" not in str(caught.value.advice)
    assert formats.require(formats.named("csv"), BOOLEAN).name == "csv"


def test_media_types_are_sought_among_what_carries_the_kind() -> None:
    assert formats.of_media_type("application/json", SOLUTIONS) is formats.named("json")
    assert formats.of_media_type("text/turtle", SOLUTIONS) is None
