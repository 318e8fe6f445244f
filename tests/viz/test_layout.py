"""The laws of the layout, and the measures of its quality on drawings whose quality is known."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from myograph.viz.layout import Arrow, Box, Placed, draw
from myograph.viz.quality import crossings, overlaps, quality

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
