"""The documentation of the vocabulary: every term with all that is stated of it, and nothing that leads nowhere."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from myograph.content import Content
from myograph.errors import UsageError
from myograph.knowledge.vocabulary import vocabulary_of, write_pages
from myograph.names import MYO, MYO_CLAIM, MYO_GRAPH, OWL, RDF, RDFS, SKOS
from myograph.release import open_release
from myograph.store.embedded import EmbeddedStore
from myograph.viz.vocabulary import TermPage, VocabularyPage, vocabulary_files
from tests.checkout import ROOT

CONTENT = Content(ROOT)


@pytest.fixture(scope="module")
def page() -> VocabularyPage:
    return vocabulary_of(open_release(content=CONTENT).store, CONTENT, build="of a test")


@pytest.fixture(scope="module")
def files(page: VocabularyPage) -> dict[str, str]:
    return vocabulary_files(page, CONTENT.viz)


def stated() -> list[Quad]:
    return list(parse(path=str(ROOT / "ontology" / "myograph.ttl"), format=RdfFormat.TURTLE))


def declared_terms() -> set[str]:
    explained = {quad.subject for quad in stated() if quad.predicate == RDFS.isDefinedBy}
    return {term.value for term in explained if isinstance(term, NamedNode)}


def term(page: VocabularyPage, name: str) -> TermPage:
    (found,) = [each for each in page.terms if each.anchor == name]
    return found


class Page(HTMLParser):
    """Gather what a page names and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.leads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names += [value for key, value in attrs if key == "id" and value]
        self.leads += [value for key, value in attrs if key == "href" and value]


def test_every_term_of_the_vocabulary_is_told_and_no_other(page: VocabularyPage) -> None:
    assert {each.iri for each in page.terms} == declared_terms()
    assert Counter(each.iri for each in page.terms).most_common(1)[0][1] == 1


def test_every_term_has_its_entry_in_both_forms(page: VocabularyPage, files: dict[str, str]) -> None:
    html, markdown = Page(files["index.html"]), files["vocabulary.md"]
    anchors = [each.anchor for each in page.terms]
    assert sorted(name for name in html.names if not name.startswith("name-") and name != "content") == sorted(anchors)
    assert sorted(re.findall(r'^### <a id="(.+?)"></a>', markdown, re.MULTILINE)) == sorted(anchors)


def test_no_link_leads_nowhere(files: dict[str, str]) -> None:
    html = Page(files["index.html"])
    inside = {lead[1:] for lead in html.leads if lead.startswith("#")}
    assert inside <= set(html.names)
    assert all(lead.startswith(("#", "http")) for lead in html.leads)
    assert all(f"[{name}](" in files["vocabulary.md"] for name in ("leads to", "claim"))


def test_nothing_that_is_stated_of_a_term_is_lost(page: VocabularyPage) -> None:
    told = {each.iri: each for each in page.terms}
    lost = []
    for quad in stated():
        entry = told.get(quad.subject.value) if isinstance(quad.subject, NamedNode) else None
        if entry is None:
            continue
        links = {link.iri for found in entry.relations.values() for link in found}
        links |= {link.iri for _, link in entry.alignments}
        texts = {entry.label, entry.definition, *entry.examples}
        known = links if isinstance(quad.object, NamedNode) else texts
        ours = isinstance(quad.object, Literal) or str(OWL) not in str(quad.object)
        value = getattr(quad.object, "value", None)
        if ours and quad.predicate not in (RDFS.isDefinedBy, MYO.rank) and value not in known:
            lost.append(str(quad))
    assert lost == []


def test_uses_are_counted(page: VocabularyPage) -> None:
    store = open_release(content=CONTENT).store
    for query, name, use in (
        ("SELECT (COUNT(*) AS ?n) WHERE { ?s myo:causes ?o }", "causes", "triples"),
        ("SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a myo:Claim }", "Claim", "things"),
        ("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p myo:asserted }", "asserted", "statements"),
    ):
        (row,) = store.select(f"PREFIX myo: <{MYO}> {query}")
        assert term(page, name).uses[use] == int(row["n"].value)
    claims = "?c a myo:Claim ; rdf:predicate myo:causes"
    (row,) = store.select(f"PREFIX myo: <{MYO}> PREFIX rdf: <{RDF}> SELECT (COUNT(*) AS ?n) WHERE {{ {claims} }}")
    assert term(page, "causes").claim_count == int(row["n"].value) > len(term(page, "causes").claims)
    assert all(claim.iri.startswith(str(MYO_CLAIM)) for claim in term(page, "causes").claims)


def small_vocabulary(*triples: tuple[NamedNode, NamedNode, NamedNode]) -> EmbeddedStore:
    graph, home = MYO_GRAPH.ontology, NamedNode(str(MYO).rstrip("#"))
    named = {node for triple in triples for node in triple if node in MYO}
    about = [(node, RDFS.isDefinedBy, home) for node in named] + [
        (node, RDF.type, OWL.ObjectProperty) for node in named
    ]
    quads = [Quad(s, p, o, graph) for s, p, o in (*triples, *about)]
    return EmbeddedStore.in_memory([*quads, *(Quad(n, SKOS.definition, Literal("<b>"), graph) for n in named)])


@pytest.mark.parametrize(
    ("relation", "here", "there"),
    [
        (OWL.inverseOf, "Inverse", "Inverse"),
        (RDFS.subPropertyOf, "Narrower than", "Narrower ones"),
        (OWL.equivalentProperty, "Equivalent", "Equivalent"),
    ],
)
def test_what_is_stated_at_one_end_is_told_at_both(relation: NamedNode, here: str, there: str) -> None:
    page = vocabulary_of(small_vocabulary((MYO.feeds, relation, MYO.isFedBy)), CONTENT)
    assert [link.anchor for link in term(page, "feeds").relations[here]] == ["isFedBy"]
    assert [link.anchor for link in term(page, "isFedBy").relations[there]] == ["feeds"]


def test_what_terms_say_cannot_become_markup() -> None:
    page = vocabulary_of(small_vocabulary((MYO.feeds, RDFS.seeAlso, MYO.isFedBy)), CONTENT)
    assert "<b>" not in vocabulary_files(page, CONTENT.viz)["index.html"]


def test_pages_are_written_the_same_each_time(tmp_path: Path) -> None:
    store = small_vocabulary((MYO.feeds, RDFS.subPropertyOf, MYO.leadsTo))
    written = write_pages(store, CONTENT, tmp_path / "a" / "b", build="of a test")
    again = vocabulary_files(vocabulary_of(store, CONTENT, build="of a test"), CONTENT.viz)
    assert {path.name: path.read_text("utf-8") for path in written} == again


def test_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        write_pages(small_vocabulary((MYO.a, RDFS.seeAlso, MYO.b)), CONTENT, tmp_path / "occupied")
