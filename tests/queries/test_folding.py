"""A column of labels becomes the labels of the column it belongs to, where people read tables."""

from __future__ import annotations

from myograph.queries.results import Solutions
from myograph.queries.values import Iri


def test_labels_of_a_column_are_folded_into_it() -> None:
    food = Iri("http://example.org/f", "ex:f", "from the graph")
    before = Solutions(("food", "foodLabel", "n", "nLabel"), ((food, "fig", 1, "one"), (None, None, 2, "two")))
    after = before.folded()
    assert after.columns == ("food", "n", "nLabel")
    [first, second] = after.rows
    assert isinstance(first[0], Iri)
    assert (first[0], first[0].curie, first[0].label) == (food, "ex:f", "fig")
    assert first[1:] == (1, "one")
    assert second == (None, 2, "two")


def test_a_column_of_labels_alone_is_kept_and_an_iri_without_one_keeps_its_own() -> None:
    food = Iri("http://example.org/f", "ex:f", "from the graph")
    assert Solutions(("foodLabel",), (("fig",),)).folded() == Solutions(("foodLabel",), (("fig",),))
    [[kept]] = Solutions(("food", "foodLabel"), ((food, None),)).folded().rows
    assert isinstance(kept, Iri)
    assert kept.label == "from the graph"
    assert Solutions(("food", "foodLabel"), ()).folded().columns == ("food",)
