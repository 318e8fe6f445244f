"""What independent sources found: evidence lines, searches that found nothing, and the sources themselves."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from myograph.knowledge.reading import text
from myograph.knowledge.records import Name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from myograph.knowledge.reading import Row


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """Say what one source found that bears on a claim.

    `direction` is "supports", "qualifies", "disputes" or "inconclusive", `strength` a word of the GRADE scale, and
    `basis` who judged it. `indirectness` lists in which respects the line is not about the claim itself. `eco` is an
    IRI of the Evidence and Conclusion Ontology.
    """

    iri: str
    direction: str
    strength: str
    basis: str
    eco: str
    finding: str
    source: Name
    indirectness: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceSearch:
    """Record that somebody looked for evidence and found none, which is no disproof."""

    iri: str
    finding: str


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """Hold the bibliographic data of a source; what is not known is None.

    `year` is the year of publication, `year_note` what is known where it is not stated, `kind` the sort of document,
    `access` how much of it was read and in which copy, `read_at` the address of such a copy.
    """

    iri: str
    label: str
    title: str
    year: int | None = None
    year_note: str | None = None
    kind: str | None = None
    detail: str | None = None
    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    container: str | None = None
    access: tuple[str, ...] = ()
    read_at: str | None = None

    @property
    def reference(self) -> str:
        """Return the source as one line of a reference list: title, container, year, identifier or address."""
        when = str(self.year) if self.year else "no year stated"
        identifier = f"doi:{self.doi}" if self.doi else f"PMID {self.pmid}" if self.pmid else self.iri
        parts = (self.title.rstrip("."), self.container and self.container.rstrip("."), when, identifier)
        return " ".join(
            part if part == identifier or part.endswith(("?", "!")) else f"{part}." for part in parts if part
        )


Evidence = EvidenceLine | EvidenceSearch


def evidence_from(rows: Iterable[Row]) -> tuple[Evidence, ...]:
    """Return one line or search for each run of rows about the same record, in row order."""
    return tuple(_record(list(same)) for _, same in groupby(rows, key=lambda row: row["record"]))


def _record(rows: list[Row]) -> Evidence:
    first = rows[0]
    if first["source"] is None:
        return EvidenceSearch(text(first, "record"), text(first, "finding"))
    return EvidenceLine(
        iri=text(first, "record"),
        direction=text(first, "direction"),
        strength=text(first, "strength"),
        basis=text(first, "basis"),
        eco=text(first, "type"),
        finding=text(first, "finding"),
        source=Name(text(first, "source"), text(first, "sourceLabel")),
        indirectness=tuple(row["indirectness"] for row in rows if row["indirectness"]),
    )


def sources_from(rows: Iterable[Row]) -> dict[str, SourceRecord]:
    """Return the sources by IRI, in row order."""
    found = (_source(list(same)) for _, same in groupby(rows, key=lambda row: row["source"]))
    return {source.iri: source for source in found}


def _source(rows: list[Row]) -> SourceRecord:
    first = rows[0]
    return SourceRecord(
        iri=text(first, "source"),
        label=text(first, "sourceLabel"),
        title=text(first, "title"),
        year=None if first["year"] is None else int(first["year"]),
        year_note=first["yearNote"],
        kind=first["type"],
        detail=first["detail"],
        doi=first["doi"],
        pmid=first["pmid"],
        pmcid=first["pmcid"],
        container=first["citation"],
        access=tuple(dict.fromkeys(row["access"] for row in rows if row["access"])),
        read_at=first["readAt"],
    )
