"""What the content declares about the dataset as a whole: the words and links that cannot be counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from myograph.graph.triple_index import TYPE
from myograph.names import DCAT, DCTERMS, OWL
from myograph.release.description.void import DATASET

if TYPE_CHECKING:
    from myograph.graph.triple_index import TripleIndex

NAME = NamedNode("http://xmlns.com/foaf/0.1/name")
LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": ("CC-BY-4.0", "CC BY 4.0", "Creative Commons Attribution 4.0"),
    "https://creativecommons.org/publicdomain/zero/1.0/": ("CC0-1.0", "CC0 1.0", "Creative Commons Zero 1.0"),
    "http://www.apache.org/licenses/LICENSE-2.0": ("Apache-2.0", "Apache 2.0", "Apache License 2.0"),
}
"""For the IRI of a licence its SPDX identifier, and its short and long names in prose."""


@dataclass(frozen=True, slots=True)
class Ontology:
    """Hold what the vocabulary says of itself."""

    node: NamedNode
    version: str | None
    version_iri: NamedNode | None


@dataclass(frozen=True, slots=True)
class Declared:
    """Hold what `graph/dataset.ttl` says of the dataset; what it leaves out is empty or None.

    `version` is that of the vocabulary: the content has one version.
    """

    title: str
    description: str
    licence: str | None
    publisher: str
    publisher_iri: str | None
    keywords: tuple[str, ...]
    issued: str | None
    version: str | None
    ontologies: tuple[Ontology, ...]


def read_declared(index: TripleIndex) -> Declared:
    """Return what the content says of the dataset."""
    publisher = index.value(DATASET, DCTERMS.publisher)
    licence = index.node(DATASET, DCTERMS.license)
    found = (node for node in index.having(TYPE, OWL.Ontology) if isinstance(node, NamedNode))
    ontologies = tuple(_ontology(index, node) for node in found)
    keywords = (word.value for word in index.objects(DATASET, DCAT.keyword) if isinstance(word, Literal))
    return Declared(
        title=index.text(DATASET, DCTERMS.title) or "",
        description=index.text(DATASET, DCTERMS.description) or "",
        licence=licence.value if licence else None,
        publisher=(index.text(publisher, NAME) or "") if isinstance(publisher, NamedNode) else _written(publisher),
        publisher_iri=publisher.value if isinstance(publisher, NamedNode) else None,
        keywords=tuple(sorted(keywords)),
        issued=index.text(DATASET, DCTERMS.issued),
        version=next((ontology.version for ontology in ontologies if ontology.version), None),
        ontologies=ontologies,
    )


def _ontology(index: TripleIndex, node: NamedNode) -> Ontology:
    return Ontology(node, index.text(node, OWL.versionInfo), index.node(node, OWL.versionIRI))


def _written(term: object) -> str:
    return term.value if isinstance(term, Literal) else ""
