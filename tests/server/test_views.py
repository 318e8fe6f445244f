"""Bars and graphs of answers: what is drawn, and that all of it is inside the picture."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from myograph.server.naming import Cell
from myograph.server.results import Shown
from myograph.server.views import BAR, MOST_LINKS, bars_of, drawing_of, views_of

NUMBERS = st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=20)
NAMES = st.sampled_from("abcdefgh")


def answer(numbers: list[float]) -> Shown:
    rows = tuple((Cell(f"thing {place}"), Cell(str(number), number=True)) for place, number in enumerate(numbers))
    return Shown((("thing", ""), ("value", "")), rows)


@given(NUMBERS)
def test_bars_are_as_long_as_their_numbers_and_stay_inside(numbers: list[float]) -> None:
    bars = bars_of(answer(numbers))
    assert len(bars) == len(numbers)
    for bar in bars:
        assert bar.start >= 0
        assert bar.start + bar.length <= BAR + 0.2
    longest = max(range(len(numbers)), key=lambda place: abs(numbers[place]))
    assert bars[longest].length == max(bar.length for bar in bars)


def test_what_is_no_number_has_no_bar() -> None:
    assert bars_of(answer([float("inf"), 1.0]))[0].length == 0
    words = Shown((("a", ""),), ((Cell("x"),),))
    assert bars_of(words) == ()
    assert views_of(words) == ("table", "raw")
    assert views_of(Shown(boolean=True)) == views_of(Shown(problem={})) == views_of(None) == ()


@given(st.lists(st.tuples(NAMES, NAMES), max_size=30))
def test_every_thing_has_one_box_and_every_arrow_ends_at_two(pairs: list[tuple[str, str]]) -> None:
    drawn = drawing_of((Cell(tail), "to", Cell(head)) for tail, head in pairs)
    assert sorted(box.cell.text for box in drawn.boxes) == sorted({name for pair in pairs for name in pair})
    assert len({(box.x, box.y) for box in drawn.boxes}) == len(drawn.boxes)
    assert len(drawn.links) == len(set(pairs))
    for box in drawn.boxes:
        assert 0 < box.x < drawn.width
        assert 0 < box.y < drawn.height


def test_a_chain_goes_from_left_to_right_and_what_finds_no_room_is_counted() -> None:
    drawn = drawing_of([(Cell("b"), "", Cell("c")), (Cell("a"), "", Cell("b"))])
    places = {box.cell.text: box.x for box in drawn.boxes}
    assert places["a"] < places["b"] < places["c"]
    many = drawing_of((Cell(f"{number}"), "", Cell("end")) for number in range(MOST_LINKS + 7))
    assert (len(many.links), many.left_out) == (MOST_LINKS, 7)
