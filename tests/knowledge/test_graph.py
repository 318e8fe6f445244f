"""The shipped graph through its Python interface: ten questions whose answers are known from the article."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

import myograph
from myograph.errors import QuerySyntaxError, QueryTimeout, UnknownName, UsageError
from myograph.knowledge import KnowledgeGraph, Rung
from myograph.knowledge.citing import WRITERS

ARTICLE = "article on magnesium and muscle twitching"


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return myograph.open()


def labels(rungs: tuple[Rung, ...]) -> set[str]:
    return {rung.lower.label for rung in rungs}


def test_dehydration_leads_to_twitching_by_way_of_an_electrolyte_imbalance(kg: KnowledgeGraph) -> None:
    ladder = kg.explain()
    imbalance = next(rung for rung in ladder.rungs if rung.lower.label == "electrolyte imbalance")
    assert {"dehydration", "drinking too much plain water", "electrolyte loss"} <= labels(imbalance.rungs)


def test_magnesium_itself_never_leads_to_twitching(kg: KnowledgeGraph) -> None:
    assert not kg.ask("ASK { myo-id:magnesium myo:leadsTo+ myo-id:muscle-twitching }")
    assert kg.ask("ASK { myo-id:magnesium-deficiency myo:leadsTo+ myo-id:muscle-twitching }")


def test_the_article_ties_no_lack_of_sodium_to_twitching(kg: KnowledgeGraph) -> None:
    assert kg.claims(subject="loss of sodium", source=ARTICLE) == ()
    assert [str(c.subject) for c in kg.claims(object="loss of sodium")] == ["sweating"]


def test_numbness_keeps_its_severity_and_its_attribution(kg: KnowledgeGraph) -> None:
    (claim,) = kg.claims(subject="magnesium deficiency", object="numbness", source=ARTICLE)
    assert claim.severity == "severe"
    assert claim.qualifiers == ("only when severe",)
    assert [place.attributed_to for place in kg.places(claim)] == ["US National Institutes of Health"]


def test_the_table_drops_the_hedge_of_the_text_and_both_are_kept(kg: KnowledgeGraph) -> None:
    claim = kg.claim("mg-deficiency-twitching")
    assert (claim.weakest, claim.certainty) == ("possible", "asserted")
    assert {place.section: place.certainty for place in kg.places(claim)} == {
        "why magnesium": "possible",
        "comparison table": "asserted",
    }


def test_the_table_drops_the_severity_of_the_text_and_both_are_kept(kg: KnowledgeGraph) -> None:
    in_text = kg.claim("severe-k-deficiency-heart-rhythm")
    in_table = kg.claim("k-deficiency-irregular-heartbeat")
    assert (in_text.severity, in_table.severity) == ("severe", None)


def test_bananas_supply_potassium_in_three_places_of_one_source(kg: KnowledgeGraph) -> None:
    claim = kg.claim("banana-k")
    assert (claim.places, claim.sources) == (3, 1)
    assert [place.number for place in kg.places(claim)] == sorted(place.number or 0 for place in kg.places(claim))


def test_a_lower_bar_never_hides_what_a_higher_one_shows(kg: KnowledgeGraph) -> None:
    shown = [set(kg.claims(evidence=bar)) for bar in myograph.knowledge.BARS]
    assert all(higher <= lower for lower, higher in pairwise(shown))
    assert shown[0] == set(kg.all_claims)


def test_red_flags_are_told_whatever_the_bar(kg: KnowledgeGraph) -> None:
    flags = {str(flag.subject) for flag in kg.explain(evidence="supported").red_flags}
    assert {"persistent twitching", "severe twitching", "twitching with numbness"} <= flags


def test_magnesium_against_spasms_shows_what_disputes_it(kg: KnowledgeGraph) -> None:
    claim = kg.claim("mg-relieves-spasm")
    assert claim.disputing > 0
    assert claim.verdict in {"contested", "contradicted"}
    directions = [getattr(line, "direction", "search") for line in kg.evidence(claim)]
    assert "disputes" in directions


def test_every_evidence_line_has_a_source_with_a_title(kg: KnowledgeGraph) -> None:
    lines = [line for claim in kg.all_claims[::9] for line in kg.evidence(claim)]
    named = [line.source.iri for line in lines if isinstance(line, myograph.knowledge.EvidenceLine)]
    assert named
    assert all(kg.sources[iri].title for iri in named)


def test_entities_answer_to_lay_and_clinical_names(kg: KnowledgeGraph) -> None:
    assert kg.entity("eye twitch").label == "eyelid twitching"
    assert kg.entity("hypokalemia").label == "hypokalaemia"
    assert ("imbalance of", "potassium") in [(words, str(name)) for words, name in kg.entity("hypokalemia").relations]


@pytest.mark.parametrize("form", WRITERS)
def test_a_citation_names_claim_release_and_sources(kg: KnowledgeGraph, form: str) -> None:
    citation = kg.cite("mg-relieves-spasm", form)
    assert "https://w3id.org/myograph/claim/mg-relieves-spasm" in citation
    assert "10.1002/14651858.CD009402.pub3" in citation
    assert myograph.__version__ in citation


def test_csl_json_is_json_with_one_item_a_source(kg: KnowledgeGraph) -> None:
    items = json.loads(kg.cite("mg-relieves-spasm", "csl-json"))
    assert items[0]["type"] == "dataset"
    assert len({item["id"] for item in items}) == len(items) > 1


def test_bibtex_escapes_what_tex_would_run() -> None:
    from myograph.knowledge.citing import _escaped

    assert _escaped("title", r"50 % of {A} & \B_1") == r"50 \% of \{A\} \& \textbackslash B\_1"


def test_unknown_names_offer_near_ones(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownName, match="magnesium"):
        kg.entity("magnesum")
    with pytest.raises(UnknownName, match="mg-deficiency-twitching"):
        kg.claim("mg-deficiency-twitchin")
    with pytest.raises(UnknownName, match="food source"):
        kg.claims(kind="foods")
    with pytest.raises(UsageError):
        kg.search("   ")


def test_rows_are_native_values_with_labels(kg: KnowledgeGraph) -> None:
    rows = kg.select("SELECT ?c ?n WHERE { VALUES ?c { myo-claim:banana-k } ?c myo:placeCount ?n . }")
    assert rows.columns == ("c", "n")
    ((claim, places),) = rows
    assert (str(claim), places) == ("https://w3id.org/myograph/claim/banana-k", 3)


def test_a_syntax_error_has_a_place_and_a_timeout_stops(kg: KnowledgeGraph) -> None:
    with pytest.raises(QuerySyntaxError) as raised:
        kg.select("SELECT ?s WHERE { ?s a nowhere:Thing }")
    assert (raised.value.line, raised.value.column) == (1, 24)
    with pytest.raises(QueryTimeout):
        kg.select("SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout=0.5)


@pytest.fixture(scope="module")
def borne_out(kg: KnowledgeGraph) -> KnowledgeGraph:
    return kg.narrowed(evidence="qualified")


def test_a_narrowed_graph_holds_the_claims_above_the_bar_and_no_other(
    kg: KnowledgeGraph, borne_out: KnowledgeGraph
) -> None:
    assert {claim.iri for claim in borne_out.all_claims} == {claim.iri for claim in kg.claims(evidence="qualified")}
    assert {claim.verdict for claim in borne_out.all_claims} == {"supported", "supported with qualification"}


def test_no_relation_of_a_narrowed_graph_rests_on_a_claim_that_was_taken_away(borne_out: KnowledgeGraph) -> None:
    assert borne_out.ask("ASK { myo-id:dehydration myo:leadsTo myo-id:electrolyte-imbalance }")
    assert not borne_out.ask("ASK { myo-id:sustained-contraction myo:leadsTo myo-id:muscle-twitching }")
    assert (
        borne_out.select("SELECT ?e WHERE { ?e prov:wasDerivedFrom ?c FILTER NOT EXISTS { ?c a myo:Claim } }").rows
        == ()
    )


def test_a_narrowed_graph_tells_no_figures_of_the_whole(borne_out: KnowledgeGraph) -> None:
    assert not borne_out.ask("ASK { GRAPH myo-graph:description { ?s ?p ?o } }")


def test_the_article_alone_is_one_source_with_its_own_passages(kg: KnowledgeGraph) -> None:
    alone = kg.narrowed(source=ARTICLE)
    assert len(alone.all_claims) == len(kg.claims(source=ARTICLE)) == 209
    assert not alone.ask("ASK { ?place myo:inSource ?s FILTER(?s != myo-source:magnesium-article) }")
