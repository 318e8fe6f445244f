"""Remedies: where they meet the paths, the fewest that meet all, and what they may do besides."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from myograph.causal.links import Node
from myograph.causal.paths import Path, best_paths
from myograph.causal.remedies import LARGEST_SET, Remedy, harms_of, remedies, remedy_sets
from tests.causal.small_graphs import drawn

KINDS = {
    "yoga": "intervention", "water": "intervention", "rest": "intervention", "magnesium": "mineral",
    "too much water": "cause", "imbalance": "imbalance", "twitching": "symptom", "sleep": "function",
}  # fmt: skip
BODY = """
worry +> stress
stress +> twitching
effort +> imbalance
imbalance +> twitching
yoga -> stress: contested
rest -> effort
rest -> worry
water -> twitching
magnesium -> imbalance: by definition
too much water +> imbalance: not yet appraised
yoga +> sleep
shade -> stress
"""


def paths(*starts: str) -> tuple[Path, ...]:
    return tuple(path for start in starts for path in best_paths(drawn(BODY, KINDS), start, "twitching").found)


def found(*starts: str) -> dict[str, Remedy]:
    return {remedy.node.label: remedy for remedy in remedies(drawn(BODY, KINDS), paths(*starts))}


def test_a_remedy_meets_the_paths_that_pass_what_it_opposes() -> None:
    met = found("worry", "effort")
    assert met["yoga"].paths == {0}
    assert met["rest"].paths == {0, 1}
    assert [step.object.label for step in met["rest"].steps] == ["effort", "worry"]
    assert met["yoga"].steps[0].verdict == "contested"


def test_what_meets_the_end_is_told_apart() -> None:
    met = found("worry")
    assert met["water"].meets_end
    assert met["water"].paths == frozenset()
    assert not met["yoga"].meets_end


def test_only_what_a_person_can_do_or_take_is_a_remedy() -> None:
    assert "shade" not in found("worry")


def test_the_fewest_remedies_that_meet_every_path() -> None:
    sets = remedy_sets(found("worry", "effort").values(), 2)
    assert [[node.label for node in nodes] for nodes in sets.sets] == [["rest"]]
    assert sets.exact


def test_paths_that_nothing_meets_are_named() -> None:
    met = [remedy for name, remedy in found("worry", "effort").items() if name == "yoga"]
    assert remedy_sets(met, 2).unmet == (1,)
    assert remedy_sets(met, 2).size is None
    assert remedy_sets([], 0).sets == ()


def test_too_much_of_a_remedy_is_shown_against_it() -> None:
    graph = drawn(BODY, KINDS)
    (water,) = [r for r in remedies(graph, paths("worry"), overdoing={"water": ["too much water"]}) if r.meets_end]
    assert [(harm.node.label, harm.verdict) for harm in water.harms] == [
        ("imbalance", "not yet appraised"),
        ("twitching", "not yet appraised"),
    ]


def test_warnings_need_not_meet_the_bar_of_benefits() -> None:
    strict = drawn("worry +> twitching\nwater -> twitching", KINDS)
    (path,) = best_paths(strict, "worry", "twitching").found
    (water,) = remedies(strict, [path], overdoing={"water": ["too much water"]}, warnings=drawn(BODY, KINDS))
    assert water.harms


def test_a_function_is_no_harm() -> None:
    assert harms_of(drawn(BODY, KINDS), ["yoga"]) == ()


@given(st.lists(st.frozensets(st.integers(0, 5), max_size=4), max_size=7), st.integers(1, 6))
def test_sets_are_exactly_the_smallest_that_hit_all(met: list[frozenset[int]], number: int) -> None:
    wanted = frozenset(range(number))
    some = [Remedy(Node(str(i), str(i)), (), positions & wanted, False) for i, positions in enumerate(met)]
    answer = remedy_sets(some, number, most=1000)
    useful = [remedy for remedy in some if remedy.paths]
    tries = (list(combinations(useful, size)) for size in range(1, len(useful) + 1))
    hitting = ([c for c in chosen if frozenset().union(*(r.paths for r in c)) == wanted] for chosen in tries)
    smallest = next((sets for sets in hitting if sets), [])
    assert answer.sets == tuple(tuple(remedy.node for remedy in chosen) for chosen in smallest)
    assert answer.exact


def test_beyond_the_bound_the_answer_hits_and_says_that_it_may_not_be_smallest() -> None:
    number = LARGEST_SET + 4
    some = [Remedy(Node(str(i), str(i)), (), frozenset({i}), False) for i in range(number)]
    answer = remedy_sets(some, number)
    assert not answer.exact
    assert [len(nodes) for nodes in answer.sets] == [number]
