"""Evidence comes from works that exist, each named once and by an address, and each finding is told once."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from myograph.names import MYO, MYO_SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from myograph.errors import Finding
    from myograph.graph.loading import LoadedContent
    from myograph.graph.reading import Subject

LONGEST_ADDRESS = 300
SHOWN = 100
"""Characters of an address that a finding shows."""

SPACES_OF_A_SENTENCE = 3
"""Encoded spaces in one segment of a path from which it reads as a sentence; file names have one or two."""

_WEB_ADDRESS = re.compile(r"https?://[\w.-]+\.[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
_OWN_NAME = re.compile(re.escape(str(MYO_SOURCE)) + r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SEGMENT_ENDS = re.compile(r"[/?#&]")

_IDENTIFIERS = {
    "DOI": (MYO.doi, re.compile(r"https?://(?:dx\.)?doi\.org/(.+)", re.IGNORECASE)),
    "PMID": (MYO.pmid, re.compile(r"https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|www\.ncbi\.nlm\.nih\.gov/pubmed)/(\d+)/?")),
    "PMCID": (MYO.pmcid, re.compile(r"https?://(?:pmc|www)\.ncbi\.nlm\.nih\.gov/(?:pmc/)?articles/(PMC\d+)/?")),
}


def years_have_come(loaded: LoadedContent, today: date | None = None) -> Iterator[Finding]:
    """Find sources published after the year of `today`, which is by default the present day (UTC)."""
    this_year = (today or datetime.now(UTC).date()).year
    for source, _ in loaded.index.pairs(MYO.publicationYear):
        year = loaded.index.number(source, MYO.publicationYear)
        if year is not None and year > this_year:
            yield loaded.finding(
                "evidence-year",
                source,
                f"the source has {year} as its year of publication, which is in the future",
                "Correct myo:publicationYear.",
            )


def addresses_are_addresses(loaded: LoadedContent) -> Iterator[Finding]:
    """Find sources that are named, or said to be read, by something else than an address or a short own name."""
    for source in loaded.index.instances(MYO.Source):
        for address in (source, *loaded.index.objects(source, MYO.readAt)):
            if problem := _address_problem(address):
                yield loaded.finding(
                    "source-address",
                    source,
                    f"{_shortened(loaded.written(address))} {problem}",
                    "Name the work by https://doi.org/..., its PubMed or publisher's address, or a short myo-source: "
                    "name, and put words into rdfs:label and dcterms:title.",
                )


def _address_problem(address: object) -> str | None:
    if not isinstance(address, NamedNode):
        return "is no address"
    if len(address.value) > LONGEST_ADDRESS:
        return f"has {len(address.value)} characters, {LONGEST_ADDRESS} at most"
    if any(_is_sentence(segment) for segment in _SEGMENT_ENDS.split(address.value)):
        return "is a sentence, not an address"
    if address in MYO_SOURCE:
        return None if _OWN_NAME.fullmatch(address.value) else "is not made of lower-case words joined by hyphens"
    return None if _WEB_ADDRESS.fullmatch(address.value) else "is no web address (http or https, with a host)"


def _shortened(address: str) -> str:
    return address if len(address) <= SHOWN else f"{address[:SHOWN]}..."


def _is_sentence(segment: str) -> bool:
    return segment.count("%20") >= SPACES_OF_A_SENTENCE


def works_are_named_once(loaded: LoadedContent) -> Iterator[Finding]:
    """Find a DOI, PMID or PMCID that two sources have, and a source that has two; the address counts as well."""
    holders: dict[tuple[str, str], list[Subject]] = defaultdict(list)
    for source in loaded.index.instances(MYO.Source):
        for scheme in _IDENTIFIERS:
            found = _identifiers(loaded, source, scheme)
            if len(found) > 1:
                message = f"the source has two {scheme}s: {' and '.join(sorted(found))}"
                advice = "Keep the one of this work; another work is another source."
                yield loaded.finding("source-identity", source, message, advice)
            for identifier in sorted(found):
                holders[scheme, identifier].append(source)
    for (scheme, identifier), sources in holders.items():
        for later in sources[1:]:
            yield loaded.finding(
                "source-identity",
                later,
                f"the {scheme} {identifier} is also that of {loaded.written(sources[0])}",
                "Keep one of the two sources, and let the evidence lines of both point at it.",
            )


def _identifiers(loaded: LoadedContent, source: Subject, scheme: str) -> set[str]:
    """Return what a source states and what its address says, in lower case: DOIs have no case."""
    predicate, address = _IDENTIFIERS[scheme]
    found = {term.value.lower() for term in loaded.index.objects(source, predicate) if isinstance(term, Literal)}
    if isinstance(source, NamedNode) and (named := address.fullmatch(source.value)):
        found.add(named[1].lower())
    return found


def findings_are_told_once(loaded: LoadedContent) -> Iterator[Finding]:
    """Find evidence lines that tell again what another tells: same claim, source, direction and finding."""
    told: dict[tuple[object, ...], Subject] = {}
    for line in loaded.index.instances(MYO.EvidenceLine):
        for claim in loaded.index.objects(line, MYO.appraises):
            first = told.setdefault((claim, *_what_is_found(loaded, line)), line)
            if first != line:
                yield loaded.finding(
                    "evidence-repeated",
                    line,
                    f"the line tells of {loaded.written(claim)} what {loaded.written(first)} tells",
                    "Remove one of them: repetition is not evidence.",
                )


def _what_is_found(loaded: LoadedContent, line: Subject) -> tuple[object, ...]:
    index = loaded.index
    words = (index.text(line, MYO.finding) or "").casefold().split()
    return index.node(line, MYO.evidenceSource), index.node(line, MYO.evidenceDirection), " ".join(words)
