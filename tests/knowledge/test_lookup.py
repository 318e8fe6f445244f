"""Names: exact ones win, typing errors are forgiven, doubtful ones are asked back."""

from __future__ import annotations

import pytest

from myograph.content import Content
from myograph.errors import UnknownName, UsageError
from myograph.knowledge.lookup import Lookup, NamedThing, folded
from myograph.names import HOME, Prefixes

THINGS = (
    NamedThing(f"{HOME}id/muscle-twitching", "muscle twitching", "label", "symptom"),
    NamedThing(f"{HOME}id/muscle-twitching", "twitches", "synonym", "symptom"),
    NamedThing(f"{HOME}id/eyelid-myokymia", "eyelid twitching", "label", "symptom"),
    NamedThing(f"{HOME}id/eyelid-myokymia", "eye twitch", "synonym", "symptom"),
    NamedThing(f"{HOME}id/muscle-cramp", "muscle cramp", "label", "symptom"),
    NamedThing(f"{HOME}id/muscle-cramp", "charley horse", "synonym", "symptom"),
    NamedThing(f"{HOME}id/magnesium", "magnesium", "label", "mineral"),
    NamedThing(f"{HOME}id/calcium", "calcium", "label", "mineral"),
    NamedThing(f"{HOME}id/sweet-potato", "sweet potato", "label", "food"),
    NamedThing(f"{HOME}id/milk", "milk", "label", "food"),
    NamedThing(f"{HOME}id/milk-thistle", "milk", "label", "substance"),
    NamedThing(f"{HOME}claim/mg", "Magnesium relaxes muscles.", "statement", "claim"),
)


@pytest.fixture(scope="module")
def lookup() -> Lookup:
    return Lookup(THINGS, Prefixes.load(Content.find()))


@pytest.mark.parametrize(
    "asked",
    [
        "muscle twitching",
        "Muscle Twitching",
        "twitch",
        "muscle-twitching",
        "myo-id:muscle-twitching",
        f"{HOME}id/muscle-twitching",
        f"<{HOME}id/muscle-twitching>",
    ],
)
def test_every_way_of_naming_a_thing_resolves(lookup: Lookup, asked: str) -> None:
    assert lookup.resolve(asked).label == "muscle twitching"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("eye twitch", "eyelid twitching"),
        ("magnesum", "magnesium"),
        ("charley horse", "muscle cramp"),
        ("charlie horse", "muscle cramp"),
        ("sweet potatos", "sweet potato"),
        ("twitching muscle", "muscle twitching"),
    ],
)
def test_search_finds_what_people_mean(lookup: Lookup, words: str, expected: str) -> None:
    assert lookup.search(words)[0].thing.label == expected


def test_an_unknown_name_offers_near_ones(lookup: Lookup) -> None:
    with pytest.raises(UnknownName) as raised:
        lookup.resolve("magnesum")
    assert raised.value.near[0] == "magnesium"
    assert "Did you mean magnesium" in str(raised.value)


def test_a_name_of_two_things_is_asked_back_and_a_kind_decides(lookup: Lookup) -> None:
    with pytest.raises(UsageError, match="several things") as raised:
        lookup.resolve("milk")
    assert "myo-id:milk-thistle" in str(raised.value)
    assert lookup.resolve("milk", kinds=["food"]).iri == f"{HOME}id/milk"


def test_statements_are_searched_and_never_resolved(lookup: Lookup) -> None:
    assert lookup.search("relaxes muscles")[0].kind == "claim"
    with pytest.raises(UnknownName):
        lookup.resolve("Magnesium relaxes muscles.")


def test_an_empty_name_is_refused_and_not_taken_for_the_end_of_an_address(lookup: Lookup) -> None:
    with_slash = NamedThing("http://example.org/nicotine/", "copy of a page", "label", "source")
    for asked in ("", "  "):
        with pytest.raises(UsageError, match="no name given"):
            Lookup((*THINGS, with_slash), lookup.prefixes).resolve(asked)


def test_nonsense_finds_nothing(lookup: Lookup) -> None:
    assert lookup.search("qqqzzz") == ()


def test_a_search_names_each_thing_once_best_first(lookup: Lookup) -> None:
    hits = lookup.search("twitching")
    assert len({hit.thing.iri for hit in hits}) == len(hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Sweet Potatoes", "sweet potato"),
        ("cramps", "cramp"),
        ("weakness", "weakness"),
        ("  eye-twitch ", "eye twitch"),
    ],
)
def test_folding(written: str, expected: str) -> None:
    assert folded(written) == expected
    assert folded(folded(written)) == expected
