"""Causal questions to the shipped graph: what its claims say, and what they must never be made to say."""

from __future__ import annotations

import itertools
import json

import networkx as nx
import pytest

import myograph
from myograph.causal.comparing import difference, what_remains
from myograph.causal.links import BY_DEFINITION, OPPOSES, PROMOTES
from myograph.causal.what_if import LOWERED
from myograph.errors import UnknownName, UsageError
from myograph.knowledge import BARS, KnowledgeGraph
from myograph.knowledge.analysis import Analysis
from myograph.knowledge.analysis_data import as_data
from myograph.knowledge.analysis_telling import AnalysisTeller

ARTICLE = "article on magnesium and muscle twitching"
FOOT = "muscle twitching"
NOT_CAUSAL = ("is linked to", "is advised for", "is a food source of", "antagonizes", "rarely causes", "uses food")


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return myograph.open()


@pytest.fixture(scope="module")
def analysis(kg: KnowledgeGraph) -> Analysis:
    return kg.analysis()


@pytest.fixture(scope="module")
def tell(kg: KnowledgeGraph) -> AnalysisTeller:
    return AnalysisTeller(kg.teller.palette, kg.lookup.label)


def test_the_causal_view_is_a_plain_graph_of_claims(kg: KnowledgeGraph) -> None:
    graph = kg.causal()
    assert type(graph) is nx.MultiDiGraph
    claims = {claim.iri: claim for claim in kg.all_claims}
    for subject, object_, key, edge in graph.edges(keys=True, data=True):
        if edge["verdict"] == BY_DEFINITION:
            continue
        claim = claims[key]
        assert (claim.subject.iri, claim.object.iri) == (subject, object_)
        assert (claim.sign, claim.verdict, claim.certainty) == (edge["sign"], edge["verdict"], edge["certainty"])
        assert set(edge["qualifiers"]) == set(claim.qualifiers)
        assert set(edge["sources"]) == {source.iri for source in claim.stated_by}
        assert edge["verb"] == claim.predicate.label not in NOT_CAUSAL


def test_the_view_misses_no_claim_of_its_families(kg: KnowledgeGraph) -> None:
    families = {"leadsTo", "counteracts"}
    wanted = {
        claim.iri
        for claim in kg.all_claims
        if families & set(kg._families.get(claim.predicate.iri, ())) and claim.predicate.label != "antagonizes"
    }
    assert wanted <= {link.iri for link in kg.causal_links}


def test_definitions_lead_from_a_mineral_to_its_lack_or_excess_and_never_to_a_loss(kg: KnowledgeGraph) -> None:
    definitions = [link for link in kg.causal_links if not link.is_claim]
    assert ("magnesium", OPPOSES, "magnesium deficiency") in {
        (link.subject.label, link.sign, link.object.label) for link in definitions
    }
    assert {link.object.kind for link in definitions} == {"imbalance"}
    assert not [link for link in definitions if "loss" in link.object.label]


def test_a_higher_bar_and_fewer_sources_only_take_away(kg: KnowledgeGraph) -> None:
    graphs = [kg.causal(evidence=bar) for bar in BARS]
    graphs.append(kg.causal(evidence="supported", sources=[ARTICLE]))
    for wider, narrower in itertools.pairwise(graphs):
        assert set(narrower.edges) <= set(wider.edges)
    assert 0 < graphs[-1].number_of_edges() < graphs[0].number_of_edges()


def test_opening_the_graph_twice_gives_the_same_answers(kg: KnowledgeGraph) -> None:
    again = myograph.open().analysis()
    assert again.paths("physical overexertion", FOOT) == kg.analysis().paths("physical overexertion", FOOT)
    assert again.ranking(FOOT) == kg.analysis().ranking(FOOT)


