"""Terms become native values without losing what they say."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from myograph.names import XSD, Prefixes
from myograph.queries.values import Blank, Iri, Text, Value, native
from tests.rdf_pieces import texts

PREFIXES = Prefixes({"ex": "urn:ex:"})


@given(st.integers(-(10**30), 10**30))
def test_integers_are_int(number: int) -> None:
    assert native(Literal(str(number), datatype=XSD.integer)) == number


@given(st.floats(allow_nan=False))
def test_doubles_are_float(number: float) -> None:
    value = native(Literal(number))
    assert isinstance(value, float)
    assert value == number


@given(texts)
def test_texts_are_str(text: str) -> None:
    value = native(Literal(text))
    assert type(value) is str
    assert value == text


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        ("007", "integer", 7),
        ("+5", "positiveInteger", 5),
        ("1.50", "decimal", Decimal("1.5")),
        ("-INF", "double", float("-inf")),
        ("1e3", "float", 1000.0),
        ("1", "boolean", True),
        ("false", "boolean", False),
        ("2024-02-29", "date", date(2024, 2, 29)),
        ("2024-02-29T12:00:00Z", "dateTime", datetime(2024, 2, 29, 12, tzinfo=UTC)),
        ("2024-02-29T12:00:00.5", "dateTime", datetime(2024, 2, 29, 12, 0, 0, 500000)),  # noqa: DTZ001
        ("2024-02-29T12:00:00-03:30", "dateTime", datetime(2024, 2, 29, 12, tzinfo=timezone(-timedelta(minutes=210)))),
    ],
)
def test_literals_get_the_type_of_python(text: str, datatype: str, value: Value) -> None:
    found = native(Literal(text, datatype=XSD[datatype]))
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("1_000", "integer"),
        ("٣", "integer"),
        (" 1", "integer"),
        ("9" * 5000, "integer"),
        ("1e3", "decimal"),
        ("infinity", "double"),
        ("True", "boolean"),
        ("2023-02-29", "date"),
        ("-0044-03-15", "date"),
        ("2024-02-29Z", "date"),
        ("2024-02-29T24:00:00", "dateTime"),
        ("P1D", "duration"),
        ("2024", "gYear"),
    ],
)
def test_what_has_no_native_value_stays_a_text_with_its_datatype(text: str, datatype: str) -> None:
    found = native(Literal(text, datatype=XSD[datatype]))
    assert isinstance(found, Text)
    assert (found, found.datatype, found.language) == (text, XSD[datatype].value, None)


def test_text_in_a_language_keeps_it() -> None:
    found = native(Literal("Krampf", language="de"))
    assert isinstance(found, Text)
    assert found == "Krampf"
    assert (found.language, found.datatype) == ("de", None)
    assert repr(found) == "Text('Krampf', language='de')"


def test_an_iri_is_its_text_and_knows_its_curie() -> None:
    found = native(NamedNode("urn:ex:a"), PREFIXES)
    assert isinstance(found, Iri)
    assert found == "urn:ex:a"
    assert {str(found): 1, found: 2} == {"urn:ex:a": 2}
    assert (found.curie, found.label, repr(found)) == ("ex:a", None, "Iri('urn:ex:a')")
    bare = native(NamedNode("urn:ex:a"))
    assert isinstance(bare, Iri)
    assert bare.curie == "<urn:ex:a>"


def test_blank_nodes_triples_and_nothing() -> None:
    assert native(BlankNode("b")) == Blank("_:b")
    assert repr(native(BlankNode("b"))) == "Blank('_:b')"
    triple = Triple(NamedNode("urn:s"), NamedNode("urn:p"), Literal(5))
    assert native(triple) == (Iri("urn:s"), Iri("urn:p"), 5)
    assert native(None) is None


@pytest.mark.parametrize("value", [Iri("urn:a", "ex:a", "label"), Text("a", "en"), Text("a", datatype="urn:t")])
def test_values_survive_copying_and_pickling(value: Iri | Text) -> None:
    for twin in (copy.copy(value), pickle.loads(pickle.dumps(value))):
        assert type(twin) is type(value)
        assert twin == value
        assert [getattr(twin, name) for name in type(value).__slots__] == [
            getattr(value, name) for name in type(value).__slots__
        ]
