"""The mappings to other vocabularies: read from an SSSOM table, and told as SKOS triples.

SSSOM (Simple Standard for Sharing Ontological Mappings) is a table with a head of metadata in YAML, each line of it
behind a `#`. The head of our own tables keeps to `key: value` and one level of nesting, for `curie_map`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from myograph.errors import ContentError
from myograph.names import DCTERMS, OWL, RDF, RDFS, Prefixes, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence
    from pathlib import Path

SSSOM = Vocabulary("https://w3id.org/sssom/")
NO_TERM_FOUND = "sssom:NoTermFound"
EXACT = "skos:exactMatch"
CLOSE = "skos:closeMatch"
BROAD = "skos:broadMatch"
NARROW = "skos:narrowMatch"
RELATED = "skos:relatedMatch"
PREDICATES = (EXACT, CLOSE, BROAD, NARROW, RELATED)
LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class TermMapping:
    """Hold one row: what it says as it is written, and the line it stands on, counted from 1."""

    subject_id: str
    subject_label: str
    predicate_id: str
    object_id: str
    object_label: str
    mapping_justification: str
    object_source: str
    object_source_version: str
    confidence: str
    comment: str
    line: int = 0

    @property
    def finds_a_term(self) -> bool:
        """Tell whether the row names a term; the others say that none was found."""
        return self.object_id != NO_TERM_FOUND

    @property
    def vocabulary(self) -> str:
        """Return the prefix of the object."""
        return self.object_id.partition(":")[0]


COLUMNS = tuple(item.name for item in fields(TermMapping) if item.name != "line")
REQUIRED = ("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification", "confidence")


@dataclass(frozen=True, slots=True)
class MappingSet:
    """Hold a table of mappings; `path` is relative to the content root, `metadata` the values of its head."""

    path: str
    metadata: Mapping[str, str]
    prefixes: Prefixes
    rows: tuple[TermMapping, ...] = field(repr=False)

    def terms(self) -> Iterator[TermMapping]:
        """Yield the rows that name a term."""
        return (row for row in self.rows if row.finds_a_term)

    def object_iri(self, row: TermMapping) -> str:
        """Return the IRI of the object; raises UnknownName for a prefix that the table does not declare."""
        return self.prefixes.expand(row.object_id)


def read_mappings(root: Path, path: str) -> MappingSet:
    """Read the table at `path`, relative to `root`; raises ContentError with file and line for a fault of its form."""
    lines = _read_lines(root, path)
    head = list(_head_of(lines))
    metadata, namespaces = _read_head(head, path)
    rows = tuple(_read_rows(lines[len(head) :], path, len(head)))
    return MappingSet(path, MappingProxyType(metadata), Prefixes(namespaces), rows)


def mapping_triples(mappings: MappingSet, named: Container[object] = ()) -> Iterator[Triple]:
    """Yield what the table says, in its order: one triple for each mapping, the names of the terms, and the set itself.

    Terms in `named` have a name elsewhere and get none here. A row that found no term gives no triple.
    Raises UnknownName for a prefix that the table does not declare.
    """
    yield from _set_triples(mappings)
    for row in mappings.terms():
        term = NamedNode(mappings.object_iri(row))
        yield Triple(_node(mappings, row.subject_id), _node(mappings, row.predicate_id), term)
        if row.object_label and term not in named:
            yield Triple(term, RDFS.label, Literal(row.object_label, language=LANGUAGE))


def _set_triples(mappings: MappingSet) -> Iterator[Triple]:
    metadata = mappings.metadata
    node = NamedNode(metadata["mapping_set_id"])
    yield Triple(node, RDF.type, SSSOM.MappingSet)
    yield Triple(node, DCTERMS.license, NamedNode(metadata["license"]))
    yield Triple(node, OWL.versionInfo, Literal(metadata["mapping_set_version"]))
    for key, predicate in (("mapping_set_title", DCTERMS.title), ("mapping_set_description", DCTERMS.description)):
        if key in metadata:
            yield Triple(node, predicate, Literal(metadata[key], language=LANGUAGE))


def _node(mappings: MappingSet, curie: str) -> NamedNode:
    return NamedNode(mappings.prefixes.expand(curie))


def _read_lines(root: Path, path: str) -> list[str]:
    try:
        return (root / path).read_bytes().decode().splitlines()
    except UnicodeDecodeError as fault:
        advice = "Save the file as UTF-8."
        raise ContentError(f"not UTF-8: byte {fault.start} cannot be read", place=path, advice=advice) from None
    except OSError as fault:
        raise ContentError(f"cannot be read: {fault.strerror}", place=path) from None


def _head_of(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        if not line.startswith("#"):
            return
        yield line


def _read_head(head: Sequence[str], path: str) -> tuple[dict[str, str], dict[str, str]]:
    metadata: dict[str, str] = {}
    namespaces: dict[str, str] = {}
    nested = False
    for number, line in enumerate(head, 1):
        key, colon, value = line.removeprefix("#").partition(":")
        if not key.strip() and not colon:
            continue
        if not colon:
            raise _fault(path, number, f"{line!r} is not `# key: value`", "Write the head as `# key: value` lines.")
        inner = key.startswith("  ")
        if inner and nested:
            namespaces[key.strip()] = _unquoted(value)
        else:
            metadata[key.strip()] = _unquoted(value)
            nested = key.strip() == "curie_map"
    _refuse_head(metadata, path)
    return metadata, namespaces


def _refuse_head(metadata: Mapping[str, str], path: str) -> None:
    for needed in ("mapping_set_id", "mapping_set_version", "license", "curie_map"):
        if needed not in metadata:
            raise _fault(path, 1, f"the head lacks `{needed}`", f"Add the line `# {needed}: ...` to the head.")
    for named in ("mapping_set_id", "license"):
        if not metadata[named].startswith(("http://", "https://")):
            raise _fault(
                path, 1, f"the {named} is not an IRI: {metadata[named]!r}", "Write the whole IRI, without a prefix."
            )


def _unquoted(value: str) -> str:
    bare = value.strip()
    return bare[1:-1] if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'" else bare


def _read_rows(table: Sequence[str], path: str, offset: int) -> Iterator[TermMapping]:
    reader = csv.reader(table, delimiter="\t")
    columns = next(reader, [])
    _refuse_columns(columns, path, offset + 1)
    for cells in reader:
        line = offset + reader.line_num
        if len(cells) != len(columns):
            problem = f"the row has {len(cells)} cells, and the table {len(columns)} columns"
            raise _fault(path, line, problem, "Separate the cells by tabs; leave a cell empty rather than out.")
        yield TermMapping(**dict(zip(columns, cells, strict=True)), line=line)


def _refuse_columns(columns: Sequence[str], path: str, line: int) -> None:
    advice = f"The columns are {', '.join(COLUMNS)}."
    for column in COLUMNS:
        if columns.count(column) != 1:
            times = "is missing" if column not in columns else "stands twice"
            raise _fault(path, line, f"the column {column} {times}", advice)
    for column in columns:
        if column not in COLUMNS:
            raise _fault(path, line, f"the column {column!r} is not known", advice)


def _fault(path: str, line: int, problem: str, advice: str) -> ContentError:
    return ContentError(problem, place=f"{path}:{line}", advice=advice)
