"""The federated examples, asked of a stand-in that answers in the shape of the public endpoints, and notes the call."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

from myograph.errors import QueryRefused
from myograph.release import Release
from myograph.store.services import allowing, refuse_others
from tests.checkout import ROOT
from tests.engines.hostile import hostile, replying
from tests.queries.answers import cell

FOLDER = ROOT / "examples" / "federated"
ENTITY = "http://www.wikidata.org/entity/"
MESH = "http://id.nlm.nih.gov/mesh/"


def uri(value: str) -> dict[str, str]:
    return {"type": "uri", "value": value}


def said(value: str, language: str) -> dict[str, str]:
    return {"xml:lang": language, "type": "literal", "value": value}


NAMES = [
    {"item": uri(f"{ENTITY}Q936382"), "name": said("Hypokalzämie", "de")},
    {"item": uri(f"{ENTITY}Q60235"), "name": said("caféine", "fr")},
    {"item": uri(f"{ENTITY}Q42"), "name": said("Douglas Adams", "de")},
]
SYMPTOMS = [
    {"item": uri(f"{ENTITY}Q936382"), "symptom": uri(f"{ENTITY}Q1397878"), "symptomName": said("fasciculation", "en")},
    {"item": uri(f"{ENTITY}Q936382"), "symptom": uri(f"{ENTITY}Q42"), "symptomName": said("else", "en")},
]
HEADINGS = [
    {
        "heading": uri(f"{MESH}D003681"),
        "above": uri(f"{MESH}D014883"),
        "aboveLabel": said("Water-Electrolyte Imbalance", "en"),
    },
]
EXAMPLES = {
    "wikidata-names": ("query.wikidata.org", NAMES, [("hypocalcaemia", "Hypokalzämie"), ("caffeine", "caféine")]),
    "wikidata-symptoms": (
        "query.wikidata.org",
        SYMPTOMS,
        [("hypocalcaemia", "fasciculation"), ("hypocalcaemia", "else")],
    ),
    "mesh-broader": ("id.nlm.nih.gov", HEADINGS, [("dehydration", "Water-Electrolyte Imbalance")]),
}
OTHERS = {"wikidata-names": "name", "wikidata-symptoms": "symptomName", "mesh-broader": "aboveLabel"}
LABELS = {"wikidata-names": "thingLabel", "wikidata-symptoms": "imbalanceLabel", "mesh-broader": "thingLabel"}


def address_in(text: str) -> str:
    return text.partition("SERVICE <")[2].partition(">")[0]


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_joins_what_the_endpoint_answers(name: str, release: Release) -> None:
    host, rows, expected = EXAMPLES[name]
    text = (FOLDER / f"{name}.rq").read_text("utf-8")
    refuse_others(text, frozenset((host,)))
    variables = sorted({variable for row in rows for variable in row})
    body = json.dumps({"head": {"vars": variables}, "results": {"bindings": rows}}).encode()
    media_type = "application/sparql-results+json;charset=utf-8"
    with hostile(replying(body, media_type=media_type)) as server:
        asked = text.replace(address_in(text), f"http://127.0.0.1:{server.port}/sparql")
        found = allowing(release.store, [f"127.0.0.1:{server.port}"]).query(asked)
        assert isinstance(found, QuerySolutions)
        pairs = [(cell(row[LABELS[name]])[1], cell(row[OTHERS[name]])[1]) for row in found]
    assert sorted(pairs) == sorted(expected)
    (call,) = server.asked
    sent = " ".join(call.parameters.get("query", [call.body.decode()]))
    assert "VALUES" in sent, "the endpoint would be asked for all it knows"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.rq")), ids=lambda path: path.stem)
def test_an_example_is_refused_unless_its_host_is_allowed(path: Path, release: Release) -> None:
    with pytest.raises(QueryRefused):
        release.store.query(path.read_text("utf-8"))


def test_every_example_has_a_stand_in() -> None:
    assert {path.stem for path in FOLDER.glob("*.rq")} == set(EXAMPLES)
