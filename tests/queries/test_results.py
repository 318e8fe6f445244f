"""Rows are values: ordered, comparable, and easy to hand over."""

from __future__ import annotations

import sys

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from myograph.errors import MissingExtra, QueryError, UnknownName
from myograph.names import Prefixes
from myograph.queries.results import Solutions
from myograph.queries.values import Iri
from myograph.store import EmbeddedStore

S, P = NamedNode("urn:ex:s"), NamedNode("urn:ex:p")
STORE = EmbeddedStore.in_memory([Quad(S, P, Literal(n)) for n in (3, 1, 2)])
PREFIXES = Prefixes({"ex": "urn:ex:"})
BY_NUMBER = "SELECT ?o ?s ?nothing { ?s ?p ?o } ORDER BY ?o"


def rows_of(query: str) -> Solutions:
    return Solutions.of(STORE.select(query), PREFIXES)


def test_rows_stand_in_the_order_of_the_query() -> None:
    found = rows_of(BY_NUMBER)
    assert found.columns == ("o", "s", "nothing")
    assert found.rows == ((1, "urn:ex:s", None), (2, "urn:ex:s", None), (3, "urn:ex:s", None))
    assert list(found) == list(found.rows)
    assert (len(found), found[0], found[1:]) == (3, found.rows[0], found.rows[1:])
    assert found.to_dicts()[0] == {"o": 1, "s": "urn:ex:s", "nothing": None}
    assert repr(found) == "<Solutions o, s, nothing: 3 rows>"


def test_no_rows_are_false_and_know_their_columns() -> None:
    found = rows_of("SELECT ?x { ?x <urn:none> ?y }")
    assert not found
    assert (found.columns, found.column("x"), found.to_dicts()) == (("x",), (), [])


def test_equal_answers_are_equal() -> None:
    assert rows_of(BY_NUMBER) == rows_of(BY_NUMBER)
    assert rows_of(BY_NUMBER) != rows_of("SELECT ?o ?s ?other { ?s ?p ?o } ORDER BY ?o")


def test_a_column_is_found_by_name() -> None:
    assert rows_of(BY_NUMBER).column("o") == (1, 2, 3)
    with pytest.raises(UnknownName, match="there is no column 'x'\nColumns: o, s, nothing"):
        rows_of(BY_NUMBER).column("x")


def test_labels_reach_iris_and_the_parts_of_triples() -> None:
    found = rows_of("SELECT ?s (TRIPLE(?s, ?p, ?o) AS ?t) { ?s ?p ?o } LIMIT 1")
    assert found.iris() == {"urn:ex:s", "urn:ex:p"}
    labelled = found.with_labels({"urn:ex:s": "subject"})
    assert labelled == found
    assert [thing.label for thing in things(labelled)] == ["subject", "subject", None]
    assert [thing.curie for thing in things(labelled)] == ["ex:s", "ex:s", "ex:p"]
    assert [thing.label for thing in things(found)] == [None, None, None]


def things(found: Solutions) -> list[Iri]:
    iri, triple = found[0]
    assert isinstance(triple, tuple)
    return [value for value in (iri, *triple) if isinstance(value, Iri)]


def test_triples_are_rows_of_three() -> None:
    found = Solutions.of_triples(STORE.construct("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(?o = 1) }"), PREFIXES)
    assert found == Solutions(("subject", "predicate", "object"), ((Iri("urn:ex:s"), Iri("urn:ex:p"), 1),))


def test_what_fails_while_rows_are_read_is_told() -> None:
    def broken() -> object:
        yield (Literal(1),)
        raise RuntimeError("the engine stumbled")

    with pytest.raises(QueryError, match="cannot be evaluated: the engine stumbled"):
        Solutions.of_triples(broken())  # type: ignore[arg-type]


def test_a_data_frame_keeps_types_and_marks_what_is_missing() -> None:
    pandas = pytest.importorskip("pandas")
    found = Solutions(
        ("i", "f", "b", "s", "wide", "mixed"),
        ((1, 1.0, True, Iri("urn:a"), 2**70, 1), (None, None, None, None, None, "x"), (2**60, 2.5, False, "b", 1, 2.5)),
    )
    frame = found.to_pandas()
    assert frame.dtypes.astype(str).to_list() == ["Int64", "Float64", "boolean", "string", "object", "object"]
    assert frame["i"].to_list() == [1, pandas.NA, 2**60]
    assert frame["s"].iloc[0] == "urn:a"
    assert frame["wide"].iloc[0] == 2**70
    assert frame.iloc[1].isna().to_list() == [True] * 5 + [False]


def test_a_data_frame_without_rows_has_the_columns() -> None:
    pytest.importorskip("pandas")
    frame = Solutions(("x", "y"), ()).to_pandas()
    assert (list(frame.columns), len(frame)) == (["x", "y"], 0)
    assert len(Solutions((), ((), ())).to_pandas()) == 2


def test_a_data_frame_without_pandas_is_an_error_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtra, match=r"pip install 'myograph\[pandas\]'"):
        Solutions(("x",), ()).to_pandas()
