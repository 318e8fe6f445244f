"""Cite a claim: as text, as BibTeX, as CSL-JSON.

A citation names the claim in this graph, with version and build, and then the sources that state it and those that were
found to bear on it, so that whoever quotes a row can name where it comes from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from myograph.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from myograph.knowledge.evidence import SourceRecord
    from myograph.knowledge.records import Claim

PUBLISHER = "Myograph contributors"

CSL_TYPES = {
    "textbook": "book",
    "web article": "webpage",
    "fact sheet": "webpage",
    "commercial page": "webpage",
    "encyclopedia": "entry-encyclopedia",
    "guideline or official opinion": "report",
    "food composition data": "dataset",
    "ruling of a regulator": "report",
}
"""CSL item types of our source types; every other type is an article."""


@dataclass(frozen=True, slots=True)
class ClaimCitation:
    """Hold what a citation of a claim needs: `version` and `build` identify the release it was read from."""

    claim: Claim
    version: str
    build: str
    stating: tuple[SourceRecord, ...]
    bearing: tuple[SourceRecord, ...]


def as_text(citation: ClaimCitation) -> str:
    """Return the citation as lines of text."""
    return "\n".join(_text_lines(citation)) + "\n"


def _text_lines(citation: ClaimCitation) -> Iterator[str]:
    release = f"Myograph {citation.version}" + (f", build {citation.build[:12]}" if citation.build else "")
    yield f"{PUBLISHER}. “{citation.claim.statement}” {release}. {citation.claim.iri}"
    yield "Stated by:"
    yield from (f"  {source.reference}" for source in citation.stating)
    if citation.bearing:
        yield f"Evidence ({citation.claim.verdict}):"
        yield from (f"  {source.reference}" for source in citation.bearing)


def as_csl(citation: ClaimCitation) -> str:
    """Return the citation as a CSL-JSON array: the claim first, then its sources (CSL 1.0.2 input schema)."""
    import json

    items = [_csl_claim(citation), *(_csl_source(source) for source in _sources(citation))]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _csl_claim(citation: ClaimCitation) -> dict[str, Any]:
    return {
        "id": _key(citation.claim.iri),
        "type": "dataset",
        "title": citation.claim.statement,
        "author": [{"literal": PUBLISHER}],
        "container-title": "Myograph",
        "version": citation.version,
        "URL": citation.claim.iri,
        "note": f"verdict: {citation.claim.verdict}",
    }


def _csl_source(source: SourceRecord) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": _key(source.iri),
        "type": CSL_TYPES.get(source.kind or "", "article"),
        "title": source.title,
    }
    optional = {"DOI": source.doi, "PMID": source.pmid, "PMCID": source.pmcid, "container-title": source.container}
    item.update({field: value for field, value in optional.items() if value})
    if source.year:
        item["issued"] = {"date-parts": [[source.year]]}
    if source.iri.startswith("http"):
        item["URL"] = source.iri
    return item


def as_bibtex(citation: ClaimCitation) -> str:
    """Return the citation as BibTeX entries: the claim first, then its sources."""
    claim = {
        "author": f"{{{PUBLISHER}}}",
        "title": citation.claim.statement,
        "howpublished": "Myograph",
        "version": citation.version,
        "url": citation.claim.iri,
        "note": f"verdict: {citation.claim.verdict}",
    }
    entries = [_entry(_key(citation.claim.iri), claim)]
    entries += [_entry(_key(source.iri), _bibtex_fields(source)) for source in _sources(citation)]
    return "\n".join(entries)


def _bibtex_fields(source: SourceRecord) -> dict[str, str]:
    fields = {
        "title": source.title,
        "howpublished": source.container,
        "year": source.year and str(source.year),
        "doi": source.doi,
        "url": source.iri,
    }
    return {field: value for field, value in fields.items() if value}


def _entry(key: str, fields: dict[str, str]) -> str:
    lines = "".join(f"  {field} = {{{_escaped(field, value)}}},\n" for field, value in fields.items())
    return f"@misc{{{key},\n{lines}}}\n"


_SPECIAL = re.compile(r"([&%$#_{}])")


def _escaped(field: str, value: str) -> str:
    if field in {"author", "url", "doi"}:
        return value.replace("%", r"\%")
    return _SPECIAL.sub(r"\\\1", value.replace("\\", r"\textbackslash "))


def _key(iri: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", iri.split("//", 1)[-1]).strip("-")


def _sources(citation: ClaimCitation) -> tuple[SourceRecord, ...]:
    return tuple({source.iri: source for source in (*citation.stating, *citation.bearing)}.values())


WRITERS: dict[str, Callable[[ClaimCitation], str]] = {"text": as_text, "bibtex": as_bibtex, "csl-json": as_csl}
"""The one table of citation formats."""


def cited(citation: ClaimCitation, form: str) -> str:
    """Return the citation in one of the forms of WRITERS; raises UnknownName for another."""
    try:
        return WRITERS[form](citation)
    except KeyError:
        advice = f"Choose one of {', '.join(WRITERS)}."
        raise UnknownName(f"there is no citation format {form!r}", name=form, advice=advice) from None
