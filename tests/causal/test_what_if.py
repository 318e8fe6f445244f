"""What if: hand-derived cases, each with the reason why, and agreement with brute force on small graphs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myograph.causal.links import BY_DEFINITION, CONFLICTING, OPPOSES, PROMOTES, CausalLink, Node
from myograph.causal.view import causal_graph, signed_graph
from myograph.causal.what_if import LOWERED, RAISED, WhatIf, what_if
from myograph.errors import UsageError
from tests.causal.small_graphs import NAMES, Signed, drawn, edges_of, every_path, links, sign_of, some_links

BODY = """
magnesium -> deficiency: by definition
magnesium -> excess nerves
deficiency +> twitching
deficiency +> cramp
stress +> imbalance
imbalance +> twitching: contested
yoga -> stress
water -> twitching
water +> imbalance
"""


def moved(answer: WhatIf) -> dict[str, str]:
    return {change.node.label: change.direction for change in answer.changes}


def test_raising_raises_what_is_promoted_and_lowers_what_is_opposed() -> None:
    assert moved(what_if(drawn(BODY), raised=["stress"])) == {"imbalance": RAISED, "twitching": RAISED}
    assert moved(what_if(drawn(BODY), raised=["yoga"])) == {
        "stress": LOWERED,
        "imbalance": LOWERED,
        "twitching": LOWERED,
    }


def test_lowering_is_the_mirror_of_raising() -> None:
    assert moved(what_if(drawn(BODY), lowered=["stress"])) == {"imbalance": LOWERED, "twitching": LOWERED}


def test_two_ways_that_disagree_are_conflicting_and_neither_wins() -> None:
    answer = what_if(drawn(BODY), raised=["water"])
    assert moved(answer) == {"imbalance": RAISED, "twitching": CONFLICTING}
    (change,) = [change for change in answer.changes if change.node.label == "twitching"]
    assert change.ways == 2
    assert change.path.sentence == "water relieves twitching."


def test_eating_spinach_does_not_lower_everything() -> None:
    """Food is no cause of anything, and a mineral ends at its lack: whether that is there, no leaf can tell."""
    assert moved(what_if(drawn(BODY), raised=["spinach"])) == {}
    answer = what_if(drawn(BODY), raised=["magnesium"])
    assert moved(answer) == {"deficiency": LOWERED, "excess nerves": LOWERED}
    assert what_if(drawn(BODY), raised=["magnesium"], links=8).changes == answer.changes


def test_even_if_food_were_linked_a_definition_would_stop_it() -> None:
    fed = BODY + "spinach +> magnesium"
    assert moved(what_if(drawn(fed), raised=["spinach"], links=8)) == {
        "magnesium": RAISED,
        "deficiency": LOWERED,
        "excess nerves": LOWERED,
    }


def test_what_the_lack_does_is_answered_when_it_is_asked() -> None:
    assert moved(what_if(drawn(BODY), lowered=["deficiency"])) == {"twitching": LOWERED, "cramp": LOWERED}


def test_a_change_is_followed_for_three_links_unless_more_is_asked() -> None:
    chain = drawn("a +> b\nb +> c\nc +> d\nd +> e")
    assert set(moved(what_if(chain, raised=["a"]))) == {"b", "c", "d"}
    assert set(moved(what_if(chain, raised=["a"], links=4))) == {"b", "c", "d", "e"}


def test_what_is_changed_is_held() -> None:
    loop = drawn("a +> b\nb -> a\nb +> c")
    assert moved(what_if(loop, raised=["a"])) == {"b": RAISED, "c": RAISED}
    assert moved(what_if(loop, raised=["a"], lowered=["b"])) == {"c": LOWERED}


def test_a_link_on_which_claims_disagree_leaves_everything_behind_it_open() -> None:
    graph = drawn("a +> b\na -> b\nb +> c")
    assert moved(what_if(graph, raised=["a"])) == {"b": CONFLICTING, "c": CONFLICTING}


def test_a_chain_does_not_hide_what_evidence_says_of_the_whole() -> None:
    middle, end = what_if(drawn("a +> b\nb +> c\na +> c: contested"), raised=["a"]).changes
    assert (middle.direct, end.direct) == (None, "contested")
    assert (end.distance, end.verdict) == (2, "supported")
    strict = what_if(drawn("a +> b\nb +> c"), raised=["a"], every=drawn("a +> c: contested"))
    assert strict.changes[-1].direct == "contested"


def test_red_flags_are_not_predicted() -> None:
    graph = drawn("a +> flag\nflag +> b\na +> c", {"flag": "red flag"})
    answer = what_if(graph, raised=["a"])
    assert moved(answer) == {"c": RAISED}
    assert [node.label for node in answer.red_flags] == ["flag"]
    asked = what_if(graph, raised=["flag"])
    assert (asked.changes, [node.label for node in asked.red_flags]) == ((), ["flag"])


def test_grave_symptoms_are_not_predicted_however_low_the_bar() -> None:
    said = links("a +> fit: own source only\nfit +> b\na +> c")
    marked = [replace(each, subject=_marked(each.subject), object=_marked(each.object)) for each in said]
    answer = what_if(signed_graph(causal_graph(marked)), raised=["a"])
    assert moved(answer) == {"c": RAISED}
    assert [node.label for node in answer.red_flags] == ["fit"]


def _marked(node: Node) -> Node:
    return replace(node, grave=node.label == "fit")


def test_a_function_is_served_or_hindered() -> None:
    graph = drawn("calcium +> contraction\nmagnesium -> contraction", {"contraction": "function"})
    for mineral, word in (("calcium", "served"), ("magnesium", "hindered")):
        (change,) = what_if(graph, raised=[mineral]).changes
        assert change.in_words == word


def brute_force(graph: Signed[str], start: str, links: int) -> dict[str, set[str]]:
    """Return the signs of all simple paths that do not go on after a definition."""
    signs: dict[str, set[str]] = {}
    for name in NAMES:
        for path in every_path(graph, start, name, links):
            verdicts = [graph.edges[edge]["verdict"] for edge in edges_of(path)]
            if BY_DEFINITION not in verdicts[:-1]:
                signs.setdefault(name, set()).add(sign_of(graph, path))
    return signs


@given(some_links(), st.integers(1, 4))
def test_directions_are_those_of_all_paths_together(found: tuple[CausalLink, ...], links: int) -> None:
    graph = signed_graph(causal_graph(found))
    words = {PROMOTES: RAISED, OPPOSES: LOWERED, CONFLICTING: CONFLICTING}
    wanted = {
        name: words[signs.pop()] if len(signs) == 1 else CONFLICTING
        for name, signs in brute_force(graph, "a", links).items()
    }
    assert moved(what_if(graph, raised=["a"], links=links)) == wanted


@given(some_links())
def test_raising_and_lowering_mirror_each_other(found: tuple[CausalLink, ...]) -> None:
    graph = signed_graph(causal_graph(found))
    up, down = moved(what_if(graph, raised=["a"])), moved(what_if(graph, lowered=["a"]))
    mirror = {RAISED: LOWERED, LOWERED: RAISED, CONFLICTING: CONFLICTING}
    assert down == {name: mirror[direction] for name, direction in up.items()}


def test_a_search_that_takes_too_long_is_cut_off_and_says_so() -> None:
    wide = (
        "\n".join(f"a{i} +> b{j}" for i in range(6) for j in range(6))
        + "\n"
        + "\n".join(f"b{j} +> a{i}" for i in range(6) for j in range(6))
    )
    assert not what_if(drawn(wide), raised=["a0"], links=8, steps=500).complete
    assert what_if(drawn(wide), raised=["a0"], links=2).complete


def test_questions_without_sense_are_refused() -> None:
    graph = drawn("a +> b")
    with pytest.raises(UsageError, match="nothing is changed"):
        what_if(graph)
    with pytest.raises(UsageError, match="raised and lowered"):
        what_if(graph, raised=["a"], lowered=["a"])
    with pytest.raises(UsageError, match="number of links"):
        what_if(graph, raised=["a"], links=9)
