"""Labels are found for many things at once, English first."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad

from myograph.content import Content
from myograph.names import RDFS
from myograph.queries.labels import find_labels
from myograph.store import EmbeddedStore

QUERY = (Content.find().queries / "machinery" / "labels.rq").read_text("utf-8")


def store_of(*labels: tuple[str, Literal]) -> EmbeddedStore:
    return EmbeddedStore.in_memory(Quad(NamedNode(f"urn:{name}"), RDFS.label, label) for name, label in labels)


def test_the_english_label_comes_first() -> None:
    store = store_of(
        ("a", Literal("anders", language="de")),
        ("a", Literal("zulu", language="en")),
        ("a", Literal("alpha", language="en")),
        ("a", Literal("aaa")),
        ("b", Literal("ohne")),
        ("b", Literal("aber", language="de")),
        ("c", Literal("Krampf", language="de")),
    )
    found = find_labels(store, QUERY, ["urn:a", "urn:b", "urn:c", "urn:none"])
    assert found == {"urn:a": "alpha", "urn:b": "ohne", "urn:c": "Krampf"}


def test_nothing_is_asked_for_nothing() -> None:
    assert find_labels(store_of(), "this is no query", []) == {}


def test_many_things_are_asked_for_in_one_query() -> None:
    store = store_of(*((str(number), Literal(f"label {number}")) for number in range(3000)))
    found = find_labels(store, QUERY, (f"urn:{number}" for number in range(5000)))
    assert len(found) == 3000
    assert found["urn:2999"] == "label 2999"
