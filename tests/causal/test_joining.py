"""Signs across a bridge, against cases worked out by hand: a state is a rise or a fall of a variable."""

from __future__ import annotations

import pytest

from myograph.causal.joining import CAUSAL, QUANTITY, GuestLink, Passage, joined_links
from myograph.causal.links import BY_DEFINITION, OPPOSES, PROMOTES, CausalLink, Node
from myograph.causal.paths import best_paths
from myograph.causal.view import causal_graph, signed_graph


def nodes(*names: str) -> list[Node]:
    return [Node(name, name) for name in names]


LOW, HIGH, EFFECT, SALT_V, WATER_V = nodes("low salt", "high water", "effect", "salt", "water")

BRIDGES = (
    GuestLink("b1", LOW, SALT_V, OPPOSES, QUANTITY),  # low salt is a fall of salt
    GuestLink("b2", HIGH, WATER_V, PROMOTES, QUANTITY),  # high water is a rise of water
    GuestLink("b3", WATER_V, EFFECT, OPPOSES, CAUSAL),  # water works against the effect
)


def sign_of(start: Node, end: Node, *links: GuestLink, ours: tuple[CausalLink, ...] = ()) -> str | None:
    joined = joined_links((*BRIDGES, *links), "guest", "bridge")
    graph = signed_graph(causal_graph((*ours, *joined)))
    return best_paths(graph, start.iri, end.iri, passing=Passage(frozenset(("salt", "water")))).sign


@pytest.mark.parametrize(
    ("sign", "start", "end", "expected"),
    [
        (PROMOTES, LOW, HIGH, OPPOSES),  # salt raises water: little salt, little water, so no high water
        (OPPOSES, LOW, HIGH, PROMOTES),  # salt lowers water: little salt, much water
        (PROMOTES, LOW, EFFECT, PROMOTES),  # little salt, little water, which no longer works against the effect
        (OPPOSES, LOW, EFFECT, OPPOSES),  # little salt, much water, which works against the effect
        (PROMOTES, SALT_V, HIGH, PROMOTES),  # a variable may be the start: more salt, more water
        (PROMOTES, SALT_V, EFFECT, OPPOSES),
    ],
)
def test_a_path_through_the_guest_has_the_sign_worked_out_by_hand(
    sign: str, start: Node, end: Node, expected: str
) -> None:
    assert sign_of(start, end, GuestLink("g", SALT_V, WATER_V, sign, "CausalRelation")) == expected


def test_a_quantity_bridge_is_crossed_both_ways_and_a_causal_one_only_as_it_is_written() -> None:
    back = GuestLink("g", WATER_V, SALT_V, PROMOTES, "CausalRelation")
    assert sign_of(HIGH, LOW, back) == OPPOSES  # much water, much salt: no lack
    assert sign_of(EFFECT, LOW, back) is None


def test_a_path_has_to_go_over_a_link_of_the_guest() -> None:
    ours = (CausalLink("c", LOW, "causes", HIGH, PROMOTES, "supported"),)
    assert sign_of(LOW, HIGH, ours=ours) is None


def test_what_a_guest_states_is_not_appraised_and_what_is_one_quantity_holds_by_definition() -> None:
    link = GuestLink("g", SALT_V, WATER_V, PROMOTES, "CausalRelation", "genetic_lof_gof")
    told = {each.iri: each for each in joined_links((*BRIDGES, link), "guest", "bridge")}
    assert [told[iri].verdict for iri in ("b1", "b3", "g")] == [BY_DEFINITION, "not yet appraised", "not yet appraised"]
    assert [told[iri].sources for iri in ("b1", "g")] == [("bridge",), ("guest",)]
    assert told["g"].qualifiers == ("evidence named there: genetic lof gof",)
