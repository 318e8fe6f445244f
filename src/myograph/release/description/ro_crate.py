"""RO-Crate 1.1: the directory of a release as a research object, its files told one by one.

See https://www.researchobject.org/ro-crate/specification/1.1/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from myograph.names import HOME
from myograph.release.description.declared import LICENCES
from myograph.release.description.facts import STORE_FOLDER, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.release.description.facts import Document, Facts, ReleaseFile

CRATE_FILE = "ro-crate-metadata.json"
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
BUILD = "#build"
MACHINERY = "#myograph"
PUBLISHER = "#publisher"
CONTEXT = [f"{SPECIFICATION}/context", {"sha256": "https://schema.org/sha256"}]
"""The context of the specification has no word for the checksum of a file."""


def ro_crate(facts: Facts) -> Document:
    """Return the metadata file of the crate; `manifest.json`, which tells its checksum, is part of the crate too."""
    return {"@context": CONTEXT, "@graph": [told(entity) for entity in _entities(facts)]}


def _entities(facts: Facts) -> Iterator[Document]:
    yield {
        "@id": CRATE_FILE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": SPECIFICATION},
        "about": {"@id": "./"},
    }
    yield _root(facts)
    for file in facts.files:
        yield _file(file)
    yield from _parts_without_digest()
    yield _build(facts)
    yield {
        "@id": MACHINERY,
        "@type": "SoftwareApplication",
        "name": "myograph",
        "version": facts.machinery,
        "url": HOME,
    }
    if facts.declared.publisher:
        yield {"@id": _publisher(facts), "@type": "Organization", "name": facts.declared.publisher, "url": HOME}
    if facts.declared.licence:
        yield _licence(facts.declared.licence)


def _root(facts: Facts) -> Document:
    declared = facts.declared
    parts = [file.name for file in facts.files] + ["manifest.json", f"{STORE_FOLDER}/"]
    publisher = {"@id": _publisher(facts)} if declared.publisher else None
    return {
        "@id": "./",
        "@type": "Dataset",
        "identifier": HOME,
        "name": declared.title,
        "description": declared.description,
        "version": declared.version,
        "datePublished": facts.published,
        "license": {"@id": declared.licence} if declared.licence else None,
        "author": publisher,
        "publisher": publisher,
        "keywords": ", ".join(declared.keywords),
        "hasPart": [{"@id": part} for part in parts],
        "mentions": {"@id": BUILD},
    }


def _file(file: ReleaseFile) -> Document:
    return {
        "@id": file.name,
        "@type": "File",
        "name": file.title,
        "encodingFormat": file.media_type,
        "contentSize": str(file.size),
        "sha256": file.digest,
    }


def _parts_without_digest() -> Iterator[Document]:
    yield {
        "@id": "manifest.json",
        "@type": "File",
        "name": "what was built from which content, with the checksum of each file",
        "encodingFormat": "application/json",
    }
    yield {
        "@id": f"{STORE_FOLDER}/",
        "@type": "Dataset",
        "name": "the same graph as a store ready to be queried",
        "description": "A directory of the engine Oxigraph; its bytes differ from build to build.",
    }


def _build(facts: Facts) -> Document:
    return {
        "@id": BUILD,
        "@type": "CreateAction",
        "name": "build of the release",
        "description": f"Content with the SHA-256 {facts.build} was checked, completed and written.",
        "instrument": {"@id": MACHINERY},
        "result": [{"@id": file.name} for file in facts.files],
        "endTime": facts.published,
    }


def _publisher(facts: Facts) -> str:
    return facts.declared.publisher_iri or PUBLISHER


def _licence(iri: str) -> Document:
    identifier, _, name = LICENCES.get(iri, (None, None, iri))
    return {"@id": iri, "@type": "CreativeWork", "name": name, "identifier": identifier}
