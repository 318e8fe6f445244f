"""Who waits for a worker, in which order, and what is remembered of queries and clients."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myograph.server.experience import HALVED, LASTING, MOST, TROUBLED, Experience, kind_of
from myograph.server.jobs import Job
from myograph.server.waiting import Hall


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def job(text: str, seconds: float = 30.0) -> Job:
    return Job(text, ("json",), seconds, 1000)


def experience() -> tuple[Experience, Clock]:
    clock = Clock()
    return Experience(0.5, clock), clock


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("SELECT ?a { ?a a <x> }", "SELECT ?b { ?b a <x> }", True),
        ("SELECT (1 AS ?a) {}", "SELECT (22  AS ?a) {}", True),
        ("ASK { ?s ?p 'x' }", "ASK { ?s ?p 'y z' }", True),
        ("ASK { ?s a <x> }", "ASK { ?s a <y> }", False),
        ("SELECT * { ?a ?b ?c }", "SELECT * { ?a ?b ?c . ?d ?e ?f }", False),
    ],
)
def test_what_makes_a_kind_of_query(one: str, other: str, same: bool) -> None:
    assert (kind_of(one) == kind_of(other)) is same


def test_kinds_are_judged_by_the_last_query_and_forgotten() -> None:
    known, clock = experience()
    quick, slow = job("ASK { ?s a <x> }"), job("ASK { ?s a <y> }")
    assert not any((known.is_quick(quick), known.is_slow(quick), known.is_troubled))
    known.took(quick, 0.01)
    known.was_late(slow, "somebody")
    assert known.is_quick(quick)
    assert known.is_slow(slow)
    assert known.is_troubled
    clock.now += TROUBLED
    assert not known.is_troubled
    known.took(slow, 0.7)
    assert not any((known.is_slow(slow), known.is_quick(slow)))
    clock.now += LASTING
    assert not known.is_quick(quick)


def test_reproaches_fade() -> None:
    known, clock = experience()
    known.was_late(job("ASK {}"), "somebody")
    known.was_late(job("ASK {}"), "somebody")
    assert (known.reproach("somebody"), known.reproach("another")) == (2, 0)
    clock.now += HALVED
    assert known.reproach("somebody") == 1


def test_a_stopped_query_is_refused_for_as_long_as_it_ran() -> None:
    known, clock = experience()
    known.was_stopped(job("ASK {}", 30.0))
    assert known.refused_for(job("ASK {}", 30.0)) == 30
    assert known.refused_for(job("ASK {}", 31.0)) == known.refused_for(job("ASK { }", 30.0)) == 0
    clock.now += 30
    assert known.refused_for(job("ASK {}", 30.0)) == 0


def test_memory_of_queries_is_bounded() -> None:
    known, _ = experience()
    for number in range(MOST + 10):
        known.was_late(job(f"ASK {{ <{'x' * (number % 7)}{chr(0x4E00 + number)}> ?p ?o }}"), str(number))
        known.was_stopped(job(f"ASK {{ {number} }}"))
    assert {len(known._kinds), len(known._stopped), len(known._clients)} == {MOST}


@given(ranks=st.lists(st.integers(-1, 3), max_size=12))
def test_the_lowest_rank_is_first_then_who_came_first(ranks: list[int]) -> None:
    async def told() -> list[int]:
        hall: Hall[int] = Hall(most=20, patience=60)
        served: list[int] = []

        async def wait(place: int) -> None:
            assert await hall.take(ranks[place]) is not None
            served.append(place)

        waiting = [asyncio.ensure_future(wait(place)) for place in range(len(ranks))]
        await asyncio.sleep(0)
        for item in range(len(ranks)):
            hall.give(item)
            await asyncio.sleep(0)
        await asyncio.gather(*waiting)
        assert hall.waiting == len(hall.free) == 0
        return served

    assert asyncio.run(told()) == sorted(range(len(ranks)), key=lambda place: (ranks[place], place))


def test_nothing_is_lost_with_who_leaves() -> None:
    async def told() -> None:
        hall: Hall[str] = Hall(most=1, patience=60)
        leaving = asyncio.ensure_future(hall.take())
        await asyncio.sleep(0)
        assert await hall.take() is None  # one may wait, and one does
        hall.give("worker")
        leaving.cancel()
        await asyncio.gather(leaving, return_exceptions=True)
        assert (list(hall.free), hall.waiting) == (["worker"], 0)
        assert hall.take_now() == "worker"
        closing = asyncio.ensure_future(hall.take())
        await asyncio.sleep(0)
        hall.close()
        assert await closing is None
        assert await hall.take() is None

    asyncio.run(told())
