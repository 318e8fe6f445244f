"""schema.org: the dataset as search engines for datasets read it, JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from myograph.names import HOME
from myograph.release.description.facts import file_iri, told

if TYPE_CHECKING:
    from myograph.release.description.facts import Document, Facts, ReleaseFile

CONTEXT = "https://schema.org/"


def schema_org(facts: Facts) -> Document:
    """Return the description as a `Dataset` with a `DataDownload` for each file."""
    declared = facts.declared
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": HOME,
        "url": HOME,
        "name": declared.title,
        "description": declared.description,
        "version": declared.version,
        "identifier": f"{HOME}#build-{facts.build}",
        "datePublished": facts.published,
        "license": declared.licence,
        "creator": organization(facts),
        "publisher": organization(facts),
        "keywords": list(declared.keywords),
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "size": {"@type": "QuantitativeValue", "value": facts.figures.triples, "unitText": "triples"},
        "variableMeasured": [
            told({"@type": "PropertyValue", "name": _name(cls), "url": cls, "value": count})
            for cls, count in facts.figures.classes.items()
            if cls.startswith(HOME)
        ],
        "distribution": [_download(file, facts) for file in facts.files],
    }


def organization(facts: Facts) -> Document | None:
    """Return who publishes the dataset, if the content says so."""
    declared = facts.declared
    if not declared.publisher:
        return None
    return told({"@type": "Organization", "@id": declared.publisher_iri, "name": declared.publisher})


def _download(file: ReleaseFile, facts: Facts) -> Document:
    return told(
        {
            "@type": "DataDownload",
            "name": file.name,
            "description": file.title,
            "encodingFormat": file.media_type,
            "contentSize": f"{file.size} B",
            "contentUrl": file_iri(facts.declared.version, file.name),
            "sha256": file.digest,
            "license": facts.declared.licence,
        }
    )


def _name(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]
