"""Who stands above whom: order the columns of a layered drawing so that few arrows cross.

To find the fewest crossings is hard even for two columns (P. Eades and N. C. Wormald, "Edge crossings in drawings of
bipartite graphs", 1994), so good orders are looked for in three steps::

    1 sweep   forth and back, each column by the mean place of its neighbours, then neighbours swapped where that helps
    2 sift    take one strand out, try every place for it, put it where it crosses least; strand after strand
    3 shake   move a few strands anywhere and sift again; keep what has no more crossings than the best so far

A *strand* is a box, or an arrow's corners in all the columns that it passes: moved as one, a long arrow cannot block
its own way (C. Bachmaier, F. J. Brandenburg, W. Brunner and F. Hübner, "A global k-level crossing reduction algorithm",
2010). Boxes of one column whose only arrow leads to the same box are bundled to one strand, for side by side they cross
nothing that one of them does not. Where to shake is decided by a fixed series of numbers: the same graph has the same
order.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

SWEEPS = 24
"""How often the columns are swept, forth and back in turn."""

SIFTINGS = 12
"""How often, at most, a strand is sifted, on average, before the order is taken as settled."""

SHAKES = 64
"""How often, at most, a settled order is shaken."""

MOVED = 8
"""A shake moves one strand of so many."""

MOST_STRANDS = 500
"""With more strands than this the sweeps alone decide: sifting takes time by the square of their number."""

MOST_SLOTS = 3000
"""With more slots than this one beginning must do."""

Slot = str | tuple[str, int]
"""A box by its id, or the corner of an arrow in a column."""


@dataclass(slots=True)
class Net:
    """Hold the columns of slots and the short arrows between neighbouring columns."""

    columns: list[list[Slot]]
    before: dict[Slot, list[Slot]] = field(default_factory=dict)
    after: dict[Slot, list[Slot]] = field(default_factory=dict)

    def join(self, left: Slot, right: Slot) -> None:
        """Lead a short arrow from a slot to one in the next column."""
        self.after.setdefault(left, []).append(right)
        self.before.setdefault(right, []).append(left)


def order(net: Net) -> None:
    """Order the columns of the net so that few short arrows cross: from several beginnings, the best order seen."""
    small = sum(map(len, net.columns)) <= MOST_SLOTS
    beginnings = (net.columns, _wave(net), _chains(net)) if small else (net.columns,)
    swept = [_swept(net, beginning) for beginning in beginnings]
    fewest = min(swept, key=lambda columns: crossings(net, columns))
    net.columns = fewest
    strands = _strands(net) if crossings(net, fewest) else []
    if 0 < len(strands) <= MOST_STRANDS:
        best = _sifted(strands, [_by_place(strands, columns) for columns in swept])
        found = _filled(net, (slot for number in best for slot in strands[number].slots))
        net.columns = min(fewest, found, key=lambda columns: crossings(net, columns))


def crossings(net: Net, columns: list[list[Slot]]) -> int:
    """Return how many short arrows cross while the columns stand so, counted with a sorted list."""
    total = 0
    for left, right in pairwise(columns):
        position = {slot: index for index, slot in enumerate(right)}
        seen: list[int] = []
        for slot in left:
            heads = sorted(position[head] for head in net.after.get(slot, ()))
            total += sum(len(seen) - bisect_right(seen, head) for head in heads)
            for head in heads:
                insort(seen, head)
    return total


def _wave(net: Net) -> list[list[Slot]]:
    """Return the columns filled in the order of a wave that runs from the last column over all arrows."""
    seen: dict[Slot, None] = {}
    for first in (slot for column in reversed(net.columns) for slot in column):
        front = [] if first in seen else [first]
        while front:
            seen.update(dict.fromkeys(front))
            near = (n for slot in front for n in (*net.before.get(slot, ()), *net.after.get(slot, ())))
            front = list(dict.fromkeys(n for n in near if n not in seen))
    return _filled(net, seen)


def _chains(net: Net) -> list[list[Slot]]:
    """Return the columns filled in the order in which the chains that end in the last column are followed back."""
    seen: dict[Slot, None] = {}
    for first in (slot for column in reversed(net.columns) for slot in column):
        waiting = [first]
        while waiting:
            slot = waiting.pop()
            if slot not in seen:
                seen[slot] = None
                waiting += reversed(net.before.get(slot, []))
    return _filled(net, seen)


def _filled(net: Net, slots: Iterable[Slot]) -> list[list[Slot]]:
    column_of = {slot: number for number, column in enumerate(net.columns) for slot in column}
    filled: list[list[Slot]] = [[] for _ in net.columns]
    for slot in slots:
        filled[column_of[slot]].append(slot)
    return filled


def _swept(net: Net, beginning: list[list[Slot]]) -> list[list[Slot]]:
    """Return the columns with the fewest crossings that the sweeps come by from this beginning."""
    tried = Net([list(column) for column in beginning], net.before, net.after)
    best, fewest = beginning, crossings(net, beginning)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        _sweep(tried, forth=sweep % 2 == 0)
        _swap(tried)
        if (found := crossings(net, tried.columns)) < fewest:
            best, fewest = [list(column) for column in tried.columns], found
    return best


def _sweep(net: Net, *, forth: bool) -> None:
    """Order each column by the mean place of the neighbours already passed, for want of any by the others."""
    numbers = range(1, len(net.columns)) if forth else range(len(net.columns) - 2, -1, -1)
    for number in numbers:
        sides = _sides(net, number)
        column = net.columns[number]
        own = {slot: index / max(1, len(column) - 1) for index, slot in enumerate(column)}
        wish = {slot: _wish(slot, sides if forth else sides[::-1], own[slot]) for slot in column}
        column.sort(key=lambda slot: wish[slot])


Side = tuple[dict[Slot, list[Slot]], dict[Slot, float]]


def _sides(net: Net, number: int) -> list[Side]:
    """Return for both neighbouring columns who is joined to whom, and the places there, from 0 to 1."""
    sides: list[Side] = []
    for near, beside in ((net.before, number - 1), (net.after, number + 1)):
        column = net.columns[beside] if 0 <= beside < len(net.columns) else []
        sides.append((near, {slot: index / max(1, len(column) - 1) for index, slot in enumerate(column)}))
    return sides


def _wish(slot: Slot, sides: Sequence[Side], otherwise: float) -> float:
    for near, position in sides:
        places = [position[n] for n in near.get(slot, ())]
        if places:
            return sum(places) / len(places)
    return otherwise


def _saved(upper: Slot, lower: Slot, sides: Iterable[Mapping[Slot, list[float]]]) -> int:
    """Return how many crossings fewer there are when two slots change places."""
    return sum((a > b) - (a < b) for side in sides for a in side[upper] for b in side[lower])


def _swap(net: Net) -> None:
    """Swap neighbours in a column while that saves crossings, at most a few rounds."""
    for number, column in enumerate(net.columns):
        sides = [
            {slot: [place[n] for n in near.get(slot, ())] for slot in column} for near, place in _sides(net, number)
        ]
        for _ in range(4):
            swapped = False
            for index in range(len(column) - 1):
                if _saved(column[index], column[index + 1], sides) > 0:
                    column[index : index + 2] = column[index + 1], column[index]
                    swapped = True
            if not swapped:
                break


Ends = tuple[tuple[int, int], ...]
"""Strands, by their numbers, that a strand is joined to on one side, each with the number of arrows."""


@dataclass(frozen=True, slots=True)
class _Strand:
    """Hold slots that move as one, by column the side before (even) and the side after (odd) it.

    `ends` tells for each of these sides what is joined there; where the strand goes on, that is the strand itself.
    """

    number: int
    slots: tuple[Slot, ...]
    ends: Mapping[int, Ends]

    @property
    def open(self) -> Iterator[int]:
        """Yield the sides on which the strand meets others."""
        return (side for side, ends in self.ends.items() if ends[0][0] != self.number)


def _strands(net: Net) -> list[_Strand]:
    """Return the strands of the net."""
    column_of = {slot: number for number, column in enumerate(net.columns) for slot in column}
    bundles = list(_bundles(net, column_of).values())
    number_of = {slot: number for number, slots in enumerate(bundles) for slot in slots}
    return [
        _Strand(number, tuple(slots), _ends(slots, net, column_of, number_of)) for number, slots in enumerate(bundles)
    ]


def _by_place(strands: Sequence[_Strand], columns: Iterable[Sequence[Slot]]) -> list[int]:
    """Return the strands, by number, in the order of the mean places of their slots."""
    place = {slot: (index + 0.5) / len(column) for column in columns for index, slot in enumerate(column)}
    middle = [sum(place[slot] for slot in strand.slots) / len(strand.slots) for strand in strands]
    return sorted(range(len(strands)), key=middle.__getitem__)


def _bundles(net: Net, column_of: Mapping[Slot, int]) -> dict[Slot, list[Slot]]:
    """Return the slots of each strand by its first slot."""
    leaders: dict[tuple[int, Slot], list[Slot]] = {}
    lead_of: dict[Slot, Slot] = {}
    for slot in column_of:
        if isinstance(slot, str) and (way := _only_way(slot, net)):
            first = leaders.setdefault((column_of[slot], way[-1]), [slot, *way[:1]])
            lead_of[slot] = first[0]
            lead_of |= dict.fromkeys(way[:-1], first[1])
    bundles: dict[Slot, list[Slot]] = {}
    corners = {slot[0]: slot for slot in reversed(list(column_of)) if isinstance(slot, tuple)}
    for slot in column_of:
        own = slot if isinstance(slot, str) else corners[slot[0]]
        bundles.setdefault(lead_of.get(slot, own), []).append(slot)
    return bundles


def _only_way(box: str, net: Net) -> list[Slot]:
    """Return the corners and at last the box that the only arrow of a box leads to; nothing for other boxes."""
    before, after = net.before.get(box, []), net.after.get(box, [])
    if len(before) + len(after) != 1:
        return []
    near = net.before if before else net.after
    way = [*before, *after]
    while isinstance(way[-1], tuple):
        way += near[way[-1]]
    return way


def _ends(
    slots: Sequence[Slot], net: Net, column_of: Mapping[Slot, int], number_of: Mapping[Slot, int]
) -> dict[int, Ends]:
    """Return what is joined to the slots, side by side, with the number of arrows."""
    counted: dict[int, dict[int, int]] = {}
    for slot in slots:
        for way, near in enumerate((net.before, net.after)):
            for other in near.get(slot, ()):
                side = counted.setdefault(2 * column_of[slot] + way, {})
                side[number_of[other]] = side.get(number_of[other], 0) + 1
    return {side: tuple(joined.items()) for side, joined in counted.items()}


@dataclass(frozen=True, slots=True)
class _Web:
    """Tell which strands bear on which, by their numbers.

    `met` holds for two strands the pairs of strands that they are joined to, with the crossings that there are while
    those stand turned; `joined` holds what a strand is joined to.
    """

    met: list[dict[int, list[tuple[int, int, int]]]]
    joined: list[tuple[int, ...]]

    def count(self, numbers: Sequence[int]) -> int:
        """Return how many arrows cross in this order; every crossing is seen from both of its sides."""
        place = {number: index for index, number in enumerate(numbers)}
        crossing = (
            weight
            for one, meeting in enumerate(self.met)
            for other, pairs in meeting.items()
            if place[one] < place[other]
            for a, b, weight in pairs
            if place[a] > place[b]
        )
        return sum(crossing) // 2

    def near(self, number: int) -> Iterator[int]:
        """Yield the strands whose best places may change when this one moves far."""
        yield from self.met[number]
        yield from self.joined[number]


def _web(strands: Sequence[_Strand]) -> _Web:
    met: list[dict[int, list[tuple[int, int, int]]]] = [{} for _ in strands]
    for one, other in combinations(strands, 2):
        sides = dict.fromkeys(side for each in (one, other) for side in each.open)
        common = [side for side in sides if side in one.ends and side in other.ends]
        pairs = [(a, b, m * n) for side in common for a, m in one.ends[side] for b, n in other.ends[side] if a != b]
        if pairs:
            met[one.number][other.number] = pairs
            met[other.number][one.number] = [(b, a, weight) for a, b, weight in pairs]
    joined = [dict.fromkeys(a for ends in strand.ends.values() for a, _ in ends) for strand in strands]
    return _Web(met, [tuple(each) for each in joined])


def _sifted(strands: Sequence[_Strand], beginnings: Iterable[list[int]]) -> list[int]:
    """Return the order of the strands with the fewest crossings that sifting and shaking come by."""
    web = _web(strands)
    for beginning in beginnings:
        _settle(beginning, list(beginning), web)
    best = min(beginnings, key=web.count)
    fewest, series = web.count(best), _series(len(strands))
    for _ in range(min(SHAKES, 2 * len(strands))):
        tried = list(best)
        _settle(tried, _shake(tried, web, series), web)
        if (found := web.count(tried)) <= fewest:
            best, fewest = tried, found
    return best


def _shake(numbers: list[int], web: _Web, series: Iterator[int]) -> list[int]:
    """Move a few strands anywhere; return these and those that they meet."""
    moved = []
    for _ in range(1 + len(numbers) // MOVED):
        moved.append(numbers.pop(next(series)))
        numbers.insert(next(series), moved[-1])
    return [*moved, *(other for number in moved for other in web.near(number))]


def _series(below: int) -> Iterator[int]:
    """Yield numbers below a bound, always the same: a linear congruential generator."""
    state = 7
    while True:
        state = (state * 1_103_515_245 + 12_345) % 2**31
        yield (state >> 8) % below


def _settle(numbers: list[int], first: Iterable[int], web: _Web) -> None:
    """Sift these strands, and those that a sifted one has passed, until nothing is saved any more."""
    waiting = dict.fromkeys(first)
    left = SIFTINGS * len(numbers)
    while waiting and left:
        left -= 1
        number = next(iter(waiting))
        del waiting[number]
        waiting |= dict.fromkeys(_sift(number, numbers, web))


def _sift(number: int, numbers: list[int], web: _Web) -> list[int]:
    """Move a strand to the nearest of its best places; return those that it has passed and that it meets."""
    start = numbers.index(number)
    del numbers[start]
    steps = _steps(number, numbers, web)
    now = next(cost for first, cost in reversed(steps) if first <= start)
    least = min(cost for _, cost in steps)
    to = start
    if least < now:
        lasts = [*(first - 1 for first, _ in steps[1:]), len(numbers)]
        best = [(first, last) for (first, cost), last in zip(steps, lasts, strict=True) if cost == least]
        to = min((min(max(start, first), last) for first, last in best), key=lambda place: abs(place - start))
    passed = [other for other in numbers[min(start, to) : max(start, to)] if other in web.met[number]]
    numbers.insert(to, number)
    return [*passed, *web.joined[number]] if passed else []


def _steps(number: int, others: Sequence[int], web: _Web) -> list[tuple[int, int]]:
    """Return from which place on a strand makes how many crossings more than at the first place."""
    place = [0] * len(web.met)
    for index, other in enumerate(others):
        place[other] = index
    meeting = web.met[number]
    steps, cost = [(0, 0)], 0
    for other in sorted(meeting, key=place.__getitem__):
        place[number] = place[other]
        change = 0
        for a, b, weight in meeting[other]:
            if place[a] < place[b]:
                change += weight
            elif place[a] > place[b]:
                change -= weight
        if change:
            cost += change
            steps.append((place[other] + 1, cost))
    return steps
