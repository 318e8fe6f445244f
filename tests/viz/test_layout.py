"""The laws of the layout, and the measures of its quality on drawings whose quality is known."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import myograph
from myograph.content import Content
from myograph.knowledge.showing import causal_map
from myograph.viz.explorer import map_pairs
from myograph.viz.layout import Arrow, Box, Placed, draw
from myograph.viz.lettering import Lettering
from myograph.viz.ordering import Net, Slot, order
from myograph.viz.ordering import crossings as net_crossings
from myograph.viz.picture import picture
from myograph.viz.quality import crossings, overlaps, quality
from myograph.viz.staging import CORE

NAMES = "abcdefghijklmnop"


@st.composite
def graphs(chosen: st.DrawFn) -> tuple[list[Box], list[Arrow]]:
    names = NAMES[: chosen(st.integers(1, len(NAMES)))]
    boxes = [Box(name, chosen(st.integers(0, 4)), 100.0, chosen(st.sampled_from((20.0, 50.0)))) for name in names]
    ends = st.tuples(st.sampled_from(names), st.sampled_from(names))
    arrows = [Arrow(f"{place}", *pair) for place, pair in enumerate(chosen(st.lists(ends, max_size=30)))]
    return boxes, arrows


@given(graphs())
def test_boxes_never_overlap_and_no_arrow_runs_through_one(graph: tuple[list[Box], list[Arrow]]) -> None:
    found = quality(draw(*graph))
    assert found.boxes == len(graph[0])
    assert found.overlaps == 0
    assert found.through_boxes == 0


@given(graphs())
def test_every_arrow_but_a_loop_is_drawn_from_box_to_box(graph: tuple[list[Box], list[Arrow]]) -> None:
    boxes, arrows = graph
    drawing = draw(boxes, arrows)
    at = {each.box.id: each for each in drawing.boxes}
    assert set(drawing.routes) == {arrow.id for arrow in arrows if arrow.tail != arrow.head}
    for arrow in arrows:
        if arrow.tail != arrow.head:
            route = drawing.routes[arrow.id]
            assert touches(at[arrow.tail], route[0])
            assert touches(at[arrow.head], route[-1])


def touches(placed: Placed, point: tuple[float, float]) -> bool:
    beside = abs(abs(point[0] - placed.x) - placed.box.width / 2) < 1e-6
    return beside and abs(point[1] - placed.y) <= placed.box.height / 2


@given(graphs())
def test_same_graph_same_drawing(graph: tuple[list[Box], list[Arrow]]) -> None:
    assert draw(*graph) == draw(*graph)


@pytest.mark.no_cover
@given(graphs())
def test_stages_stand_in_their_order(graph: tuple[list[Box], list[Arrow]]) -> None:
    drawing = draw(*graph)
    for one in drawing.boxes:
        for other in drawing.boxes:
            assert one.box.stage >= other.box.stage or one.x < other.x


def test_a_graph_that_can_be_drawn_without_crossings_is() -> None:
    boxes = [Box(f"{side}{number}", stage, 80, 20) for stage, side in enumerate("lr") for number in range(6)]
    arrows = [Arrow(f"{number}", f"l{number}", f"r{(number * 5) % 6}") for number in range(6)]
    assert quality(draw(boxes, arrows)).crossings == 0


def test_crossings_and_overlaps_are_counted() -> None:
    box = Box("a", 0, 10, 10)
    assert overlaps([Placed(box, 0, 0), Placed(box, 9, 9), Placed(box, 20, 0)]) == 1
    assert crossings({"a": [(0, 0), (10, 10)], "b": [(0, 10), (10, 0)], "c": [(0, 20), (10, 20)]}) == 1


@given(graphs())
def test_ordering_moves_slots_within_their_columns_and_never_adds_crossings(
    graph: tuple[list[Box], list[Arrow]],
) -> None:
    boxes, arrows = graph
    columns: list[list[Slot]] = [[box.id for box in boxes if box.stage == stage] for stage in range(5)]
    net = Net([list(column) for column in columns])
    stages = {box.id: box.stage for box in boxes}
    for arrow in arrows:
        if stages[arrow.head] == stages[arrow.tail] + 1:
            net.join(arrow.tail, arrow.head)
    order(net)
    assert [sorted(map(str, column)) for column in net.columns] == [sorted(map(str, column)) for column in columns]
    assert net_crossings(net, net.columns) <= net_crossings(net, columns)


def test_ordering_finds_its_way_out_of_a_knot() -> None:
    """Two long arrows wound round each other: no exchange of neighbours in one column alone undoes it."""
    net = Net([["a", "b"], [("x", 1), ("y", 1)], [("y", 2), ("x", 2)], [("x", 3), ("y", 3)], ["c", "d"]])
    for name, start, end in (("x", "a", "c"), ("y", "b", "d")):
        chain: list[Slot] = [start, *((name, column) for column in (1, 2, 3)), end]
        for left, right in pairwise(chain):
            net.join(left, right)
    order(net)
    assert net_crossings(net, net.columns) == 0


@pytest.mark.no_cover
def test_the_shipped_map_has_few_crossings_and_no_overlaps() -> None:
    shown = causal_map(myograph.open())
    viz = Content.find().viz
    core = {thing.id for thing in shown.things if thing.kind in CORE}
    found = quality(picture(shown.things, map_pairs(shown), Lettering.load(viz), core).drawing)
    assert found.arrows > 150
    assert found.overlaps == found.through_boxes == 0
    assert found.crossings <= 1.5 * found.arrows
