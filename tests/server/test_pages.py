"""Pages for people and addresses for machines: what they show, where they lead, and that nothing in them runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from rdflib import Graph, URIRef

from myograph.content import Content
from myograph.release import open_release
from tests.server.serving import Server, endpoint_store, serving

HOME = "https://w3id.org/myograph/"
MAGNESIUM = NamedNode(f"{HOME}id/magnesium")
PAGE = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PAGES = (
    "/",
    "/ask",
    "/ask?q=food",
    "/ask/foods-for-mineral",
    "/ask/foods-for-mineral?mineral=potassium",
    "/search?q=magnesum",
    "/query",
    "/query?query=SELECT+*+%7B+%3Fs+a+myo%3AMineral+%7D",
    "/query?query=SELECT+%7B",
    "/id/magnesium.html",
    "/claim/mg-relieves-spasm.html",
    "/graph/entities.html",
    "/ontology.html",
    "/graphs",
    "/id/nobody",
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(None, "--workers", "1") as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client() as opened:
        yield opened


class Elements(HTMLParser):
    """Collect elements with their attributes, and check that they are closed in order."""

    VOID = frozenset(("meta", "link", "input", "br", "option"))

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def named(self, *tags: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.found if tag in tags]


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_sound_and_nothing_foreign_runs_in_them(client: httpx.Client, path: str) -> None:
    told = client.get(path, headers=PAGE)
    assert told.status_code == (404 if "nobody" in path else 200)
    assert "script-src 'self'" in told.headers["content-security-policy"]
    assert "unsafe" not in told.headers["content-security-policy"]
    page = Elements(told.text)
    assert len(page.named("h1")) == len(page.named("main")) == len(page.named("title")) == 1
    assert page.named("html")[0]["lang"] == "en"
    for _, attributes in page.found:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
    for loaded in (*page.named("script"), *page.named("img"), *page.named("iframe")):
        assert loaded["src"].startswith("/static/")
    for link in page.named("link"):
        assert link["href"].startswith("/")
    labelled = {label["for"] for label in page.named("label")}
    for field in page.named("input", "select", "textarea"):
        assert field.get("type") == "hidden" or field["id"] in labelled


def test_addresses_on_pages_lead_somewhere(client: httpx.Client) -> None:
    pages = ("/", "/ask/foods-for-mineral", "/id/magnesium.html", "/claim/mg-relieves-spasm.html", "/graphs")
    found = {a["href"] for path in pages for a in Elements(client.get(path, headers=PAGE).text).named("a", "link")}
    ours = sorted(href.partition("#")[0] for href in found if href.startswith("/"))
    assert len(ours) > 40
    for href in ours:
        assert client.get(href, headers=PAGE).status_code in (200, 303), href


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        ("text/html", "html"),
        ("*/*", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml, text/turtle;q=0.5", "rdf"),
    ],
)
def test_a_thing_sends_on_to_the_document_that_is_wanted(client: httpx.Client, accept: str, ending: str) -> None:
    told = client.get("/id/magnesium", headers={"accept": accept})
    assert (told.status_code, told.headers["location"]) == (303, f"/id/magnesium.{ending}")
    assert "Accept" in told.headers["vary"]
    assert client.get("/id/magnesium", headers={"accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("ending", ["ttl", "jsonld", "nt", "rdf"])
def test_documents_say_the_same_in_every_format(client: httpx.Client, ending: str) -> None:
    told = client.get(f"/id/magnesium.{ending}")
    form = RdfFormat.from_extension(ending)
    assert form is not None
    graph = {quad.triple for quad in parse(told.content, form)}
    described = client.get("/sparql", params={"query": f"DESCRIBE <{MAGNESIUM.value}>"}).content
    assert {quad.triple for quad in parse(described, RdfFormat.TURTLE)} <= graph
    assert [triple for triple in graph if triple.object == MAGNESIUM]
    again = client.get(f"/id/magnesium.{ending}", headers={"if-none-match": told.headers["etag"]})
    assert again.status_code == 304


def test_unknown_names_offer_near_ones(client: httpx.Client) -> None:
    told = client.get("/id/magnesiun")
    assert told.status_code == 404
    assert {"label": "magnesium", "href": "/id/magnesium"} in told.json()["near"]


def test_the_vocabulary_is_a_document(client: httpx.Client) -> None:
    graph = Graph()
    graph.parse(data=client.get("/ontology.ttl").content, format="turtle")
    assert (URIRef(f"{HOME}ontology#Claim"), None, None) in graph


def test_questions_have_data_beside_their_page(client: httpx.Client) -> None:
    page = client.get("/ask/foods-for-mineral?mineral=potassium", headers=PAGE).text
    rows = client.get("/ask/foods-for-mineral.json?mineral=potassium").json()["results"]["bindings"]
    assert f"{len(rows)} rows" in page
    lines = client.get("/ask/foods-for-mineral.csv?mineral=potassium").text.splitlines()
    assert len(lines) == len(rows) + 1
    assert client.get("/ask/foods-for-mineral.md?mineral=potassium").text.startswith("| ")
    assert "potassium" in client.get("/ask/foods-for-mineral.rq?mineral=potassium").text
    default = client.get("/ask/foods-for-mineral.json").json()["results"]["bindings"]
    assert default != rows


def test_answers_can_be_looked_at_in_several_ways(client: httpx.Client) -> None:
    address = "/ask/causes-through-imbalances?symptom=muscle+twitching"
    table = Elements(client.get(address, headers=PAGE).text)
    views = {a["href"].rpartition("view=")[2] for a in table.named("a") if "view=" in a["href"]}
    assert views >= {"table", "graph", "raw"}
    rows = client.get(address.replace("?", ".json?")).json()["results"]["bindings"]
    graph = Elements(client.get(f"{address}&view=graph", headers=PAGE).text)
    assert len(graph.named("line")) == len(rows)
    assert '"bindings"' in client.get(f"{address}&view=raw", headers=PAGE).text.replace("&#34;", '"')
    counted = {"query": "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g", "view": "bars"}
    bars = Elements(client.get("/query", params=counted, headers=PAGE).text)
    assert len([bar for bar in bars.named("rect") if float(bar["width"]) >= 0]) == len(client.get("/graphs").json())
    drawn = {"query": f"DESCRIBE <{MAGNESIUM.value}>", "view": "graph"}
    assert Elements(client.get("/query", params=drawn, headers=PAGE).text).named("line")
    share = next(a["href"] for a in bars.named("a") if a.get("id") == "share")
    assert share.endswith("&view=bars")


def test_workbooks_hold_the_answer_with_labels(client: httpx.Client) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    told = client.get("/ask/foods-for-mineral.xlsx?mineral=potassium")
    sheet = openpyxl.load_workbook(BytesIO(told.content)).active
    rows = client.get("/ask/foods-for-mineral.json?mineral=potassium").json()["results"]["bindings"]
    assert sheet.max_row == len(rows) + 1
    assert "avocado" in {cell.value for row in sheet.iter_rows() for cell in row}


def test_wrong_values_are_told_beside_the_form(client: httpx.Client) -> None:
    page = client.get("/ask/foods-for-mineral?mineral=magnesum", headers=PAGE)
    assert page.status_code == 400
    assert "Did you mean magnesium" in page.text
    assert client.get("/ask/foods-for-mineral.json?mineral=spinach").status_code == 400
    assert client.get("/ask/no-such-question").status_code == 404


def test_an_answer_that_is_cut_says_so(client: httpx.Client) -> None:
    query = {"query": "SELECT * { ?s ?p ?o }"}
    assert "truncated" in client.get("/query", params=query, headers=PAGE).text
    whole = {"query": "SELECT * { ?s a myo:Mineral }"}
    assert "truncated" not in client.get("/query", params=whole, headers=PAGE).text


def test_the_page_for_queries_tells_line_and_column(client: httpx.Client) -> None:
    page = client.get("/query", params={"query": "SELECT *\n{ ?s ?p }"}, headers=PAGE).text
    assert "Line 2, column 9" in page
    told = client.post("/query/check", content=b"query=SELECT+*%0A%7B+%3Fs+%3Fp+%7D").json()
    assert (told["valid"], told["line"], told["column"]) == (False, 2, 9)
    assert client.post("/query/check", content=b"query=ASK%7B%7D").json()["valid"] is True


def test_completion_knows_prefixes_terms_and_synonyms(client: httpx.Client) -> None:
    answer = client.get("/query/words")
    told = answer.json()
    assert told["prefixes"]["myo"] == f"{HOME}ontology#"
    assert ["myo-id:magnesium", "magnesium"] in told["words"]
    assert ["myo-id:magnesium", "Mg"] in told["words"]
    assert any(name == "rdfs:label" for name, _ in told["words"])
    again = client.get("/query/words", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_search_for_people_browsers_and_spreadsheets(client: httpx.Client) -> None:
    told = client.get("/search", params={"q": "magnesum"}).json()
    assert told["results"][0]["label"] == "magnesium"
    assert client.get("/suggest", params={"q": "magn"}).json()[0] == "magn"
    assert "{searchTerms}" in client.get("/opensearch.xml").text
    assert client.get("/search", params={"q": "x" * 1000}).status_code == 400


def test_reconciliation(client: httpx.Client) -> None:
    manifest = client.get("/reconcile").json()
    assert manifest["identifierSpace"] == HOME
    queries = {
        "a": {"query": "magnesium", "type": "mineral"},
        "b": {"query": "qqqq"},
        "c": {"query": "spinnach", "limit": 2},
    }
    told = client.post("/reconcile", data={"queries": json.dumps(queries)}).json()
    assert told["a"]["result"][0] == {
        "id": "id/magnesium",
        "name": "magnesium",
        "type": [{"id": "mineral", "name": "mineral"}],
        "score": 100.0,
        "match": True,
    }
    assert told["b"] == {"result": []}
    assert told["c"]["result"][0]["match"] is False
    view = manifest["view"]["url"].replace("{{id}}", told["a"]["result"][0]["id"])
    assert client.get(view).status_code == 303
    for wrong in ("[]", "{", '{"a": 1}', '{"a": {}}', "[" * 100_000):
        assert client.post("/reconcile", data={"queries": wrong}).status_code == 400


def test_graphs_can_be_read(client: httpx.Client) -> None:
    listed = client.get("/graphs").json()
    assert {row["graph"] for row in listed} >= {f"{HOME}graph/entities", f"{HOME}graph/derived"}
    for row in listed[:3]:
        told = client.get("/graphs", params={"graph": row["graph"]}, headers={"accept": "application/n-triples"})
        assert len(told.text.splitlines()) == row["triples"]
    default = client.get("/graphs?default", headers={"accept": "application/n-triples"})
    assert len(default.text.splitlines()) == sum(row["triples"] for row in listed)
    assert client.get("/graphs?graph=http://example.org/none").status_code == 404
    assert client.get("/graphs?default&graph=x").status_code == 400
    assert client.put("/graphs?default", content=b"").status_code == 405
    assert client.head("/graphs?default").status_code == 200


def test_counts_of_the_description_are_true(client: httpx.Client) -> None:
    void = Graph()
    void.parse(data=client.get("/.well-known/void").content, format="turtle")
    triples = void.value(URIRef(HOME), URIRef("http://rdfs.org/ns/void#triples"))
    counted = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).json()
    assert str(triples) == counted["results"]["bindings"][0]["n"]["value"]
    for dump in void.objects(URIRef(HOME), URIRef("http://rdfs.org/ns/void#dataDump")):
        assert client.get(str(dump)).status_code == 200


def test_every_question_is_an_operation(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    names = {row["name"] for row in client.get("/ask").json()}
    assert {path.removeprefix("/ask/") for path in described["paths"] if path.startswith("/ask/")} == names
    for path, item in described["paths"].items():
        if path.startswith("/ask/"):
            assert client.get(path).status_code == 200, path
            assert item["get"]["responses"]["200"]["content"]


def test_static_files_are_named_by_what_they_hold(client: httpx.Client) -> None:
    page = Elements(client.get("/query", headers=PAGE).text)
    for href in [link["href"] for link in page.named("link") if link["href"].startswith("/static")]:
        told = client.get(href)
        assert told.status_code == 200
        assert "immutable" in told.headers["cache-control"]
    assert client.get("/static/00/passwd").status_code == 404


def test_hostile_labels_stay_text(tmp_path: Path) -> None:
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    thing, graph = NamedNode(f"{HOME}id/evil"), NamedNode(f"{HOME}graph/evil")
    quads = [
        Quad(thing, label, Literal(evil), graph),
        Quad(graph, label, Literal(evil), graph),
        Quad(thing, NamedNode("http://example.org/link"), NamedNode("javascript:alert(1)"), graph),
    ]
    with serving(endpoint_store(tmp_path / "store", quads), "--workers", "1") as server, server.client() as client:
        for path in ("/id/evil.html", "/graphs", f"/search?q={evil}", f"/ask?q={evil}", f"/query?query={evil}"):
            check_harmless(client.get(path, headers=PAGE).text)
        for query in ("SELECT * { ?s ?p ?o }", f"SELECT ('''{evil}''' AS ?x) {{}}", "CONSTRUCT WHERE { ?s ?p ?o }"):
            check_harmless(client.get("/query", params={"query": query}, headers=PAGE).text)


def check_harmless(page: str) -> None:
    elements = Elements(page)
    assert not elements.named("img")
    assert all(script["src"].startswith("/static/") for script in elements.named("script"))
    assert not [a for a in elements.named("a") if a["href"].lower().startswith("javascript")]


POLICY = "default-src 'none'; script-src 'sha256-abc='"
EXPLORER_PAGE = f"""<!doctype html><html><head>
<meta http-equiv="Content-Security-Policy" content="{POLICY.replace("'", "&#39;")}">
</head><body><footer class="foot">end</footer></body></html>"""


def test_the_explorer_is_the_first_page(tmp_path: Path) -> None:
    release = open_release(content=Content.find())
    assert release.manifest is not None
    made = tmp_path / "explorers" / release.manifest.build / "de"
    made.mkdir(parents=True)
    for path in (made.parent / "index.html", made / "index.html"):
        path.write_text(EXPLORER_PAGE)
    (made / "secret.pem").write_text("not sent")
    options = ("--store", str(release.path), "--explorer", "--workers", "1")
    with serving(None, *options, MYOGRAPH_CACHE=str(tmp_path)) as server, server.client() as client:
        assert (client.get("/").status_code, client.get("/").headers["location"]) == (302, "/explorer/")
        assert client.get("/explorer").headers["location"] == "/explorer/"
        told = client.get("/explorer/")
        assert told.headers["content-security-policy"] == f"{POLICY}; frame-ancestors 'none'"
        assert '<footer class="foot"><nav aria-label="Server">' in told.text
        assert client.get("/explorer/", headers={"if-none-match": told.headers["etag"]}).status_code == 304
        assert client.get("/explorer/de/").status_code == 200
        for name in ("de/secret.pem", "..%2f..%2fetc%2fpasswd", "de", "missing.html", ".complete"):
            assert client.get(f"/explorer/{name}").status_code == 404
        assert 'href="/explorer/"' in client.get("/start", headers=PAGE).text


def test_a_store_without_a_release_has_no_explorer(tmp_path: Path) -> None:
    with (
        serving(endpoint_store(tmp_path / "store"), "--explorer", "--workers", "1") as server,
        server.client() as client,
    ):
        assert client.get("/", headers=PAGE).status_code == 200
        assert client.get("/explorer/").status_code == 404
