"""DCAT 3: the version of the dataset, the vocabulary it conforms to, and its files with sizes and checksums.

A file cannot hold its own checksum, so the files are told beside the graph and not in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from myograph.names import DCAT, DCTERMS, RDF, VOID, XSD
from myograph.release.description.facts import file_iri
from myograph.release.description.provenance import checksum_triples
from myograph.release.description.void import DATASET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from myograph.release.description.declared import Declared
    from myograph.release.description.facts import ReleaseFile

MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def dcat_triples(declared: Declared) -> Iterator[Triple]:
    """Yield what can be said of the dataset inside it."""
    yield Triple(DATASET, RDF.type, DCAT.Dataset)
    if declared.version is not None:
        yield Triple(DATASET, DCAT.version, Literal(declared.version))
    for ontology in declared.ontologies:
        yield Triple(DATASET, DCTERMS.conformsTo, ontology.version_iri or ontology.node)


def distribution_triples(declared: Declared, files: Iterable[ReleaseFile]) -> Iterator[Triple]:
    """Yield the files of a release as distributions of the dataset."""
    for file in files:
        node = NamedNode(file_iri(declared.version, file.name))
        yield Triple(DATASET, DCAT.distribution, node)
        if not file.columns:
            yield Triple(DATASET, VOID.dataDump, node)
        yield Triple(node, RDF.type, DCAT.Distribution)
        yield Triple(node, DCTERMS.title, Literal(file.title, language="en"))
        yield Triple(node, DCAT.downloadURL, node)
        yield Triple(node, DCAT.mediaType, NamedNode(MEDIA_TYPES + file.media_type))
        yield Triple(node, DCAT.byteSize, Literal(str(file.size), datatype=XSD.nonNegativeInteger))
        if declared.licence is not None:
            yield Triple(node, DCTERMS.license, NamedNode(declared.licence))
        yield from checksum_triples(node, file.digest)
