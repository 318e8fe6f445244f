"""What a table of mappings keeps: rows that can be read alone, and that do not contradict each other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from myograph.errors import Finding, UsageError
from myograph.graph.triple_index import LABEL
from myograph.names import MYO, MYO_ID, SKOS
from myograph.ontology.mappings import EXACT, NO_TERM_FOUND, PREDICATES, REQUIRED
from myograph.release.mapped import mapping_sets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from myograph.graph.loading import LoadedContent
    from myograph.ontology.mappings import MappingSet, TermMapping

JUSTIFICATIONS = "semapv:"

STATES = frozenset({"Imbalance", "Symptom", "Cause", "Mechanism", "RedFlag"})
MATTER = frozenset({"Mineral", "Substance", "Characteristic"})
FOOD = frozenset({"Food", "FoodGroup"})
WORKINGS = frozenset({"Function", "Mechanism", "Cause"})
PARTS = frozenset({"BodyPart"})
ACTIONS = frozenset({"Intervention", "Cause"})
NOTHING: frozenset[str] = frozenset()

EXACT_KINDS = {
    "CHEBI": MATTER,
    "CDNO": MATTER,
    "DRUGBANK": MATTER,
    "drugcentral": MATTER,
    "HP": STATES,
    "MONDO": STATES,
    "DOID": STATES,
    "SYMP": STATES,
    "ICD10CM": STATES,
    "icd10": STATES,
    "icd11.foundation": STATES,
    "MP": STATES,
    "FOODON": FOOD,
    "FOBI": FOOD | {"Substance"},
    "GO": WORKINGS,
    "UBERON": PARTS,
    "CL": PARTS,
    "MAXO": ACTIONS,
    "LOINC": frozenset({"Measurement"}),
    "ECTO": NOTHING,
    "NCBITaxon": NOTHING,
}
"""What an entity may be that means exactly a term of a vocabulary, for those whose terms are of one kind.

