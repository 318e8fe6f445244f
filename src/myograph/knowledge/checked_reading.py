"""The source, checked: passage by passage what it claims, how firmly, and what independent evidence makes of it.

Claims are told in own words. The wording of the source is shown to a reader who has its text, and only where the
digest of a passage proves that it is the passage meant. Passages that claim nothing are told in one line, with reasons.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING

from myograph.errors import CheckFailed
from myograph.knowledge.bars import ANY, above
from myograph.knowledge.telling import CARE, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from myograph.knowledge.graph import KnowledgeGraph
    from myograph.knowledge.palette import Palette
    from myograph.knowledge.passages import Passage, SourceText, Statement
    from myograph.knowledge.records import Claim, Name
    from myograph.knowledge.telling import Teller

BELOW_THE_BAR = "no claim that meets the bar"
CHANGED = "(this passage has other characters in the text at hand)"


@dataclass(frozen=True, slots=True)
class Said:
    """Hold a claim and how a passage words it."""

    claim: Claim
    wording: Statement


@dataclass(frozen=True, slots=True)
class CheckedPassage:
    """Hold a passage with the claims that are told; `quote` is its text, None where that is not at hand or changed."""

    passage: Passage
    said: tuple[Said, ...]
    quote: str | None = None

    @property
    def reason(self) -> str:
        """Return why nothing is told."""
        return self.passage.reason or BELOW_THE_BAR


@dataclass(frozen=True, slots=True)
class CheckedReading:
    """Hold the passages of a source in order; `has_text` says whether they were compared with its text."""

    source: Name
    passages: tuple[CheckedPassage, ...]
    has_text: bool = False

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Return each claim that is told, once, in the order of the source."""
        return tuple({said.claim.iri: said.claim for checked in self.passages for said in checked.said}.values())

    @property
    def places(self) -> int:
        """Return in how many places the claims are told."""
        return sum(len(checked.said) for checked in self.passages)

    @property
    def changed(self) -> tuple[Passage, ...]:
        """Return the passages whose characters in the text at hand are not those that were annotated."""
        return tuple(checked.passage for checked in self.passages if self.has_text and checked.quote is None)


def checked_reading(
    graph: KnowledgeGraph, source: str | None = None, *, evidence: str = ANY, text: str | None = None
) -> CheckedReading:
    """Return the reading of a source, by default of the only annotated one; `text` is its text, if at hand.

    `evidence` is a bar that the told claims meet. Raises UnknownName for a source or bar that nobody knows, and
    CheckFailed when no passage of the text is as it was annotated.
    """
    annotated = graph.source_text(source)
    claims = {claim.iri: claim for claim in above(evidence, graph.all_claims)}
    passages = tuple(CheckedPassage(each, _said(each, claims), _quote(each, text)) for each in annotated.passages)
    reading = CheckedReading(annotated.source, passages, text is not None)
    if text is not None and len(reading.changed) == len(passages):
        raise _another_text(annotated)
    return reading


def _said(passage: Passage, claims: dict[str, Claim]) -> tuple[Said, ...]:
    return tuple(Said(claims[each.claim], each) for each in passage.statements if each.claim in claims)


def _quote(passage: Passage, text: str | None) -> str | None:
    quote = "" if text is None else text[passage.start : passage.end]
    return quote if text is not None and sha256(quote.encode()).hexdigest() == passage.digest else None


def _another_text(annotated: SourceText) -> CheckFailed:
    return CheckFailed(
        f"no passage of the text is a passage of: {annotated.source}",
        advice="Use the text that was annotated: the same characters and the same line ends.",
    )


def as_text(reading: CheckedReading, teller: Teller) -> Iterator[str]:
    """Tell a reading in lines of plain text."""
    yield f"{reading.source}, checked"
    yield from _summary(reading, teller.palette)
    for section, runs in _sections(reading):
        yield ""
        yield f"── {section} ──"
        for run in runs:
            yield from _passages_as_text(run, teller, reading) if run[0].said else (f"  {_silence(run)}",)
    yield ""
    yield CARE


