"""The one table of export formats: what each is called, what it carries and who writes it.

Command line, documentation and tests read it. The tests change each feature in a graph and see whether the bytes
change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from myograph.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from myograph.exports.holdings import Holdings

Carriage = Literal["yes", "in words", "no"]

FEATURES: Mapping[str, str] = {
    "graphs": "which named graph says what",
    "vocabulary": "vocabulary and shapes",
    "names": "definitions and synonyms of things",
    "relations": "what belongs to things: wider things, body parts",
    "mappings": "terms of other vocabularies",
    "polarity": "sign of a claim",
    "certainty": "how firmly it is said, at most and at least",
    "hedges": "hedging words",
    "qualifiers": "severity, frequency, conditions, means, population",
    "verdict": "what evidence adds up to, with counts for and against",
    "evidence": "which lines speak for and against, and how strongly",
    "findings": "what each line found",
    "places": "every place that states a claim",
    "locators": "section, locator and digest of a place",
    "offsets": "where in the source text the place is",
    "sources": "titles of sources",
    "foods": "amounts in foods",
    "intakes": "reference intakes, serum intervals, sweat",
}
"""What an export may carry, in the words of a reader."""

ALL = ", ".join(FEATURES)
CLAIMS = "polarity, certainty, hedges, qualifiers, verdict, evidence, findings, places, locators, offsets"
TABLES = f"names, relations, mappings, {CLAIMS}, sources, foods"


@dataclass(frozen=True, slots=True)
class Form:
    """Describe one format: a file with an `extension`, or a folder of files where that is empty.

    `yes` and `in_words` list the features that it carries with a place of their own, or inside a text; `endings` says
    how the names of the files of a folder end.
    """

    name: str
    extension: str
    media_type: str
    description: str
    writer: str
    yes: str
    in_words: str = ""
    endings: tuple[str, ...] = ()

    @property
    def is_folder(self) -> bool:
        """Return whether the export is a folder of files."""
        return not self.extension

    def carries(self, feature: str) -> Carriage:
        """Return whether and how a feature of FEATURES is carried."""
        if feature in self.yes.split(", "):
            return "yes"
        return "in words" if feature in self.in_words.split(", ") else "no"


FLAT = ALL.removeprefix("graphs, ")
NETWORK = f"names, mappings, relations, {CLAIMS.replace(', evidence, findings, places, locators, offsets', '')}"
NETWORK_WORDS = "evidence, findings, places, locators, offsets"
KGX = "names, mappings, polarity, certainty, hedges, qualifiers, verdict, evidence"

FORMS: tuple[Form, ...] = (
    Form("turtle", "ttl", "text/turtle", "Turtle, all graphs as one", "triples:turtle", FLAT),
    Form("turtle12", "ttl", "text/turtle; version=1.2", "Turtle 1.2, claims as reifiers", "triples:turtle12", FLAT),
    Form("trig", "trig", "application/trig", "TriG with named graphs", "triples:trig", ALL),
    Form("nquads", "nq", "application/n-quads", "N-Quads, one line each", "triples:nquads", ALL),
    Form("rdfxml", "rdf", "application/rdf+xml", "RDF/XML, all graphs as one", "triples:rdfxml", FLAT),
    Form("jsonld", "jsonld", "application/ld+json", "JSON-LD with named graphs, nodes flat", "triples:jsonld", ALL),
    Form(
        "jsonld-claims",
        "jsonld",
        "application/ld+json",
        "JSON-LD, one tree a claim: places and evidence inside",
        "triples:framed_claims",
        f"{CLAIMS}, sources",
    ),
    Form(
        "jsonld-entities",
        "jsonld",
        "application/ld+json",
        "JSON-LD, one tree an entity: names, mappings, claims in short",
        "triples:framed_entities",
        "names, relations, mappings, polarity, certainty, verdict",
    ),
    Form(
        "nanopubs",
        "",
        "application/trig",
        "nanopublications, one TriG file a claim, unsigned",
        "nanopublications:files",
        f"{CLAIMS}, sources",
        endings=(".trig",),
    ),
    Form(
        "sepio",
        "json",
        "application/ld+json",
        "JSON in the terms of SEPIO: propositions, assertions, evidence lines",
        "sepio:sepio",
        f"{CLAIMS}, sources",
    ),
    Form(
        "kgx",
        "",
        "text/tab-separated-values",
        "KGX, nodes and edges as TSV (Biolink)",
        "kgx:tsv_files",
        KGX,
        "places, offsets",
        ("nodes.tsv", "edges.tsv"),
    ),
    Form(
        "kgx-jsonl",
        "",
        "application/jsonl",
        "KGX, nodes and edges as JSON lines (Biolink)",
        "kgx:jsonl_files",
        KGX,
        "places, offsets",
        ("nodes.jsonl", "edges.jsonl"),
    ),
    Form(
        "graphml", "graphml", "application/graphml+xml", "GraphML network", "networks:graphml", NETWORK, NETWORK_WORDS
    ),
    Form(
        "gexf", "gexf", "application/gexf+xml", "GEXF 1.3 network, for Gephi", "networks:gexf", NETWORK, NETWORK_WORDS
    ),
    Form(
        "cytoscape", "cyjs", "application/json", "Cytoscape JSON network", "networks:cytoscape", NETWORK, NETWORK_WORDS
    ),
    Form(
        "nodelink",
        "json",
        "application/json",
        "node-link JSON network of networkx",
        "networks:node_link",
        NETWORK,
        NETWORK_WORDS,
    ),
    Form(
        "csv",
        "",
        "text/csv",
        "CSV tables with a CSVW description",
        "tables:csv_files",
        TABLES,
        endings=(".csv", "csv-metadata.json"),
    ),
    Form(
        "parquet",
        "",
        "application/vnd.apache.parquet",
        "Parquet tables (extra: arrow)",
        "tables:parquet_files",
        TABLES,
        endings=(".parquet",),
    ),
)

BY_NAME: Mapping[str, Form] = {form.name: form for form in FORMS}


@dataclass(frozen=True, slots=True)
class Export:
    """Hold a finished export: its files by name, and how many claims it is made from."""

    form: Form
    files: Mapping[str, bytes]
    claims: int

    @property
    def data(self) -> bytes:
        """Return the bytes of a format that is one file."""
        (data,) = self.files.values()
        return data


def named(name: str) -> Form:
    """Return the format called so; raises UnknownName with near matches."""
    form = BY_NAME.get(name.lower())
    if form is not None:
        return form
    from difflib import get_close_matches

    asked = name.lower().lstrip(".")
    same = [form.name for form in FORMS if form.extension == asked]
    near = tuple(dict.fromkeys((*same, *get_close_matches(asked, BY_NAME, n=3))))
    advice = None if near else f"Known: {', '.join(BY_NAME)}."
    raise UnknownName(f"there is no export format called {name!r}", name=name, near=near, advice=advice)


def write(holdings: Holdings, form: Form) -> Export:
    """Write a graph in one format; raises MissingExtra, and UsageError for what the format cannot hold."""
    from importlib import import_module

    module, _, function = form.writer.partition(":")
    written = getattr(import_module(f"myograph.exports.{module}"), function)(holdings)
    files = {f"myograph.{form.extension}": written} if isinstance(written, bytes) else written
    return Export(form, files, len(holdings.records.claims))


def carriage_table() -> str:
    """Return as a Markdown table what the formats carry; formats that carry the same share a column."""
    groups: dict[tuple[Carriage, ...], list[str]] = {}
    for form in FORMS:
        groups.setdefault(tuple(map(form.carries, FEATURES)), []).append(form.name)
    heading = ("", *(", ".join(names) for names in groups.values()))
    rows = [(told, *(MARKS[carried[place]] for carried in groups)) for place, told in enumerate(FEATURES.values())]
    lines = [heading, ("---", *(":-:" for _ in groups)), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


MARKS: Mapping[Carriage, str] = {"yes": "yes", "in words": "in words", "no": "–"}
