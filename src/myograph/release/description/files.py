"""The files of a release that describe it, written from what was built."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from myograph.graph.annotation import COLUMNS, annotated_sources, as_tsv
from myograph.graph.exporting import as_turtle
from myograph.names import MYO, MYO_GRAPH, Prefixes
from myograph.release.description.croissant import croissant
from myograph.release.description.dcat import distribution_triples
from myograph.release.description.facts import Facts, ReleaseFile, as_json
from myograph.release.description.ro_crate import CRATE_FILE, ro_crate
from myograph.release.description.schema_org import schema_org
from myograph.release.description.void import DESCRIPTION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from myograph.graph.loading import LoadedContent
    from myograph.release.description.counting import Census
    from myograph.release.description.declared import Declared

DESCRIPTION_FILE = "description.ttl"
SCHEMA_ORG_FILE = "schema.org.jsonld"
CROISSANT_FILE = "croissant.json"
TELLING = (MYO_GRAPH.dataset, DESCRIPTION)
EXPORTS = {
    "myograph.trig": ("every named graph, TriG", "application/trig"),
    "myograph.nq": ("every triple and its named graph, one sorted line each, N-Quads", "application/n-quads"),
    "myograph.ttl": ("the union of the graphs, Turtle", "text/turtle"),
}
"""The files that hold the graph: what each is, and its media type."""


@dataclass(frozen=True, slots=True)
class Described:
    """Hold the quads of a release with those that describe it, what was counted, and what the content declares.

    `prefixes` are those of the content and of its description.
    """

    quads: tuple[Quad, ...]
    census: Census
    declared: Declared
    build: str
    machinery: str
    published: str | None
    prefixes: Prefixes


def describing_files(described: Described, exports: Mapping[str, bytes], loaded: LoadedContent) -> dict[str, bytes]:
    """Return the contents of the files that are written beside the exports, by name."""
    tables = dict(_annotations(loaded))
    files = (*_exported(exports), *(_table(name, data) for name, data in tables.items()))
    facts = _facts(described, files)
    made = {
        **tables,
        DESCRIPTION_FILE: _turtle(described, files),
        SCHEMA_ORG_FILE: as_json(schema_org(facts)),
    }
    if tables:
        made[CROISSANT_FILE] = as_json(croissant(facts))
    more = tuple(_descriptive(name, data) for name, data in made.items() if name not in tables)
    return {**made, CRATE_FILE: as_json(ro_crate(replace(facts, files=(*files, *more))))}


def _facts(described: Described, files: tuple[ReleaseFile, ...]) -> Facts:
    graphs = {name: figures.triples for name, figures in described.census.graphs.items()}
    return Facts(
        described.declared,
        described.census.whole,
        graphs,
        files,
        described.build,
        described.machinery,
        described.published,
    )


def _annotations(loaded: LoadedContent) -> Iterator[tuple[str, bytes]]:
    for source in annotated_sources(loaded):
        yield f"annotation-{source.value.rpartition('/')[2]}.tsv", as_tsv(loaded, source).encode()


def _exported(exports: Mapping[str, bytes]) -> Iterator[ReleaseFile]:
    for name, (title, media_type) in EXPORTS.items():
        yield _file(name, title, media_type, exports[name])


def _table(name: str, data: bytes) -> ReleaseFile:
    told = "what each passage of a source text claims, or why it claims nothing; one row for each passage and claim"
    return replace(_file(name, told, "text/tab-separated-values", data), columns=COLUMNS)


def _descriptive(name: str, data: bytes) -> ReleaseFile:
    titles = {
        DESCRIPTION_FILE: ("the release in VoID, DCAT and PROV", "text/turtle"),
        SCHEMA_ORG_FILE: ("the release in the words of schema.org", "application/ld+json"),
        CROISSANT_FILE: ("the tables of the release in Croissant", "application/ld+json"),
    }
    return _file(name, *titles[name], data)


def _file(name: str, title: str, media_type: str, data: bytes) -> ReleaseFile:
    return ReleaseFile(name, title, media_type, len(data), sha256(data).hexdigest())


def _turtle(described: Described, files: Iterable[ReleaseFile]) -> bytes:
    """Return what the release says of itself, and its files; which content files there are is left to the content."""
    inside = [quad for quad in described.quads if quad.graph_name in TELLING and quad.predicate != MYO.contentFile]
    outside = distribution_triples(described.declared, files)
    quads = (*inside, *(Quad(t.subject, t.predicate, t.object, DESCRIPTION) for t in outside))
    return as_turtle(quads, _used(described.prefixes, quads))


def _used(prefixes: Prefixes, quads: Iterable[Quad]) -> Prefixes:
    terms = {term for quad in quads for term in quad.triple}
    iris = {term.value for term in terms if isinstance(term, NamedNode)}
    iris |= {term.datatype.value for term in terms if isinstance(term, Literal)}
    known = prefixes.namespaces.items()
    return Prefixes({prefix: space for prefix, space in known if any(iri.startswith(space) for iri in iris)})
