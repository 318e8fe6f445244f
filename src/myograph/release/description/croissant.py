"""Croissant 1.0: the tables of a release as machine learning reads them, field by field.

A graph has no records and no fields, so the files of the graph are left out: what is told are the annotations of
source texts, which are a gold standard for systems that extract claims.
See https://docs.mlcommons.org/croissant/docs/croissant-spec.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from myograph.names import HOME
from myograph.release.description.facts import told
from myograph.release.description.schema_org import organization

if TYPE_CHECKING:
    from myograph.release.description.facts import Document, Facts, ReleaseFile

CROISSANT = "http://mlcommons.org/croissant/"
SPECIFICATION = f"{CROISSANT}1.0"
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": CROISSANT,
    "rai": f"{CROISSANT}RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the specification prescribes, word for word."""

NUMBERS = frozenset(("number", "start", "end"))


def croissant(facts: Facts) -> Document:
    """Return the description of the tables."""
    declared = facts.declared
    tables = [file for file in facts.files if file.columns]
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": SPECIFICATION,
        "name": "myograph-annotations",
        "description": "Source texts annotated passage by passage: what each claims, how firmly, and where; or why it "
        "claims nothing. The texts themselves are not included.",
        "url": HOME,
        "version": declared.version,
        "license": declared.licence,
        "creator": organization(facts),
        "datePublished": facts.published,
        "citeAs": ", ".join(filter(None, (declared.publisher, declared.title, declared.version, HOME))),
        "distribution": [_file(table) for table in tables],
        "recordSet": [_records(table) for table in tables],
    }


def _file(table: ReleaseFile) -> Document:
    return {
        "@type": "cr:FileObject",
        "@id": table.name,
        "name": table.name,
        "description": table.title,
        "contentUrl": table.name,
        "contentSize": f"{table.size} B",
        "encodingFormat": table.media_type,
        "sha256": table.digest,
    }


def _records(table: ReleaseFile) -> Document:
    stem = table.name.removesuffix(".tsv")
    return {
        "@type": "cr:RecordSet",
        "@id": stem,
        "name": stem,
        "description": "one record for each passage and claim",
        "field": [_field(stem, table, column) for column in table.columns],
    }


def _field(stem: str, table: ReleaseFile, column: str) -> Document:
    return told(
        {
            "@type": "cr:Field",
            "@id": f"{stem}/{column}",
            "name": f"{stem}/{column}",
            "dataType": "sc:Integer" if column in NUMBERS else "sc:Text",
            "source": {"fileObject": {"@id": table.name}, "extract": {"column": column}},
        }
    )
