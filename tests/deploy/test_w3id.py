"""The redirects to be handed in at w3id.org lead every lasting address to what the server tells of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from myograph import names
from myograph.content import Content
from myograph.names import HOME, Vocabulary
from myograph.release import open_release
from myograph.server.things import EXTENSIONS, PATH
from tests.checkout import ROOT
from tests.deploy.redirects import read_rules, redirect
from tests.server.serving import serving

FOLDER = ROOT / "deploy" / "w3id"
RULES = read_rules(FOLDER / ".htaccess")
SERVER = "https://myograph.example.org"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ACCEPTED = {
    BROWSER: "text/html",
    "text/turtle": "text/turtle",
    "application/ld+json": "application/ld+json",
    "application/rdf+xml": "application/rdf+xml",
    "application/n-triples": "application/n-triples",
    "text/turtle;q=0.2, application/rdf+xml": "application/rdf+xml",
    "text/html;q=0.3, text/turtle": "text/turtle",
    "*/*": "text/turtle",
}
THINGS = (
    "ontology",
    "id/magnesium",
    "claim/mg-deficiency-twitching",
    "source/magnesium-article",
    "passage/magnesium-article-002",
    "graph/entities",
    "food/banana-raw",
    "question/red-flags",
)


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with serving(None, "--workers", "1") as server, server.client() as opened:
        yield opened


def followed(client: httpx.Client, path: str, accept: str) -> httpx.Response:
    """Ask w3id.org and then the server, as a client would that follows what it is told."""
    answer = redirect(RULES, path, accept)
    assert answer is not None, path
    target = urlsplit(answer[1])
    assert f"{target.scheme}://{target.netloc}" == SERVER
    return client.get(target.path, headers={"accept": accept}, follow_redirects=True)


@pytest.mark.parametrize("accept", ACCEPTED)
@pytest.mark.parametrize("path", ["ontology", "id/magnesium"])
def test_each_client_gets_the_document_that_it_wants(path: str, accept: str, client: httpx.Client) -> None:
    answer = followed(client, path, accept)
    assert answer.status_code == 200
    wanted = client.get(f"/{path}", headers={"accept": accept}, follow_redirects=True)
    assert answer.headers["content-type"] == wanted.headers["content-type"]
    assert answer.headers["content-type"].partition(";")[0] == ACCEPTED[accept]


@pytest.mark.parametrize("path", THINGS)
def test_what_is_told_is_about_the_address(path: str, client: httpx.Client) -> None:
    answer = followed(client, path, "text/turtle")
    assert answer.status_code == 200
    subjects = {quad.subject for quad in parse(answer.content, format=RdfFormat.TURTLE)}
    assert NamedNode(HOME + path) in subjects


def test_every_kind_of_thing_is_led_on() -> None:
    kinds = {space.removeprefix(HOME).rstrip("/") for space in own_spaces()} - {"ontology#"}
    assert kinds <= {"id", "claim", "source", "place", "passage", "edge", "evidence", "food", "graph"}
    for kind in (*kinds, "question"):
        assert re.fullmatch(PATH, f"/{kind}/a.b")
        assert redirect(RULES, f"{kind}/a.b", BROWSER) == (303, f"{SERVER}/{kind}/a.b")


def own_spaces() -> set[str]:
    found = (value for value in vars(names).values() if isinstance(value, Vocabulary))
    return {str(space) for space in found if str(space).startswith(HOME)}


def test_versioned_addresses_are_those_of_the_release(client: httpx.Client) -> None:
    release = open_release(content=Content(ROOT))
    (row,) = release.store.select(
        f"SELECT ?version WHERE {{ <{HOME}ontology> <http://www.w3.org/2002/07/owl#versionIRI> ?version }}"
    )
    assert followed(client, row["version"].value.removeprefix(HOME), "text/turtle").status_code == 200
    described = release.store.select(
        f"SELECT ?version WHERE {{ <{HOME}> <http://www.w3.org/ns/dcat#version> ?version }}"
    )
    (version,) = [row["version"].value for row in described]
    assert release.manifest is not None
    for name in release.manifest.files:
        answer = followed(client, f"release/{version}/{name}", "*/*")
        assert answer.content == (release.path / name).read_bytes()
        assert redirect(RULES, f"release/9.9.9/{name}", "*/*") is None


@pytest.mark.parametrize(
    ("path", "status"), [("", 302), ("index.html", 302), ("ontology/shapes", 303), ("contributors", 303)]
)
def test_what_stands_beside_leads_somewhere(path: str, status: int, client: httpx.Client) -> None:
    answer = redirect(RULES, path, BROWSER)
    assert answer is not None
    assert answer[0] == status
    assert followed(client, path, BROWSER).status_code == 200


def test_the_dataset_is_described_to_programs(client: httpx.Client) -> None:
    answer = followed(client, "", "text/turtle")
    said = {quad.triple for quad in parse(answer.content, format=RdfFormat.TURTLE)}
    (triples,) = [t.object for t in said if (t.subject, t.predicate) == (NamedNode(HOME), names.VOID.triples)]
    assert int(triples.value) == len(open_release(content=Content(ROOT)).store)


def test_a_question_that_is_posted_stays_one(client: httpx.Client) -> None:
    assert redirect(RULES, "sparql", "*/*") == (307, f"{SERVER}/sparql")
    assert client.post("/sparql", data={"query": "ASK {}"}).status_code == 200


@pytest.mark.parametrize("ending", EXTENSIONS)
def test_documents_have_addresses_too(ending: str) -> None:
    assert redirect(RULES, f"ontology.{ending}", "*/*") == (302, f"{SERVER}/ontology.{ending}")
    assert redirect(RULES, f"id/magnesium.{ending}", "*/*") == (303, f"{SERVER}/id/magnesium.{ending}")


@pytest.mark.parametrize("path", ["nothing", "id", "id/", "id/a/b", "ontologyx", "release/0.1.0/../x", "sparql/x"])
def test_what_has_no_address_is_not_found(path: str) -> None:
    assert redirect(RULES, path, BROWSER) is None


def test_the_readme_tells_each_address() -> None:
    readme = (FOLDER / "README.md").read_text("utf-8")
    told = re.findall(r"`([a-z]+)/?[^`]*`", readme)
    for rule in RULES:
        first = re.match(r"\^\(?([a-z]+)", rule.pattern)
        assert first is None or first[1] in {*told, "index", "contributors"}
