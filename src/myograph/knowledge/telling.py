"""Ladders, cards and claims as lines of plain text, the same for terminal, notebook and file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.knowledge.evidence import EvidenceLine
from myograph.knowledge.records import count_places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from myograph.knowledge.evidence import Evidence, SourceRecord
    from myograph.knowledge.ladder import Ladder, Remedy, Rung
    from myograph.knowledge.lookup import Hit
    from myograph.knowledge.palette import Palette
    from myograph.knowledge.records import Claim, Entity, Place

    Compress = Callable[[str], str]

BRANCH, LAST, LINE, SPACE = "├─ ", "└─ ", "│  ", "   "

CARE = "Education, not medical advice."


def certainty(firmest: str, weakest: str) -> str:
    """Return how firmly something is said, with both ends where they differ."""
    return firmest if firmest == weakest else f"{weakest} to {firmest}"


def counted(number: int, word: str) -> str:
    """Return `1 place`, `2 places`."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


@dataclass(frozen=True, slots=True)
class Teller:
    """Turn records into lines; `palette` gives the glyphs, `compress` writes an IRI as a CURIE."""

    palette: Palette
    compress: Compress

    def ladder(self, ladder: Ladder) -> Iterator[str]:
        """Tell a ladder: the tree of what leads to its foot, what is said to help, and when to seek care."""
        yield f"{ladder.foot} ({ladder.kind}): what leads to it, as the sources say it · what the evidence makes of it"
        if ladder.is_empty:
            yield "  No claim of the graph says what leads to it."
        yield from self._rungs(ladder.rungs, "")
        if ladder.remedies:
            yield ""
            yield f"Said to help against {ladder.foot}, or advised:"
            yield from (f"  {self._remedy(remedy)}" for remedy in ladder.remedies)
        yield ""
        yield from care(ladder.red_flags)

    def entity(self, entity: Entity, claims_out: tuple[Claim, ...], claims_in: tuple[Claim, ...]) -> Iterator[str]:
        """Tell an entity: definition, synonyms, neighbours, and the claims in which it is subject or object."""
        yield f"{entity.label} ({entity.kind})  {self.compress(entity.iri)}"
        yield f"  {entity.definition}"
        if entity.synonyms:
            yield f"  also called: {', '.join(entity.synonyms)}"
        yield from (f"  {words}: {name}" for words, name in entity.relations)
        yield from self._block("What it is said to do or be", claims_out)
        yield from self._block("What is said to act on it", claims_in)

    def claim(self, claim: Claim, places: tuple[Place, ...]) -> Iterator[str]:
        """Tell a claim in full: its statement, its two axes, and every place where it is stated."""
        yield f"{claim.statement}  {self.compress(claim.iri)}"
        yield f"  {self.claim_line(claim)}"
        yield f"  kind: {claim.kind} · sign: {claim.sign}"
        yield f"  said:     {certainty(claim.certainty, claim.weakest)}, {_counts(claim)}"
        yield f"  evidence: {self.palette.verdict(claim.verdict)}{_evidence_counts(claim)}"
        yield ""
        yield f"Where it is said ({counted(len(places), 'place')}):"
        yield from (f"  {place_line(place)}" for place in places)

    def evidence(self, evidence: tuple[Evidence, ...], sources: Mapping[str, SourceRecord]) -> Iterator[str]:
        """Tell every evidence line with its citation, and every search that found nothing."""
        yield ""
        yield f"What others found ({counted(len(evidence), 'record')}):"
        if not evidence:
            yield "  Nobody has looked yet."
        for record in evidence:
            if isinstance(record, EvidenceLine):
                yield f"  {evidence_line(record)}"
                yield f"      {sources[record.source.iri].reference}{_reading_note(sources[record.source.iri])}"
            else:
                yield f"  searched: {record.finding}"

    def hits(self, hits: tuple[Hit, ...]) -> Iterator[str]:
        """Tell search results, best first; the matched name is added where it is not the label."""
        for hit in hits:
            also = "" if hit.matched == hit.thing.label else f"  (matched: {hit.matched})"
            yield f"{hit.thing.label} ({hit.kind})  {self.compress(hit.thing.iri)}{also}"

    def claim_line(self, claim: Claim) -> str:
        """Tell a claim in one line: relation, qualifiers, how firmly and how often it is said, and the verdict."""
        words = [
            f"{self.palette.signs[claim.sign]} {claim.subject} {claim.predicate} {claim.object}",
            *claim.qualifiers,
            certainty(claim.certainty, claim.weakest),
            counted(claim.places, "place"),
            self.palette.verdict(claim.verdict),
        ]
        return " · ".join(words)

    def _rungs(self, rungs: tuple[Rung, ...], indent: str) -> Iterator[str]:
        for rung in rungs:
            last = rung is rungs[-1]
            yield f"{indent}{LAST if last else BRANCH}{self._rung(rung)}"
            yield from self._rungs(rung.rungs, indent + (SPACE if last else LINE))

    def _rung(self, rung: Rung) -> str:
        parts = [
            f"{self.palette.signs['promotes']} {rung.lower} ({rung.kind}) {_verbs(rung.claims)}",
            *rung.qualifiers,
            certainty(rung.certainty, rung.weakest),
            counted(rung.places, "place"),
            self._verdicts(rung.claims),
        ]
        return " · ".join(parts) + (" · its own causes: elsewhere on this ladder" if rung.repeated else "")

    def _remedy(self, remedy: Remedy) -> str:
        shared = (words for words in remedy.claims[0].qualifiers if all(words in c.qualifiers for c in remedy.claims))
        parts = [
            f"{self.palette.signs['opposes']} {remedy.name} {_verbs(remedy.claims)}",
            *shared,
            ", ".join(sorted({certainty(claim.certainty, claim.weakest) for claim in remedy.claims})),
            counted(count_places(remedy.claims), "place"),
            self._verdicts(remedy.claims),
        ]
        return " · ".join(parts)

    def _verdicts(self, claims: tuple[Claim, ...]) -> str:
        found = {claim.verdict for claim in claims}
        return ", ".join(self.palette.verdict(label) for label in self.palette.verdicts if label in found)

    def _block(self, title: str, claims: tuple[Claim, ...]) -> Iterator[str]:
        if claims:
            yield ""
            yield f"{title} ({counted(len(claims), 'claim')}):"
        for claim in claims:
            yield f"  {self.claim_line(claim)}  [{self.compress(claim.iri)}]"