def _passages_as_text(passages: Iterable[CheckedPassage], teller: Teller, reading: CheckedReading) -> Iterator[str]:
    for checked in passages:
        yield f"  {checked.passage.number} · {checked.passage.locator}"
        yield from (f"    | {line}" for line in _quoted(checked, reading))
        for said in checked.said:
            verdict = teller.palette.verdict(said.claim.verdict)
            name = teller.compress(said.claim.iri)
            yield f"    {said.claim.statement} · {_wording(said.wording)} · {verdict}  [{name}]"


def as_markdown(reading: CheckedReading, teller: Teller) -> Iterator[str]:
    """Tell a reading as a Markdown document."""
    title = f"{reading.source}, checked"
    yield f"# {title[0].upper()}{title[1:]}"
    for line in _summary(reading, teller.palette):
        yield ""
        yield line
    for section, runs in _sections(reading):
        yield ""
        yield f"## {section}"
        for run in runs:
            yield from _passages_as_markdown(run, teller, reading) if run[0].said else ("", f"*{_silence(run)}*")
    yield ""
    yield f"*{CARE}*"


def _passages_as_markdown(passages: Iterable[CheckedPassage], teller: Teller, reading: CheckedReading) -> Iterator[str]:
    for checked in passages:
        yield ""
        yield f"**{checked.passage.number}** · {checked.passage.locator}"
        yield ""
        quoted = [f"> {_escaped(line)}" for line in _quoted(checked, reading)]
        yield from (*quoted, "") if quoted else ()
        for said in checked.said:
            verdict = teller.palette.verdict(said.claim.verdict)
            name = teller.compress(said.claim.iri)
            yield f"- {_escaped(said.claim.statement)} · *{_wording(said.wording)}* · **{verdict}** · `{name}`"


def _sections(reading: CheckedReading) -> Iterator[tuple[str, list[list[CheckedPassage]]]]:
    """Yield each section with its passages in runs, each run either all with claims or all without."""
    for section, passages in groupby(reading.passages, key=lambda checked: checked.passage.section):
        yield section, [list(run) for _, run in groupby(passages, key=lambda checked: bool(checked.said))]


def _summary(reading: CheckedReading, palette: Palette) -> Iterator[str]:
    told = sum(bool(checked.said) for checked in reading.passages)
    yield (
        f"{counted(len(reading.passages), 'passage')}, {told} with claims: {counted(len(reading.claims), 'claim')} "
        f"in {counted(reading.places, 'place')}. Each line tells a claim in own words, how firmly it is said there, "
        "and what independent evidence makes of it."
    )
    verdicts = Counter(claim.verdict for claim in reading.claims)
    shares = (f"{palette.verdict(verdict)}: {verdicts[verdict]}" for verdict in palette.verdicts if verdicts[verdict])
    yield f"Claims by verdict: {', '.join(shares) or 'none'}."
    if reading.has_text:
        matching = len(reading.passages) - len(reading.changed)
        yield f"{matching} of {len(reading.passages)} passages match the text at hand."


def _wording(wording: Statement) -> str:
    """Return how a passage words a claim: `possible (may), implied`."""
    hedged = f"{wording.certainty} ({', '.join(wording.hedges)})" if wording.hedges else wording.certainty
    return hedged if wording.directness == "explicit" else f"{hedged}, {wording.directness}"


def _quoted(checked: CheckedPassage, reading: CheckedReading) -> list[str]:
    if not reading.has_text:
        return []
    return [CHANGED] if checked.quote is None else [line.strip() for line in checked.quote.split("\n") if line.strip()]


def _silence(run: list[CheckedPassage]) -> str:
    """Tell a run of passages without claims in one line: `5-7 · nothing told: heading only (2), question`."""
    first, last = run[0].passage.number, run[-1].passage.number
    reasons = Counter(checked.reason for checked in run)
    told = (reason if number == 1 else f"{reason} ({number})" for reason, number in sorted(reasons.items()))
    return f"{first if first == last else f'{first}-{last}'} · nothing told: {', '.join(told)}"


_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