def test_overexertion_leads_to_twitching_by_way_of_sweat(analysis: Analysis) -> None:
    found = analysis.paths("physical overexertion", FOOT)
    ways = [[node.label for node in path.between] for path in found.found]
    assert ways[0] == []
    assert ["sweating", "electrolyte loss", "electrolyte imbalance"] in ways
    assert found.sign == PROMOTES
    assert found.complete


def test_every_path_rests_on_claims_that_are_there(kg: KnowledgeGraph, analysis: Analysis) -> None:
    for path in analysis.paths("psychological stress", FOOT).found:
        for step, following in zip(path.steps, path.steps[1:], strict=False):
            assert step.object == following.subject
        for claim in path.claims:
            assert kg.claim(claim).iri == claim


def test_no_chain_leads_from_sodium_loss_to_twitching(analysis: Analysis) -> None:
    """The article names sodium among what sweat takes along, and no more."""
    assert analysis.paths("loss of sodium", FOOT).found == ()
    assert analysis.bar_that_connects("loss of sodium", FOOT) is None


def test_a_path_that_is_missing_at_a_bar_is_offered_at_a_lower_one(kg: KnowledgeGraph) -> None:
    strict = kg.analysis(evidence="supported")
    assert strict.paths("sweating", FOOT).found == ()
    bar = strict.bar_that_connects("sweating", FOOT)
    assert bar is not None
    assert kg.analysis(evidence=bar).paths("sweating", FOOT).found


@pytest.mark.parametrize("bar", BARS)
@pytest.mark.parametrize("food", ["spinach", "almond", "banana", "leafy greens"])
def test_eating_something_lowers_nothing(kg: KnowledgeGraph, food: str, bar: str) -> None:
    answer = kg.analysis(evidence=bar).what_if(raised=[food], links=8)
    assert answer.result.changes == ()
    assert any(each.family == "provides" for each in answer.not_followed)


def test_raising_a_mineral_ends_at_its_lack(analysis: Analysis) -> None:
    answer = analysis.what_if(raised=["magnesium"], links=8)
    lowered = {change.node.label for change in answer.result.changes if change.verdict == BY_DEFINITION}
    assert "magnesium deficiency" in lowered
    numbness = [change for change in answer.result.changes if change.node.label == "numbness"]
    assert not numbness, "numbness comes from a severe lack, and raising magnesium says nothing about one"
    asked = analysis.what_if(lowered=["magnesium deficiency"])
    assert {c.node.label: c.direction for c in asked.result.changes}["numbness"] == LOWERED


def test_magnesium_is_no_cause_of_twitching_and_a_definition_makes_it_no_remedy(analysis: Analysis) -> None:
    upstream = {each.node.label: each for each in analysis.causes(FOOT)}
    assert upstream["magnesium"].sign == OPPOSES
    assert upstream["magnesium"].verdict == "contested"
    assert "calcium" not in upstream


def test_a_chain_that_meets_the_bar_does_not_hide_a_contested_claim(kg: KnowledgeGraph) -> None:
    strict = kg.analysis(evidence="qualified")
    (change,) = [c for c in strict.what_if(raised=["dehydration"]).result.changes if c.node.label == FOOT]
    assert (change.distance, change.direct) == (2, "contested")
    (reached,) = [each for each in strict.causes(FOOT) if each.node.label == "dehydration"]
    assert reached.direct == "contested"
    direct = strict.paths("dehydration", FOOT).direct
    assert direct is not None
    assert direct.verdict == "contested"


def test_red_flags_are_left_to_a_professional(analysis: Analysis) -> None:
    answer = analysis.what_if(raised=["severe twitching"])
    assert [node.label for node in answer.result.red_flags] == ["severe twitching"]
    assert answer.result.changes == ()
    assert answer.care