def evidence_line(line: EvidenceLine) -> str:
    """Tell an evidence line: direction, strength, finding, and in which respects it is indirect."""
    indirect = f" (indirect: {', '.join(line.indirectness)})" if line.indirectness else ""
    return f"{line.direction} · {line.strength} ({line.basis}) · {line.finding}{indirect}"


def _reading_note(source: SourceRecord) -> str:
    return f" (read as {', '.join(source.access)})" if source.access else ""


def care(red_flags: tuple[Claim, ...]) -> Iterator[str]:
    """Tell when to seek care, and what this is not."""
    if red_flags:
        yield "Seek care: the sources say that a professional should be seen with"
        yield f"  {', '.join(sorted({str(claim.subject) for claim in red_flags}))}."
    yield CARE


def place_line(place: Place) -> str:
    """Tell a place: source, section, locator, offsets, and the wording there."""
    where = [str(place.source), *(part for part in (place.section, place.locator) if part)]
    if place.start is not None:
        where.append(f"characters {place.start}-{place.end}")
    wording = [place.certainty, place.directness]
    if place.hedges:
        wording.append(f"hedged or stressed by: {', '.join(place.hedges)}")
    if place.attributed_to:
        wording.append(f"attributed to {place.attributed_to}")
    return f"{', '.join(where)} · {' · '.join(wording)}"


def _verbs(claims: tuple[Claim, ...]) -> str:
    return " / ".join(sorted({str(claim.predicate) for claim in claims}))


def _counts(claim: Claim) -> str:
    return f"{counted(claim.places, 'place')} in {counted(claim.sources, 'source')}"


def _evidence_counts(claim: Claim) -> str:
    if not claim.supporting + claim.qualifying + claim.disputing:
        return ""
    return (
        f" (independent sources: {claim.supporting} support it, {claim.qualifying} limit it, "
        f"{claim.disputing} dispute it)"
    )
