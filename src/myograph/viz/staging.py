"""Which things the map shows at first, and in which columns things stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from myograph.viz.records import CausalMap, Pair

STAGES = {
    "intervention": 0,
    "food": 0,
    "food group": 0,
    "mineral": 0,
    "substance": 0,
    "cause": 1,
    "population": 1,
    "imbalance": 2,
    "measurement": 3,
    "mechanism": 3,
    "function": 4,
    "symptom": 4,
}
"""The column of each kind: what is done or eaten, causes, imbalances, mechanisms, symptoms."""

CORE = ("cause", "imbalance", "mechanism", "symptom")
"""The kinds that are shown; the others are folded until asked for."""

QUOTAS = {"imbalance": 5, "mechanism": 4, "cause": 10, "symptom": 1}
"""How many things of each kind the opening view has at most: twenty together."""

BRIEF = {"imbalance": 3, "mechanism": 1, "cause": 3, "symptom": 1}
"""The same for a screen as narrow as a phone's."""


def stage(kind: str) -> int:
    """Return the column of a kind; a kind that nobody has placed stands with the mechanisms."""
    return STAGES.get(kind, STAGES["mechanism"])


def opening(
    shown: CausalMap, pairs: Sequence[Pair], rank: Mapping[str, int], quotas: Mapping[str, int] = QUOTAS
) -> tuple[str, ...]:
    """Return the ids of the opening view, in the order of the map.

    The view grows from the foot: the thing with the best-founded link into what is there already comes next, then the
    one that is said in more places, until the quota of its kind is full. Contradicted links bring nothing in.
    """
    kinds = {thing.id: thing.kind for thing in shown.things}
    chosen = [shown.foot] if shown.foot in kinds else []
    left = dict(quotas)
    if chosen and kinds[shown.foot] in left:
        left[kinds[shown.foot]] -= 1
    while (found := _next(chosen, pairs, kinds, left, rank)) is not None:
        chosen.append(found)
        left[kinds[found]] -= 1
    return tuple(thing.id for thing in shown.things if thing.id in set(chosen))


def _next(
    chosen: Sequence[str],
    pairs: Sequence[Pair],
    kinds: Mapping[str, str],
    left: Mapping[str, int],
    rank: Mapping[str, int],
) -> str | None:
    inside = set(chosen)
    best: dict[str, tuple[int, int, str]] = {}
    for pair in pairs:
        if pair.verdict == "contradicted":
            continue
        if pair.head in inside and pair.tail not in inside and left.get(kinds.get(pair.tail, ""), 0) > 0:
            said = -sum(link.places for link in pair.links)
            order = (rank.get(pair.verdict, len(rank)), said, pair.tail)
            best[pair.tail] = min(best.get(pair.tail, order), order)
    return min(best, key=lambda each: best[each]) if best else None
