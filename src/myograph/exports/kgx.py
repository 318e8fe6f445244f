"""The graph in the exchange format of Biolink: nodes and edges as TSV or JSON lines, as KGX reads them.

An edge is a claim. Categories, predicates and classes of association come from three tables of the content
(`ontology/exports/biolink-*.tsv`): of the rows that fit, the first is taken. A Biolink predicate says less than ours,
so the relation stands beside it as `original_predicate`. A direction qualifier goes only with `biolink:affects` and
only where the class of association has it; sign, certainty, verdict and everything else that Biolink has no slot for
are columns named by our own properties (`myo:sign`).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from myograph.errors import UsageError
from myograph.exports.spreadsheets import guarded
from myograph.names import SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from myograph.exports.holdings import Holdings
    from myograph.exports.records import Claim, Evidence, Source, Thing

    Fields = dict[str, Any]

INFORES = "infores:myograph"
AFFECTS, CAUSES = "biolink:affects", "biolink:causes"
RELATED, NAMED_THING, ASSOCIATION = "biolink:related_to", "biolink:NamedThing", "biolink:Association"
SEPARATOR = "|"
OBO_TERM = re.compile(r"^obo:([A-Za-z]+)_([0-9]+)$")

NODE_FIELDS = (
    "id",
    "category",
    "name",
    "description",
    "synonym",
    "equivalent_identifiers",
    "xref",
    "iri",
    "provided_by",
)
EDGE_FIELDS = (
    *("id", "category", "subject", "predicate", "object", "original_predicate"),
    *("qualified_predicate", "object_direction_qualifier", "frequency_qualifier", "population_context_qualifier"),
    *("negated", "publications", "has_evidence", "has_evidence_of_type", "evidence_count"),
    *("primary_knowledge_source", "knowledge_level", "agent_type"),
    *(
        "myo:sign",
        "myo:claimKind",
        "myo:statement",
        "myo:statedCertainty",
        "myo:weakestStatedCertainty",
        "myo:hedgeWord",
    ),
    *("myo:verdict", "myo:supportingSourceCount", "myo:qualifyingSourceCount", "myo:disputingSourceCount"),
    *("myo:severity", "myo:frequency", "myo:condition", "myo:means", "myo:population", "myo:inRespectOf"),
    *("myo:statedBy", "myo:placeCount", "myo:statedAt", "myo:evidence"),
)
"""The columns of the two files, in order; `myo:statedAt` and `myo:evidence` tell each place and line in words."""


@dataclass(frozen=True, slots=True)
class Biolink:
    """Translate classes and relations by the tables of the content."""

    categories: tuple[Mapping[str, str], ...]
    predicates: tuple[Mapping[str, str], ...]
    associations: tuple[Mapping[str, str], ...]

    @classmethod
    def of(cls, holdings: Holdings) -> Biolink:
        """Read the tables; raises ContentError."""
        names = ("biolink-categories", "biolink-predicates", "biolink-associations")
        return cls(*(tuple(holdings.table(name)) for name in names))

    def category(self, kind: str, mapped_to: Iterable[str]) -> str:
        """Return the category of a class, whose things have exact matches in the vocabularies `mapped_to`."""
        vocabularies = {"", *mapped_to}
        rows = (row for row in self.categories if row["class"] == kind and row["mapped_to"] in vocabularies)
        return next((row["category"] for row in rows), NAMED_THING)

    def predicate(self, relation: str, subject: str, object_: str) -> Mapping[str, str]:
        """Return predicate, direction and negation of a relation between things of these categories."""
        rows = (row for row in self.predicates if row["relation"] == relation and _fits(row, subject, object_))
        return next(rows, {"predicate": RELATED, "direction": "", "negated": ""})

    def association(self, subject: str, object_: str) -> Mapping[str, str]:
        """Return the class of an association between things of these categories, and which qualifiers it has."""
        rows = (row for row in self.associations if _fits(row, subject, object_))
        return next(rows, {"association": ASSOCIATION, "qualifiers": ""})


def _fits(row: Mapping[str, str], subject: str, object_: str) -> bool:
    return row["subject"] in ("", subject) and row["object"] in ("", object_)


def tsv_files(holdings: Holdings) -> dict[str, bytes]:
    """Return nodes and edges as tables; raises UsageError for a list with the separator in it."""
    nodes, edges = nodes_and_edges(holdings)
    return {"nodes.tsv": _tsv(NODE_FIELDS, nodes), "edges.tsv": _tsv(EDGE_FIELDS, edges)}


def jsonl_files(holdings: Holdings) -> dict[str, bytes]:
    """Return nodes and edges as one JSON object a line."""
    nodes, edges = nodes_and_edges(holdings)
    return {"nodes.jsonl": _jsonl(nodes), "edges.jsonl": _jsonl(edges)}


def nodes_and_edges(holdings: Holdings) -> tuple[list[Fields], list[Fields]]:
    """Return the fields of every thing and of every claim, without those that are not known."""
    biolink = Biolink.of(holdings)
    categories = {thing.iri: _category(holdings, biolink, thing) for thing in holdings.records.things}
    nodes = [_node(holdings, thing, categories[thing.iri]) for thing in holdings.records.things]
    edges = [_edge(holdings, biolink, claim, categories) for claim in holdings.records.claims]
    return nodes, edges


def _category(holdings: Holdings, biolink: Biolink, thing: Thing) -> str:
    exact = (holdings.identifier(to) for how, to in thing.mappings if how == SKOS.exactMatch.value)
    return biolink.category(holdings.identifier(thing.kind), (term.partition(":")[0] for term in exact))


def _node(holdings: Holdings, thing: Thing, category: str) -> Fields:
    exact = [holdings.identifier(to) for how, to in thing.mappings if how == SKOS.exactMatch.value]
    other = [holdings.identifier(to) for how, to in thing.mappings if how != SKOS.exactMatch.value]
    return _known(
        {
            "id": holdings.identifier(thing.iri),
            "category": [category],
            "name": thing.label,
            "description": thing.definition,
            "synonym": list(thing.synonyms),
            "equivalent_identifiers": exact,
            "xref": other,
            "iri": thing.iri,
            "provided_by": [INFORES],
        }
    )


def _edge(holdings: Holdings, biolink: Biolink, claim: Claim, categories: Mapping[str, str]) -> Fields:
    name, names = holdings.identifier, holdings.identifiers
    ends = categories[claim.subject], categories[claim.object]
    association = biolink.association(*ends)
    told = biolink.predicate(name(claim.predicate), *ends)
    return _known(
        {
            "id": name(claim.iri),
            "category": [association["association"]],
            "subject": name(claim.subject),
            "predicate": told["predicate"],
            "object": name(claim.object),
            "original_predicate": name(claim.predicate),
            **_qualifiers(holdings, claim, told, association["qualifiers"].split()),
            "negated": True if told["negated"] == "true" else None,
            **_support(holdings, claim),
            "primary_knowledge_source": INFORES,
            "knowledge_level": "knowledge_assertion",
            "agent_type": "manual_agent",
            "myo:sign": claim.sign,
            "myo:claimKind": claim.kind,
            "myo:statement": claim.statement,
            "myo:severity": list(claim.severity),
            "myo:frequency": list(claim.frequency),
            "myo:condition": list(names(claim.conditions)),
            "myo:means": list(names(claim.means)),
            "myo:population": list(names(claim.population)),
            "myo:inRespectOf": list(names(claim.respect)),
            **_wording(holdings, claim),
            **_appraisal(holdings, claim),
        }
    )


def _qualifiers(holdings: Holdings, claim: Claim, told: Mapping[str, str], allowed: list[str]) -> Fields:
    found = {
        "qualified_predicate": CAUSES if told["direction"] else None,
        "object_direction_qualifier": told["direction"] or None,
        "frequency_qualifier": f"myo:{claim.frequency[0]}" if len(claim.frequency) == 1 else None,
        "population_context_qualifier": holdings.identifier(claim.population[0])
        if len(claim.population) == 1
        else None,
    }
    return {name: value for name, value in found.items() if name in allowed}


def _wording(holdings: Holdings, claim: Claim) -> Fields:
    places = holdings.records.places_of.get(claim.iri, ())
    spots = [
        " ".join(
            part
            for part in (
                holdings.identifier(place.iri),
                place.certainty,
                "" if place.start is None else f"{place.start}-{place.end}",
            )
            if part
        )
        for place in places
    ]
    return {
        "myo:statedCertainty": claim.certainty,
        "myo:weakestStatedCertainty": claim.weakest,
        "myo:hedgeWord": sorted({hedge for place in places for hedge in place.hedges}),
        "myo:statedBy": list(holdings.identifiers(claim.stated_by)),
        "myo:placeCount": claim.place_count,
        "myo:statedAt": spots,
    }


def _appraisal(holdings: Holdings, claim: Claim) -> Fields:
    lines = holdings.records.evidence_on.get(claim.iri, ())
    return {
        "myo:verdict": claim.verdict,
        "myo:supportingSourceCount": claim.supporting,
        "myo:qualifyingSourceCount": claim.qualifying,
        "myo:disputingSourceCount": claim.disputing,
        "myo:evidence": [_line(holdings, line) for line in lines],
    }


def _line(holdings: Holdings, line: Evidence) -> str:
    if line.is_search:
        return f"{holdings.identifier(line.iri)} search without result"
    named = holdings.identifier(line.source or "")
    return f"{holdings.identifier(line.iri)} {line.direction} {line.strength} {named}"


def _support(holdings: Holdings, claim: Claim) -> Fields:
    lines = [line for line in holdings.records.evidence_on.get(claim.iri, ()) if not line.is_search]
    supporting = [line.source for line in lines if line.direction == "supports" and line.source]
    sources = dict.fromkeys((*claim.stated_by, *supporting))
    return {
        "publications": [publication(holdings, iri) for iri in sources],
        "has_evidence": [holdings.identifier(line.iri) for line in lines],
        "has_evidence_of_type": sorted({evidence_type(holdings, line.eco) for line in lines if line.eco}),
        "evidence_count": len(lines),
    }


def publication(holdings: Holdings, iri: str) -> str:
    """Return a source by its identifier in PubMed, else its DOI, else PubMed Central, else as everywhere."""
    source: Source | None = holdings.records.source_of.get(iri)
    if source is None:
        return holdings.identifier(iri)
    known = (("PMID", source.pmid), ("DOI", source.doi), ("PMC", source.pmcid))
    return next((f"{prefix}:{value}" for prefix, value in known if value), holdings.identifier(iri))


def evidence_type(holdings: Holdings, iri: str) -> str:
    """Return a term of the OBO Foundry as Biolink writes it: `ECO:0000304`, where we write `obo:ECO_0000304`."""
    return OBO_TERM.sub(r"\1:\2", holdings.identifier(iri))


def _known(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if value not in ("", None, [])}


def _tsv(columns: tuple[str, ...], rows: list[Fields]) -> bytes:
    lines = ["\t".join(columns), *("\t".join(_cell(row.get(name), name) for name in columns) for row in rows)]
    return "".join(f"{line}\n" for line in lines).encode()


def _cell(value: object, column: str) -> str:
    if isinstance(value, list):
        if any(SEPARATOR in part for part in value):
            raise UsageError(
                f"a value holds {SEPARATOR!r}, which divides the values of a cell",
                place=f"column {column}",
                advice="Export kgx-jsonl instead.",
            )
        value = SEPARATOR.join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else guarded(" ".join(str(value or "").split()))


def _jsonl(rows: list[Fields]) -> bytes:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()
