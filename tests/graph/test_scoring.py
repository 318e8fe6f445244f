"""Laws of scoring: what holds for every gold standard and every extraction."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myograph.errors import UnknownName, UsageError
from myograph.graph.extraction import Extracted
from myograph.graph.scoring import (
    EXACT,
    FAMILY,
    MATCHES,
    PAIR,
    Figures,
    GoldPlace,
    Prediction,
    Rules,
    Score,
    resolved,
    score,
)

FAMILIES = {"causes": "leadsTo", "triggers": "leadsTo", "leadsTo": "leadsTo", "eases": "eases"}
PASSAGES = {"p1": (0, 10), "p2": (12, 20), "p3": (20, 40)}

things = st.sampled_from(["a", "b", "c"])
relations = st.sampled_from(sorted(FAMILIES))


@st.composite
def gold_place(draw: st.DrawFn) -> GoldPlace:
    passage = draw(st.sampled_from(sorted(PASSAGES)))
    kind = draw(st.sampled_from(["cause", "symptom"]))
    claim = draw(st.sampled_from(["claim1", "claim2"]))
    return GoldPlace(claim, passage, kind, draw(things), draw(relations), draw(things), *PASSAGES[passage])


@st.composite
def prediction(draw: st.DrawFn) -> Prediction:
    start = draw(st.integers(0, 39))
    end = draw(st.integers(start + 1, 45))
    known = draw(st.sampled_from([True, True, True, False]))
    return Prediction("file:1", draw(things) if known else "?", draw(relations), draw(things), start, end, known)


golds = st.lists(gold_place(), max_size=12)
predictions = st.lists(prediction(), max_size=12)
rules = st.builds(Rules, st.sampled_from(MATCHES), st.sampled_from([0.1, 0.5, 1.0]), st.just(FAMILIES))


def scored(gold: list[GoldPlace], found: list[Prediction], by: Rules) -> Score:
    return score(gold, found, (), by)


def as_predictions(gold: list[GoldPlace]) -> list[Prediction]:
    return [Prediction("file:1", p.subject, p.relation, p.object, p.start, p.end) for p in gold]


@given(golds, rules)
def test_gold_against_itself_is_perfect(gold: list[GoldPlace], by: Rules) -> None:
    found = scored(gold, as_predictions(gold), by)
    assert found.overall.right == found.overall.gold == found.overall.predicted
    assert found.overall.f1 == (1 if gold else None)
    assert all(figures.right == figures.gold == figures.predicted for figures in found.by_kind.values())


@given(golds, predictions, rules, st.data())
def test_removing_predictions_never_raises_recall(
    gold: list[GoldPlace], found: list[Prediction], by: Rules, data: st.DataObject
) -> None:
    kept = data.draw(st.lists(st.sampled_from(found), unique=True)) if found else []
    assert scored(gold, kept, by).overall.right <= scored(gold, found, by).overall.right


@given(golds, predictions, rules, st.data())
def test_duplicates_change_no_figure_and_are_told(
    gold: list[GoldPlace], found: list[Prediction], by: Rules, data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(found))) if found else []
    once, twice = scored(gold, found, by), scored(gold, found + again, by)
    assert twice.overall == once.overall
    assert twice.by_kind == once.by_kind
    assert len(twice.duplicates) == len(once.duplicates) + len(again)


@given(golds, predictions, rules, st.data())
def test_order_changes_no_figure(
    gold: list[GoldPlace], found: list[Prediction], by: Rules, data: st.DataObject
) -> None:
    one = scored(gold, found, by)
    other = scored(data.draw(st.permutations(gold)), data.draw(st.permutations(found)), by)
    assert other.overall == one.overall
    assert other.by_kind == one.by_kind


@given(golds, predictions, rules)
def test_f1_lies_between_precision_and_recall(gold: list[GoldPlace], found: list[Prediction], by: Rules) -> None:
    figures = scored(gold, found, by).overall
    if figures.precision is not None and figures.recall is not None and figures.f1 is not None:
        low, high = sorted((figures.precision, figures.recall))
        assert low - 1e-9 <= figures.f1 <= high + 1e-9
        assert high <= 1


@given(golds, predictions, rules)
def test_kinds_add_up_to_the_whole(gold: list[GoldPlace], found: list[Prediction], by: Rules) -> None:
    whole = scored(gold, found, by)
    parts = whole.by_kind.values()
    total = Figures(*(sum(getattr(part, name) for part in parts) for name in ("gold", "predicted", "right")))
    assert total == whole.overall
    assert all(part.right <= min(part.gold, part.predicted) for part in parts)


@given(golds, predictions, rules)
def test_each_place_and_prediction_counts_once(gold: list[GoldPlace], found: list[Prediction], by: Rules) -> None:
    result = scored(gold, found, by)
    assert len(result.right) + len(result.wrong) == result.overall.predicted
    assert len(result.right) + len(result.missed) == result.overall.gold
    assert len(result.wrong) + len(result.right) + len(result.duplicates) == len(found)
    for one, other in combinations(result.right, 2):
        assert one[1] is not other[1]
        assert one[0] is not other[0]
    for predicted, place in result.right:
        assert predicted.is_resolved
        assert by.terms(predicted) == by.terms(place)
        assert by.spans_fit(predicted, place)


@given(st.lists(gold_place(), max_size=4), st.lists(prediction(), max_size=4), rules)
def test_no_assignment_has_more_right_predictions(gold: list[GoldPlace], found: list[Prediction], by: Rules) -> None:
    result = scored(gold, found, by)
    kept = [predicted for predicted, _ in result.right] + list(result.wrong)
    places = [place for _, place in result.right] + list(result.missed)
    slots = places + [None] * len(kept)
    best = max(
        (sum(fits(p, s, by) for p, s in zip(kept, chosen, strict=True)) for chosen in permutations(slots, len(kept))),
        default=0,
    )
    assert result.overall.right == best


def fits(predicted: Prediction, place: GoldPlace | None, by: Rules) -> bool:
    if place is None or not predicted.is_resolved:
        return False
    return by.terms(predicted) == by.terms(place) and by.spans_fit(predicted, place)


def test_a_greedy_choice_would_lose_a_match() -> None:
    """The wide span fits both passages and the narrow one only the first: the wide one must take the second."""
    gold = [
        GoldPlace("one", "p1", "cause", "a", "causes", "b", 0, 10),
        GoldPlace("two", "p2", "cause", "a", "causes", "b", 10, 20),
    ]
    found = [Prediction("f:1", "a", "causes", "b", 0, 20), Prediction("f:2", "a", "causes", "b", 0, 10)]
    assert scored(gold, found, Rules(EXACT, 0.5, FAMILIES)).overall == Figures(2, 2, 2)


@pytest.mark.parametrize(
    ("start", "end", "iou", "expected"),
    [
        (0, 10, 1.0, True),
        (4, 5, 1.0, True),
        (0, 20, 0.5, True),
        (0, 21, 0.5, False),
        (5, 15, 0.33, True),
        (5, 15, 0.34, False),
        (10, 20, 0.001, False),
    ],
)
def test_spans_fit_inside_or_by_overlap(start: int, end: int, iou: float, expected: bool) -> None:
    place = GoldPlace("c", "p", "cause", "a", "causes", "b", 0, 10)
    assert Rules(EXACT, iou, {}).spans_fit(Prediction("f:1", "a", "causes", "b", start, end), place) is expected


@pytest.mark.parametrize(
    ("relation", "right_by"),
    [("causes", {EXACT, FAMILY, PAIR}), ("triggers", {FAMILY, PAIR}), ("eases", {PAIR})],
)
def test_ways_to_match_compare_relations_differently(relation: str, right_by: set[str]) -> None:
    gold = [GoldPlace("c", "p", "cause", "a", "causes", "b", 0, 10)]
    found = [Prediction("f:1", "a", relation, "b", 0, 10)]
    right = {match for match in MATCHES if scored(gold, found, Rules(match, 0.5, FAMILIES)).overall.right}
    assert right == right_by


def test_direction_matters() -> None:
    gold = [GoldPlace("c", "p", "cause", "a", "causes", "b", 0, 10)]
    found = [Prediction("f:1", "b", "causes", "a", 0, 10)]
    assert scored(gold, found, Rules(PAIR, 0.5, {})).overall.right == 0


def test_wrong_predictions_count_for_the_usual_kind_of_their_relation() -> None:
    gold = [
        GoldPlace("1", "p1", "cause", "a", "causes", "b", 0, 10),
        GoldPlace("2", "p1", "symptom", "b", "causes", "c", 0, 10),
        GoldPlace("3", "p1", "symptom", "a", "causes", "c", 0, 10),
    ]
    found = [Prediction("f:1", "c", "causes", "a", 0, 10), Prediction("f:2", "c", "eases", "a", 0, 10)]
    by_kind = scored(gold, found, Rules(EXACT, 0.5, {})).by_kind
    assert {kind: figures.predicted for kind, figures in by_kind.items()} == {"(none)": 1, "cause": 0, "symptom": 1}


def test_shares_of_nothing_are_unknown() -> None:
    assert (Figures(0, 1, 0).recall, Figures(1, 0, 0).precision, Figures(0, 0, 0).f1) == (None, None, None)
    assert Figures(1, 0, 0).f1 == 0


def known(name: str) -> str:
    if name == "?":
        raise UnknownName("nothing is called so", advice="Ask.")
    return name.upper()


def test_names_are_resolved_and_what_fails_is_reported() -> None:
    rows = [Extracted("f:2", "a", "r", "?", 0, 5), Extracted("f:3", "?", "r", "?", 0, 5)]
    found, unresolved = resolved(rows, known, known)
    assert [(p.subject, p.relation, p.object, p.is_resolved) for p in found] == [
        ("A", "R", "?", False),
        ("?", "R", "?", False),
    ]
    assert [(each.place, each.term) for each in unresolved] == [
        ("f:2", "object"),
        ("f:3", "subject"),
        ("f:3", "object"),
    ]


def test_a_relation_that_nothing_has_ends_the_scoring_with_its_place() -> None:
    with pytest.raises(UsageError, match=r"f:2: nothing is called so(?s:.*)Ask\."):
        resolved([Extracted("f:2", "a", "?", "b", 0, 5)], known, known)
    (found,), _ = resolved([Extracted("f:2", "a", "?", "b", 0, 5)], known, None)
    assert found.relation == "?"


@pytest.mark.parametrize(("match", "iou"), [("fuzzy", 0.5), (EXACT, 0.0), (EXACT, 1.01), (EXACT, float("nan"))])
def test_rules_that_make_no_sense_are_refused(match: str, iou: float) -> None:
    with pytest.raises(UsageError):
        Rules(match, iou, {})
