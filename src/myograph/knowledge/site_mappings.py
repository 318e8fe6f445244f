"""What other vocabularies call the entities, for the static site: from the table of mappings of the content."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from myograph.viz.site import Mapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from myograph.content import Content
    from myograph.ontology.mappings import MappingSet, TermMapping

RELATIONS = {
    "skos:exactMatch": "exact",
    "skos:closeMatch": "close",
    "skos:broadMatch": "broader",
    "skos:narrowMatch": "narrower",
    "skos:relatedMatch": "related",
}
"""The mapping predicates of SKOS in words, nearest first."""

Sought = tuple[tuple[Mapped, ...], tuple[str, ...]]


def mappings_of(content: Content) -> Mapping[str, Sought]:
    """Return for each entity, by IRI, the terms it is mapped to and the reasons where none was found."""
    from myograph.ontology.mappings import read_mappings

    rows: dict[str, list[tuple[MappingSet, TermMapping]]] = defaultdict(list)
    for path in sorted(content.ontology.glob("*.sssom.tsv")):
        table = read_mappings(content.root, path.relative_to(content.root).as_posix())
        for row in table.rows:
            rows[table.prefixes.expand(row.subject_id)].append((table, row))
    return {iri: _sought(same) for iri, same in rows.items()}


def _sought(rows: list[tuple[MappingSet, TermMapping]]) -> Sought:
    order = list(RELATIONS.values())
    mapped = [_mapped(table, row) for table, row in rows if row.finds_a_term]
    found = sorted(mapped, key=lambda each: (order.index(each.relation), each.curie))
    return tuple(found), tuple(row.comment for _, row in rows if not row.finds_a_term)


def _mapped(table: MappingSet, row: TermMapping) -> Mapped:
    return Mapped(
        RELATIONS[row.predicate_id],
        row.object_label,
        table.object_iri(row),
        row.object_id,
        row.vocabulary,
        Decimal(row.confidence),
        row.comment,
    )
