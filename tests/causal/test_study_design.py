"""Adjustment sets and instruments: published examples, and an independent implementation that walks every way.

The examples are those of the textbooks and of papers that DAGitty (J. Textor and others) ships: the graphs and their
minimal sets are facts of the literature, written down here anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations, pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myograph.causal.study_design import (
    adjustment,
    adjustment_sets,
    instruments,
    is_adjustment_set,
    minimal_separators,
)
from myograph.errors import UsageError
from tests.causal.small_graphs import Signed, drawn

FORK = "C > X Y; X > Y"
M_BIAS = "U1 > X M; U2 > M Y; X > Y"
TRIANGLE = "E > D; A > E Z; B > D Z; Z > E D"
MEDIATOR = "Z > X I; X > I Y; I > Y"
SHRIER_PLATT_2008 = """
Coach > FitnessLevel TeamMotivation; Genetics > FitnessLevel NeuromuscularFatigue ConnectiveTissueDisorder;
TeamMotivation > PreviousInjury WarmUp; PreGameProprioception > WarmUp;
ConnectiveTissueDisorder > TissueWeakness NeuromuscularFatigue; ContactSport > IntraGameProprioception PreviousInjury;
TissueWeakness > Injury; IntraGameProprioception > Injury; FitnessLevel > PreGameProprioception NeuromuscularFatigue;
NeuromuscularFatigue > IntraGameProprioception Injury; WarmUp > IntraGameProprioception
"""
POLZER_2012 = """
ToothLoss > Mortality; Periodontitis > ToothLoss; Caries > ToothLoss;
Diabetes > Mortality Periodontitis Hypertension Lipids; Obesity > Mortality Periodontitis Diabetes Hypertension Lipids;
Hypertension > Mortality; Lipids > Mortality;
Psychosocial > ToothLoss Mortality Periodontitis Caries Diabetes Obesity Hypertension Alcohol Smoking Sport Lipids;
Age > ToothLoss Mortality Periodontitis Caries Diabetes Obesity Hypertension Psychosocial Alcohol Smoking Sport Lipids;
Sex > ToothLoss Mortality Periodontitis Caries Diabetes Obesity Hypertension Psychosocial Alcohol Smoking Sport Lipids;
Alcohol > ToothLoss Mortality Diabetes Obesity Hypertension Smoking Lipids;
Smoking > ToothLoss Mortality Periodontitis Diabetes Obesity Hypertension Sport;
Sport > Mortality Periodontitis Diabetes Obesity Hypertension Lipids
"""

EXAMPLES = [
    (FORK, "X", "Y", ["C"]),
    (M_BIAS, "X", "Y", [""]),
    (TRIANGLE, "E", "D", ["A Z", "B Z"]),
    (MEDIATOR, "X", "Y", ["Z"]),
    ("X > M; M > Y; X > Y", "X", "Y", [""]),
    ("X > Y; X > C; Y > C", "X", "Y", [""]),
    (
        SHRIER_PLATT_2008,
        "WarmUp",
        "Injury",
        [
            "Coach FitnessLevel",
            "Coach PreGameProprioception",
            "ConnectiveTissueDisorder NeuromuscularFatigue",
            "FitnessLevel Genetics",
            "FitnessLevel TeamMotivation",
            "NeuromuscularFatigue TissueWeakness",
            "PreGameProprioception TeamMotivation",
        ],
    ),
    (
        POLZER_2012,
        "ToothLoss",
        "Mortality",
        [
            "Age Alcohol Diabetes Obesity Psychosocial Sex Smoking Sport",
            "Age Alcohol Periodontitis Psychosocial Sex Smoking",
        ],
    ),
]


def dag(text: str) -> Signed[str]:
    """Return the graph of a text: `cause > effects; cause > effects`."""
    graph: Signed[str] = nx.DiGraph()
    for part in text.split(";"):
        cause, _, effects = part.partition(">")
        graph.add_edges_from((cause.strip(), effect) for effect in effects.split())
    return graph


@pytest.mark.parametrize(("text", "exposure", "outcome", "sets"), EXAMPLES)
def test_published_examples_have_their_published_sets(text: str, exposure: str, outcome: str, sets: list[str]) -> None:
    found = adjustment_sets(dag(text), exposure, outcome)
    assert sorted(" ".join(sorted(each)) for each in found) == sets


def ways(graph: Signed[str], one: str, other: str) -> Iterator[list[str]]:
    yield from nx.all_simple_paths(graph.to_undirected(), one, other)


def is_open(graph: Signed[str], way: list[str], given_: Collection[str]) -> bool:
    """Tell whether association flows along a way, node by node, as the textbooks define it."""
    for before, node, after in zip(way, way[1:], way[2:], strict=False):
        collides = graph.has_edge(before, node) and graph.has_edge(after, node)
        below = nx.descendants(graph, node) | {node}
        if below.isdisjoint(given_) if collides else node in given_:
            return False
    return True


def is_causal(graph: Signed[str], way: list[str]) -> bool:
    return all(graph.has_edge(*pair) for pair in pairwise(way))


def suffices(graph: Signed[str], exposure: str, outcome: str, chosen: Collection[str]) -> bool:
    """Tell whether a set adjusts, by walking every way from exposure to outcome."""
    every = list(ways(graph, exposure, outcome))
    causal = {node for way in every if is_causal(graph, way) for node in way[1:]}
    barred = {after for node in causal for after in nx.descendants(graph, node) | {node}}
    return barred.isdisjoint(chosen) and not any(
        is_open(graph, way, chosen) for way in every if not is_causal(graph, way)
    )


def by_brute_force(graph: Signed[str], exposure: str, outcome: str, measured: Collection[str]) -> set[frozenset[str]]:
    found: list[frozenset[str]] = []
    for size in range(len(measured) + 1):
        for each in map(frozenset, combinations(sorted(measured), size)):
            if not any(smaller <= each for smaller in found) and suffices(graph, exposure, outcome, each):
                found.append(each)
    return set(found)


@st.composite
def dags(draw: st.DrawFn) -> Signed[str]:
    order = draw(st.permutations("abcdef"))
    graph: Signed[str] = nx.DiGraph()
    graph.add_nodes_from("abcdef")
    graph.add_edges_from(pair for pair in combinations(order, 2) if draw(st.booleans()))
    return graph


@given(dags(), st.sets(st.sampled_from("cdef")))
def test_sets_are_exactly_the_minimal_ones_of_brute_force(graph: Signed[str], unmeasured: set[str]) -> None:
    wanted = by_brute_force(graph, "a", "b", set("cdef") - unmeasured)
    found = list(adjustment_sets(graph, "a", "b", unmeasured=unmeasured))
    assert set(found) == wanted
    assert len(found) == len(wanted)


@given(dags())
def test_adjustment_sets_really_d_separate(graph: Signed[str]) -> None:
    for chosen in adjustment_sets(graph, "a", "b"):
        assert is_adjustment_set(graph, "a", "b", chosen)
        assert suffices(graph, "a", "b", chosen)
        for left_out in chosen:
            assert not is_adjustment_set(graph, "a", "b", chosen - {left_out})


@given(dags())
def test_minimal_separators_are_those_of_networkx(graph: Signed[str]) -> None:
    found = list(minimal_separators(graph, "a", "b"))
    assert all(nx.is_minimal_d_separator(graph, "a", "b", set(each)) for each in found)
    assert bool(found) == (nx.find_minimal_d_separator(graph, "a", "b") is not None)


@given(dags())
def test_instruments_move_the_exposure_and_reach_the_outcome_only_through_it(graph: Signed[str]) -> None:
    held = graph.copy()
    held.remove_edges_from(list(graph.out_edges("a")))
    for instrument in instruments(graph, "a", "b"):
        fixed = {node.iri for node in instrument.given}
        assert not any(is_open(held, way, fixed) for way in ways(held, instrument.node.iri, "b"))
        assert any(is_open(held, way, fixed) for way in ways(held, instrument.node.iri, "a"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Z > X; X > Y; U > X Y", [("Z", ())]),
        ("W > Z U; Z > X; X > Y; U > X Y", [("Z", ("W",))]),
        ("Z > X Y; X > Y; U > X Y", []),
    ],
)
def test_instruments_of_the_textbooks(text: str, wanted: list[tuple[str, tuple[str, ...]]]) -> None:
    found = instruments(dag(text), "X", "Y", unmeasured={"U"})
    assert [(each.node.label, tuple(node.label for node in each.given)) for each in found] == wanted


def test_an_answer_names_sets_mediators_and_what_was_set_aside() -> None:
    graph = drawn("c +> x\nc +> y\nx +> m\nm +> y\nx +> y\ny +> c: contested")
    answer = adjustment(graph, "x", "y")
    assert [[node.label for node in nodes] for nodes in answer.sets] == [["c"]]
    assert [node.label for node in answer.mediators] == ["m"]
    assert [step.sentence for step in answer.set_aside] == ["y causes c"]
    assert answer.has_effect
    assert answer.all_listed


def test_without_an_effect_the_answer_says_so() -> None:
    answer = adjustment(drawn("c +> x\nc +> y"), "x", "y")
    assert not answer.has_effect
    assert answer.instruments == ()
    assert [[node.label for node in nodes] for nodes in answer.sets] == [["c"]]


def test_what_is_not_measured_cannot_be_adjusted_for() -> None:
    assert adjustment(drawn("c +> x\nc +> y\nx +> y"), "x", "y", unmeasured=["c"]).sets == ()


def test_a_list_that_is_cut_short_says_so() -> None:
    graph = drawn("a +> x\na +> b\nb +> c\nc +> y\nx +> y")
    assert not adjustment(graph, "x", "y", most=2).all_listed
    assert adjustment(graph, "x", "y", most=3).all_listed


def test_bad_ends_are_refused() -> None:
    with pytest.raises(UsageError, match="the same"):
        adjustment(drawn("a +> b"), "a", "a")
    with pytest.raises(UsageError, match="no causal link"):
        adjustment(drawn("a +> b"), "a", "z")
