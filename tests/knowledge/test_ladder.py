"""The ladder on hand-made claims: order, repetition, cycles, what is no rung."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from myograph.knowledge.ladder import Ladder, Rung, ladder
from myograph.knowledge.records import Claim, Name

LEADS, EASES, LINKED, WARRANTS = "p:causes", "p:relieves", "p:linked", "p:warrants"
FAMILIES = {LEADS: ("leadsTo",), EASES: ("counteracts",), WARRANTS: ("warrants",)}


def named(label: str) -> Name:
    return Name(f"id:{label}", label)


def claim(subject: str, obj: str, predicate: str = LEADS, **qualifiers: str) -> Claim:
    local = f"{subject}-{predicate}-{obj}-{'-'.join(qualifiers.values())}"
    return Claim(
        iri=f"c:{local}",
        subject=named(subject),
        predicate=Name(predicate, predicate.removeprefix("p:")),
        object=named(obj),
        sign="promotes",
        kind="cause",
        statement=f"{subject} {predicate} {obj}",
        certainty=qualifiers.pop("certainty", "asserted"),
        weakest=qualifiers.pop("weakest", "asserted"),
        places=1,
        sources=1,
        verdict="not yet appraised",
        severity=qualifiers.pop("severity", None),
        spots=(f"p:{local}",),
    )


def climb(*claims: Claim, kinds: dict[str, str] | None = None) -> Ladder:
    by_iri = {f"id:{label}": kind for label, kind in (kinds or {}).items()}
    return ladder(named("twitch"), claims, FAMILIES, by_iri)


def labels(rungs: tuple[Rung, ...]) -> list[str]:
    return [rung.lower.label for rung in rungs]


def every_rung(rungs: tuple[Rung, ...]) -> list[Rung]:
    return [rung for each in rungs for rung in (each, *every_rung(each.rungs))]


def test_a_chain_is_climbed_from_the_foot() -> None:
    tree = climb(claim("sweat", "loss"), claim("loss", "twitch"))
    assert labels(tree.rungs) == ["loss"]
    assert labels(tree.rungs[0].rungs) == ["sweat"]


def test_imbalances_come_first_then_what_is_said_more_often_then_labels() -> None:
    kinds = {"stress": "cause", "lack": "imbalance", "coffee": "cause", "anxiety": "cause"}
    tree = climb(
        claim("stress", "twitch"),
        claim("stress", "twitch", severity="severe"),
        claim("coffee", "twitch"),
        claim("anxiety", "twitch"),
        claim("lack", "twitch"),
        kinds=kinds,
    )
    assert labels(tree.rungs) == ["lack", "stress", "anxiety", "coffee"]


def test_steps_behind_a_node_are_spelled_out_once_nearest_to_the_foot() -> None:
    tree = climb(claim("thirst", "twitch"), claim("thirst", "loss"), claim("loss", "twitch"), claim("heat", "thirst"))
    spelled_out = [rung for rung in every_rung(tree.rungs) if rung.lower.label == "thirst" and rung.rungs]
    repeated = [rung for rung in every_rung(tree.rungs) if rung.lower.label == "thirst" and rung.repeated]
    assert len(spelled_out) == 1
    assert len(repeated) == 1
    assert spelled_out[0] in tree.rungs


def test_a_passage_that_states_two_claims_of_a_rung_counts_once() -> None:
    first, second = claim("lack", "twitch"), claim("lack", "twitch", certainty="possible")
    rung = climb(replace(first, spots=("p:1", "p:2")), replace(second, spots=("p:2",))).rungs[0]
    assert rung.places == 2


def test_a_cycle_ends() -> None:
    tree = climb(claim("stress", "twitch"), claim("twitch", "stress"))
    assert labels(tree.rungs) == ["stress"]
    assert labels(tree.rungs[0].rungs) == ["twitch"]
    assert tree.rungs[0].rungs[0].repeated


def test_what_is_only_linked_is_no_rung() -> None:
    assert climb(claim("acid", "twitch", LINKED)).is_empty


def test_remedies_and_red_flags_stand_beside_the_ladder() -> None:
    flag = claim("long twitch", "doctor", WARRANTS)
    tree = ladder(named("twitch"), [claim("rest", "twitch", EASES), flag], FAMILIES, {}, red_flags=(flag,))
    assert [str(remedy.name) for remedy in tree.remedies] == ["rest"]
    assert tree.red_flags == (flag,)
    assert tree.is_empty


def test_a_qualifier_that_every_claim_has_is_kept_and_one_that_some_have_is_not() -> None:
    always = climb(claim("lack", "twitch", severity="severe")).rungs[0]
    sometimes = climb(claim("lack", "twitch", severity="severe"), claim("lack", "twitch")).rungs[0]
    assert always.qualifiers == ("only when severe",)
    assert sometimes.qualifiers == ()


def test_wording_keeps_both_ends_of_its_range() -> None:
    rung = climb(claim("lack", "twitch", certainty="asserted", weakest="possible")).rungs[0]
    assert (rung.certainty, rung.weakest) == ("asserted", "possible")


nodes = st.sampled_from(["twitch", "a", "b", "c", "d", "e"])


@given(st.sets(st.tuples(nodes, nodes), max_size=20))
def test_the_ladder_holds_every_relation_that_leads_to_the_foot_exactly_once(pairs: set[tuple[str, str]]) -> None:
    tree = climb(*(claim(lower, upper) for lower, upper in sorted(pairs)))
    reached = {"twitch"}
    while more := {lower for lower, upper in pairs if upper in reached} - reached:
        reached |= more
    wanted = sorted((lower, upper) for lower, upper in pairs if upper in reached)
    held = sorted((rung.claims[0].subject.label, rung.claims[0].object.label) for rung in every_rung(tree.rungs))
    assert held == wanted
