"""Stories: what vanishes, appears and turns, and the paragraph that says what remains."""

from __future__ import annotations

from hypothesis import given

from myograph.causal.comparing import Difference, Story, difference, story, what_remains
from myograph.causal.links import CausalLink
from myograph.causal.view import admitted_links, causal_graph, signed_graph
from tests.causal.small_graphs import drawn, some_links

KINDS = {"twitching": "symptom", "lack": "imbalance", "nerves": "mechanism", "yoga": "intervention"}
ARTICLE = """
stress +> twitching
stress +> nerves: contested
nerves +> twitching: contested
lack +> twitching
salt +> lack: not yet appraised
yoga -> stress
magnesium -> twitching: contested
"""
SUPPORTED = "stress +> twitching\nlack +> twitching\nyoga -> stress"


def told(drawing: str, name: str = "the article") -> Story:
    return story(name, drawn(drawing, KINDS), "twitching")


def change(first: str, other: str) -> Difference:
    return difference(told(first), told(other, "supported claims"))


def test_a_story_starts_from_causes_and_imbalances_only() -> None:
    whole = told(ARTICLE)
    assert [node.label for node in whole.causes] == ["lack", "magnesium", "salt", "stress"]
    assert [node.label for node in whole.remedies] == ["magnesium", "yoga"]
    assert whole.complete


def test_paths_vanish_appear_and_turn() -> None:
    found = change("stress +> twitching\nsalt +> twitching", "stress -> twitching\nheat +> twitching")
    assert [path.nodes[0].label for path in found.vanished] == ["salt"]
    assert [path.nodes[0].label for path in found.appeared] == ["heat"]
    assert [(old.sign, new.sign) for old, new in found.turned] == [("promotes", "opposes")]
    assert ([node.label for node in found.lost], [node.label for node in found.gained]) == (["salt"], ["heat"])


def test_a_link_that_gains_a_claim_is_the_same_path() -> None:
    found = change("stress +> twitching", "stress +> twitching\nstress +> twitching")
    assert (found.vanished, found.appeared, found.turned) == ((), (), ())


def test_the_paragraph_counts_what_remains() -> None:
    words = what_remains(change(ARTICLE, SUPPORTED))
    assert "Of the 7 causal links of the article, 3 remain" in words
    assert "of the 5 paths to twitching, from 4 causes and imbalances, 2 paths from 2" in words
    assert "What still stands: lack and stress." in words
    assert "Left without any path: magnesium and salt." in words
    assert "Of 2 things said to work against twitching or a step towards it, yoga stays, and magnesium goes." in words


def test_what_stands_by_a_chain_alone_is_named() -> None:
    chain = "salt +> lack\nlack +> twitching"
    words = what_remains(change(f"{chain}\nsalt +> twitching", chain))
    assert "Only by a chain, since its direct claim falls: salt." in words


def test_a_story_of_which_nothing_remains() -> None:
    words = what_remains(change(ARTICLE, "heat +> cramp"))
    assert "0 remain" in words
    assert "What still stands" not in words
    assert "none stays" in words


@given(some_links())
def test_a_higher_bar_makes_nothing_appear(found: tuple[CausalLink, ...]) -> None:
    stories = [
        story(bar, signed_graph(causal_graph(link for link in admitted_links(found, bar) if link.is_claim)), "g")
        for bar in ("any", "qualified")
    ]
    found_change = difference(*stories)
    assert not found_change.appeared
    assert not found_change.gained
    assert len(found_change.kept) + len(found_change.vanished) == len(stories[0].paths)