An exposure event (ECTO) or an organism (NCBITaxon) is none of our entities.
"""


@dataclass(frozen=True, slots=True)
class Mapped:
    """Hold the loaded content and its tables."""

    loaded: LoadedContent
    tables: tuple[MappingSet, ...]

    def rows(self) -> Iterator[tuple[MappingSet, TermMapping]]:
        """Yield every row with its table."""
        for table in self.tables:
            for row in table.rows:
                yield table, row

    def classes(self, subject: NamedNode) -> frozenset[str]:
        """Return the names of the classes that the content states for a subject."""
        types = self.loaded.index.types(subject)
        return frozenset(cls.value.removeprefix(str(MYO)) for cls in types if isinstance(cls, NamedNode))


def over_tables(find: Callable[[Mapped], Iterable[Finding]]) -> Callable[[LoadedContent], Iterable[Finding]]:
    """Return a rule on loaded content that reads its tables and applies `find`."""
    return lambda loaded: find(Mapped(loaded, mapping_sets(loaded.content)))


def cells_are_filled(mapped: Mapped) -> Iterator[Finding]:
    """Find rows whose cells are empty, or hold what SSSOM does not know there."""
    for table, row in mapped.rows():
        for column in REQUIRED:
            if not getattr(row, column).strip():
                yield _finding("mapping-cells", table, row, f"{column} is empty", f"Fill {column} in.")
        if row.predicate_id and row.predicate_id not in PREDICATES:
            advice = f"Use one of {', '.join(PREDICATES)}."
            yield _finding("mapping-cells", table, row, f"the predicate {row.predicate_id} is not known", advice)
        if row.mapping_justification and not row.mapping_justification.startswith(JUSTIFICATIONS):
            message = f"the justification {row.mapping_justification} is not known"
            yield _finding("mapping-cells", table, row, message, f"Name a kind of matching, as {JUSTIFICATIONS}...")
        if row.confidence and not _is_share(row.confidence):
            message = f"the confidence {row.confidence!r} is not a number from 0 to 1"
            yield _finding("mapping-cells", table, row, message, "Write a number such as 0.9.")


def _is_share(written: str) -> bool:
    try:
        return 0.0 <= float(written) <= 1.0
    except ValueError:
        return False


def prefixes_are_declared(mapped: Mapped) -> Iterator[Finding]:
    """Find prefixes that the table does not declare, or declares otherwise than the project does."""
    for table in mapped.tables:
        yield from _contradicted_prefixes(mapped.loaded, table)
    for table, row in mapped.rows():
        for column in ("subject_id", "predicate_id", "object_id", "mapping_justification", "object_source"):
            curie = getattr(row, column)
            if curie and not expands(table, curie):
                advice = "Write prefix:name, and declare the prefix in the `curie_map` of the head."
                yield _finding("mapping-prefix", table, row, f"{column} {curie!r} has no IRI", advice)


def _contradicted_prefixes(loaded: LoadedContent, table: MappingSet) -> Iterator[Finding]:
    for prefix, namespace in table.prefixes.namespaces.items():
        ours = loaded.prefixes.namespaces.get(prefix, namespace)
        if ours != namespace:
            message = f"the prefix {prefix} is <{namespace}> here and <{ours}> in ontology/prefixes.ttl"
            yield Finding("error", "mapping-prefix", message, "Use one namespace in both.", table.path)


def expands(table: MappingSet, curie: str) -> bool:
    """Tell whether a CURIE has an IRI by the prefixes of its table."""
    try:
        table.prefixes.expand(curie)
    except UsageError:
        return False
    return True


def subjects_are_entities(mapped: Mapped) -> Iterator[Finding]:
    """Find rows about what is no entity, or calls an entity by another name than its own."""
    known = _entities(mapped)
    for table, row in mapped.rows():
        subject = _subject(table, row)
        if subject is None:
            continue
        if subject not in known:
            advice = "Correct the identifier, or declare the entity."
            yield _finding("mapping-subject", table, row, f"{row.subject_id} is no entity of the content", advice)
        elif row.subject_label != mapped.loaded.index.text(subject, LABEL):
            message = f"the entity is called {mapped.loaded.index.text(subject, LABEL)!r}, not {row.subject_label!r}"
            yield _finding("mapping-subject", table, row, message, "Copy the label of the entity.")


def _entities(mapped: Mapped) -> frozenset[object]:
    return frozenset(node for node in mapped.loaded.index.instances(MYO.Entity) if node in MYO_ID)


def _subject(table: MappingSet, row: TermMapping) -> NamedNode | None:
    return NamedNode(table.prefixes.expand(row.subject_id)) if expands(table, row.subject_id) else None


def rows_are_unique(mapped: Mapped) -> Iterator[Finding]:
    """Find pairs that are mapped twice, in the tables or beside them, and rows that deny other rows."""
    seen: dict[tuple[str, str], TermMapping] = {}
    found = {row.subject_id for _, row in mapped.rows() if row.finds_a_term}
    for table, row in mapped.rows():
        first = seen.setdefault((row.subject_id, row.object_id), row)
        if first is not row:
            message = f"{row.object_id} is mapped already, in line {first.line}"
            yield _finding("mapping-unique", table, row, message, "Keep one of the rows.")
        if not row.finds_a_term and row.subject_id in found:
            message = f"{NO_TERM_FOUND} stands beside a term that was found"
            yield _finding("mapping-unique", table, row, message, "Remove the row that is no longer true.")
        if row.finds_a_term and _is_stated(mapped.loaded, table, row):
            message = "the content states this mapping as well"
            yield _finding("mapping-unique", table, row, message, "State each mapping once, in the table.")


def _is_stated(loaded: LoadedContent, table: MappingSet, row: TermMapping) -> bool:
    parts = (row.subject_id, row.predicate_id, row.object_id)
    if not all(expands(table, part) for part in parts):
        return False
    subject, predicate, value = (NamedNode(table.prefixes.expand(part)) for part in parts)
    return value in loaded.index.objects(subject, predicate)


def exact_terms_are_unique(mapped: Mapped) -> Iterator[Finding]:
    """Find entities that mean exactly two terms of one vocabulary, which would make these terms the same."""
    seen: dict[tuple[str, str], TermMapping] = {}
    for table, row in _exact_rows(mapped):
        first = seen.setdefault((row.subject_id, row.vocabulary), row)
        if first is not row:
            message = (
                f"exactly {row.object_id}, and in line {first.line} exactly {first.object_id} of the same vocabulary"
            )
            yield _finding("mapping-exact", table, row, message, "Make one of them a close, broad or narrow match.")


def entities_stay_apart(mapped: Mapped) -> Iterator[Finding]:
    """Find chains of exact matches, in the tables and in the content, by which two entities would be the same."""
    entities = _entities(mapped)
    neighbours = _exact_neighbours(mapped)
    for table, row in _exact_rows(mapped):
        subject = _subject(table, row)
        others = sorted(str(mapped.loaded.written(node)) for node in _reached(subject, neighbours) if node in entities)
        if len(others) > 1:
            message = f"exact matches make one of {' and '.join(others)}"
            yield _finding("mapping-chain", table, row, message, "Let a term be the exact match of one entity only.")


def _exact_rows(mapped: Mapped) -> Iterator[tuple[MappingSet, TermMapping]]:
    for table, row in mapped.rows():
        if row.predicate_id == EXACT and row.finds_a_term and expands(table, row.object_id):
            yield table, row


def _exact_neighbours(mapped: Mapped) -> dict[object, set[object]]:
    neighbours: dict[object, set[object]] = defaultdict(set)
    pairs: list[tuple[object, object]] = list(mapped.loaded.index.pairs(SKOS.exactMatch))
    pairs += [(_subject(table, row), NamedNode(table.object_iri(row))) for table, row in _exact_rows(mapped)]
    for one, other in pairs:
        neighbours[one].add(other)
        neighbours[other].add(one)
    return neighbours


def _reached(start: object, neighbours: dict[object, set[object]]) -> set[object]:
    reached = {start}
    waiting = [start]
    while waiting:
        fresh = neighbours[waiting.pop()] - reached
        reached |= fresh
        waiting.extend(fresh)
    return reached


def kinds_agree(mapped: Mapped) -> Iterator[Finding]:
    """Find exact matches between things of different kinds: an imbalance is never exactly a chemical."""
    for table, row in _exact_rows(mapped):
        subject = _subject(table, row)
        allowed = EXACT_KINDS.get(row.vocabulary)
        if subject is None or allowed is None:
            continue
        kinds = mapped.classes(subject)
        if kinds and not kinds & allowed:
            message = f"a {' and '.join(sorted(kinds))} is not exactly a term of {row.vocabulary}"
            yield _finding("mapping-kind", table, row, message, "Use a close or related match, or map another entity.")


def terms_have_one_name(mapped: Mapped) -> Iterator[Finding]:
    """Find terms that the tables call by two names, or by the name of a term that is no longer in use."""
    names: dict[str, TermMapping] = {}
    for table, row in mapped.rows():
        if not row.object_label:
            continue
        first = names.setdefault(row.object_id, row)
        if first.object_label != row.object_label:
            message = f"{row.object_id} is {row.object_label!r} here and {first.object_label!r} in line {first.line}"
            yield _finding("mapping-label", table, row, message, "Write the name that the vocabulary gives it.")
        if row.object_label.casefold().startswith("obsolete"):
            message = f"{row.object_id} is called {row.object_label!r}"
            yield _finding("mapping-label", table, row, message, "Map to the term that replaces it, or to none.")


def entities_are_mapped(mapped: Mapped) -> Iterator[Finding]:
    """Find entities without any row; content without a table of mappings promises none."""
    if not mapped.tables:
        return
    subjects = {_subject(table, row) for table, row in mapped.rows()}
    for entity in sorted(_entities(mapped) - subjects, key=str):
        yield mapped.loaded.finding(
            "mapping-coverage",
            entity,
            "no row of the mappings is about this entity",
            f"Map it in {mapped.tables[0].path}, or say there with {NO_TERM_FOUND} where you searched in vain.",
        )


def vain_searches_are_told(mapped: Mapped) -> Iterator[Finding]:
    """Find rows that found no term and do not say where one was looked for."""
    for table, row in mapped.rows():
        if not row.finds_a_term and not (row.object_source and row.comment):
            message = "no term found, and not where it was looked for"
            advice = "Fill in object_source, and say in the comment which vocabularies were searched."
            yield _finding("mapping-search", table, row, message, advice)


def _finding(rule: str, table: MappingSet, row: TermMapping, message: str, advice: str) -> Finding:
    return Finding("error", rule, message, advice, table.path, row.line, row.subject_id)