def test_too_much_water_is_shown_against_drinking_plenty_at_every_bar(kg: KnowledgeGraph) -> None:
    answer = kg.analysis(evidence="supported").what_if(raised=["drinking plenty of water"])
    (harms,) = answer.harms.values()
    assert {"electrolyte imbalance", "exercise-associated hyponatraemia"} <= {harm.node.label for harm in harms}
    remedies = kg.analysis().remedies(["dehydration"], FOOT)
    (water,) = [each for each in remedies.beside if each.subject.label == "drinking plenty of water"]
    assert remedies.harms[water.subject.iri]


def test_what_is_only_advised_meets_no_path(analysis: Analysis) -> None:
    found = analysis.remedies(["psychological stress"], FOOT)
    meeting = {remedy.node.label for remedy in found.found if remedy.paths}
    assert {"meditation", "yoga"} <= meeting
    assert "improving sleep" not in meeting
    assert any(each.subject.label == "improving sleep" for each in found.beside)
    assert found.sets.size == 1


def test_a_cut_names_claims_that_really_hold_the_story(kg: KnowledgeGraph, analysis: Analysis) -> None:
    cut = analysis.claim_cuts("sweating", FOOT)
    assert cut.size == 1
    for claims in cut.sets:
        graph = kg.causal()
        graph.remove_edges_from([edge for edge in graph.edges(keys=True) if edge[2] in claims])
        assert not nx.has_path(graph, cut.start.iri, cut.end.iri)


def test_what_remains_of_the_article(kg: KnowledgeGraph) -> None:
    own = kg.analysis(sources=ARTICLE).story("the article", FOOT)
    supported = kg.analysis(evidence="supported", sources=ARTICLE).story("supported claims", FOOT)
    change = difference(own, supported)
    assert change.kept
    assert change.vanished
    assert not change.appeared
    assert f"of the {len(own.paths)} paths to {FOOT}" in what_remains(change)


def test_the_graph_for_an_effect_can_be_taken_elsewhere(analysis: Analysis) -> None:
    assert "psychological_stress [exposure]" in analysis.written("psychological stress", FOOT, "dagitty")
    back = nx.parse_gml(analysis.written("psychological stress", FOOT, "gml"))
    assert nx.has_path(back, "psychological_stress", "muscle_twitching")


def test_names_are_resolved_and_unknown_ones_refused_with_near_ones(analysis: Analysis) -> None:
    assert analysis.paths("stress", "twitch") == analysis.paths("psychological stress", FOOT)
    with pytest.raises(UnknownName) as raised:
        analysis.paths("phsychological stress", FOOT)
    assert "psychological stress" in raised.value.near
    with pytest.raises(UnknownName):
        analysis.knowledge.analysis(evidence="very good")
    with pytest.raises(UnknownName):
        analysis.knowledge.analysis(sources="nobody's source")


def test_what_no_claim_is_about_has_no_study(analysis: Analysis) -> None:
    with pytest.raises(UsageError, match="no causal claim") as raised:
        analysis.adjustment("spinach", FOOT)
    assert "spinach" in str(raised.value.advice)


def test_answers_are_plain_data(analysis: Analysis) -> None:
    path = as_data(analysis.paths("caffeine", FOOT))
    again = json.loads(json.dumps(path))
    assert again["found"][0]["sentence"].startswith("caffeine ")
    assert again["complete"] is True
    with pytest.raises(TypeError):
        as_data(object())


def test_what_is_told_names_no_iri(analysis: Analysis, tell: AnalysisTeller) -> None:
    found = analysis.paths("psychological stress", FOOT)
    lines = [
        *tell.paths(found, analysis.mediators(found)),
        *tell.causes(analysis.node(FOOT), analysis.causes(FOOT)),
        *tell.what_if(analysis.what_if(raised=["psychological stress"])),
        *tell.adjustment(analysis.adjustment("electrolyte imbalance", FOOT)),
        *tell.ranking(analysis.node(FOOT), analysis.ranking(FOOT), "betweenness", 20),
        *tell.remedies(analysis.remedies(["psychological stress", "dehydration"], FOOT)),
    ]
    assert not [line for line in lines if "https://" in line]
