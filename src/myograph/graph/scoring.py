"""Compare what a system extracted from a source text with the annotation of that text.

A gold place is one proposition in one passage. A prediction is right when it is matched with a gold place, and it may
be matched when both of these hold::

    passage        |----------------|           start and end in code points, the end exclusive
    lies within       |-----|                   fits: a system may point at the words that say it
    overlaps             |--------------|       fits when shared / joint characters >= the threshold (IoU)
    misses                            |----|    does not fit

    subject and object are equal, and the relation is equal ("exact"), of the same family ("relation-family": what
    leads to something, what counteracts it, what is its function ...), or of no interest ("pair").

Both sides are sets. Before they are compared, a relation is replaced by itself, by its family or by nothing; gold
places that then agree in passage and terms are one, and so are predictions that agree in terms and span. A prediction
that repeats an earlier one is reported and counts neither as right nor as wrong. A name that resolves to nothing makes
its prediction wrong and is reported.

One prediction is matched with one gold place at most, and the other way round, by a maximum matching in the bipartite
graph of what fits (Hopcroft and Karp 1973, as networkx computes it): so nothing counts twice, and no order of the rows
gives more right predictions than another. Then, as usual::

    precision = right / predicted      recall = right / gold      F1 = 2 right / (predicted + gold)

By kind of claim, a right prediction counts for the kind of its gold place. A wrong one has no kind of its own: it
counts for the kind that its relation most often has in the gold places, and for `NO_KIND` when the relation is not
there or of no interest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from myograph.graph.extraction import Extracted

    Resolve = Callable[[str], str]

EXACT, FAMILY, PAIR = "exact", "relation-family", "pair"
MATCHES = (EXACT, FAMILY, PAIR)
NO_KIND = "(none)"


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """Hold a proposition in a passage; `claim` and `passage` are its IRIs, `kind` is the label of its claim kind."""

    claim: str
    passage: str
    kind: str
    subject: str
    relation: str
    object: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Tell which name of which row resolves to nothing, or to several things."""

    place: str
    term: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Prediction:
    """Hold an extracted statement with its terms resolved; a term that could not be resolved keeps its name."""

    place: str
    subject: str
    relation: str
    object: str
    start: int
    end: int
    is_resolved: bool = True


@dataclass(frozen=True, slots=True)
class Figures:
    """Count gold places, predictions, and right predictions."""

    gold: int
    predicted: int
    right: int

    @property
    def precision(self) -> float | None:
        """Return the share of predictions that are right, None without predictions."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Return the share of gold places that were found, None without gold places."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Return the harmonic mean of precision and recall, None without predictions and gold places."""
        both = self.predicted + self.gold
        return 2 * self.right / both if both else None


@dataclass(frozen=True, slots=True)
class Score:
    """Hold the figures and what they rest on; `by_kind` is in the order of kinds, pairs and lists in that of the text.

    `duplicates` pairs a prediction that was set aside with the earlier one that it repeats.
    """

    match: str
    iou: float
    overall: Figures
    by_kind: Mapping[str, Figures]
    right: tuple[tuple[Prediction, GoldPlace], ...]
    wrong: tuple[Prediction, ...]
    missed: tuple[GoldPlace, ...]
    duplicates: tuple[tuple[Prediction, Prediction], ...]
    unresolved: tuple[Unresolved, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """Say what fits: `match` is one of MATCHES, `iou` in (0, 1], `families` maps a relation to its family."""

    match: str
    iou: float
    families: Mapping[str, str]

    def __post_init__(self) -> None:
        if self.match not in MATCHES:
            raise UsageError(f"{self.match!r} is no way to match", advice=f"Choose one of {', '.join(MATCHES)}.")
        if not 0 < self.iou <= 1:
            raise UsageError(f"the overlap {self.iou} is not above 0 and at most 1", advice="Give a share such as 0.5.")

    def terms(self, statement: GoldPlace | Prediction) -> tuple[str, str, str]:
        """Return subject, relation as it is compared, and object."""
        relation = statement.relation
        compared = {EXACT: relation, FAMILY: self.families.get(relation, relation), PAIR: ""}
        return statement.subject, compared[self.match], statement.object

    def spans_fit(self, prediction: Prediction, place: GoldPlace) -> bool:
        """Tell whether a predicted span lies within the passage, or overlaps it enough."""
        if place.start <= prediction.start and prediction.end <= place.end:
            return True
        shared = min(prediction.end, place.end) - max(prediction.start, place.start)
        joint = max(prediction.end, place.end) - min(prediction.start, place.start)
        return shared >= self.iou * joint


def resolved(
    extracted: Iterable[Extracted], entity: Resolve, relation: Resolve | None
) -> tuple[tuple[Prediction, ...], tuple[Unresolved, ...]]:
    """Resolve names to IRIs by the two functions, which raise UsageError; without `relation` it is left as it is.

    A subject or object that resolves to nothing is reported; a relation that does raises UsageError with its place.
    """
    predictions: list[Prediction] = []
    unresolved: list[Unresolved] = []
    for row in extracted:
        named = _relation(row, relation) if relation else row.relation
        subject, failed_subject = _entity(row, "subject", row.subject, entity)
        target, failed_object = _entity(row, "object", row.object, entity)
        failed = [failure for failure in (failed_subject, failed_object) if failure]
        unresolved += failed
        predictions.append(Prediction(row.place, subject, named, target, row.start, row.end, not failed))
    return tuple(predictions), tuple(unresolved)


def _entity(row: Extracted, term: str, name: str, resolve: Resolve) -> tuple[str, Unresolved | None]:
    try:
        return resolve(name), None
    except UsageError as fault:
        return name, Unresolved(row.place, term, name, fault.problem)


def _relation(row: Extracted, resolve: Resolve) -> str:
    try:
        return resolve(row.relation)
    except UsageError as fault:
        raise UsageError(fault.problem, place=row.place, advice=fault.advice) from None


def score(
    gold: Iterable[GoldPlace], predictions: Iterable[Prediction], unresolved: Iterable[Unresolved], rules: Rules
) -> Score:
    """Return the figures of the predictions against the gold places."""
    places = _distinct_places(gold, rules)
    kept, duplicates = _distinct_predictions(predictions, rules)
    found = _matching(kept, places, rules)
    wrong = tuple(prediction for rank, prediction in enumerate(kept) if rank not in found)
    right = tuple((kept[rank], places[found[rank]]) for rank in sorted(found))
    matched = set(found.values())
    return Score(
        rules.match,
        rules.iou,
        Figures(len(places), len(kept), len(right)),
        _by_kind(places, [place.kind for _, place in right], _kinds_of(wrong, places, rules)),
        right,
        wrong,
        tuple(place for rank, place in enumerate(places) if rank not in matched),
        duplicates,
        tuple(unresolved),
    )


def _distinct_places(gold: Iterable[GoldPlace], rules: Rules) -> list[GoldPlace]:
    ordered = sorted(gold, key=lambda place: (place.start, place.end, place.kind, place.claim))
    distinct: dict[object, GoldPlace] = {}
    for place in ordered:
        distinct.setdefault((place.passage, rules.terms(place)), place)
    return list(distinct.values())


def _distinct_predictions(
    predictions: Iterable[Prediction], rules: Rules
) -> tuple[list[Prediction], tuple[tuple[Prediction, Prediction], ...]]:
    first: dict[object, Prediction] = {}
    duplicates: list[tuple[Prediction, Prediction]] = []
    for prediction in predictions:
        key = (rules.terms(prediction), prediction.start, prediction.end)
        if key in first:
            duplicates.append((prediction, first[key]))
        else:
            first[key] = prediction
    ordered = sorted(first.values(), key=lambda kept: (kept.start, kept.end, rules.terms(kept)))
    return ordered, tuple(duplicates)


def _matching(predictions: Sequence[Prediction], places: Sequence[GoldPlace], rules: Rules) -> dict[int, int]:
    """Return for each right prediction, by position, the position of the gold place it is matched with."""
    from networkx import Graph
    from networkx.algorithms.bipartite import hopcroft_karp_matching

    by_terms: dict[object, list[int]] = defaultdict(list)
    for rank, place in enumerate(places):
        by_terms[rules.terms(place)].append(rank)
    graph: Graph[int] = Graph()
    for rank, prediction in enumerate(predictions):
        for gold in by_terms.get(rules.terms(prediction), ()) if prediction.is_resolved else ():
            if rules.spans_fit(prediction, places[gold]):
                graph.add_edge(rank, len(predictions) + gold)
    top = [node for node in graph if node < len(predictions)]
    found = hopcroft_karp_matching(graph, top)
    return {rank: found[rank] - len(predictions) for rank in top if rank in found}


def _kinds_of(predictions: Iterable[Prediction], places: Iterable[GoldPlace], rules: Rules) -> list[str]:
    """Return the kind that a wrong prediction counts for."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for place in places:
        seen[rules.terms(place)[1]][place.kind] += 1
    usual = {relation: min(kinds, key=lambda kind: (-kinds[kind], kind)) for relation, kinds in seen.items()}
    if rules.match == PAIR:
        usual = {}  # where the relation is of no interest, it tells nothing about the kind
    return [usual.get(rules.terms(prediction)[1], NO_KIND) for prediction in predictions]


def _by_kind(places: Iterable[GoldPlace], right: Iterable[str], wrong: Iterable[str]) -> dict[str, Figures]:
    gold, hits, misses = Counter(place.kind for place in places), Counter(right), Counter(wrong)
    return {kind: Figures(gold[kind], hits[kind] + misses[kind], hits[kind]) for kind in sorted({*gold, *misses})}
