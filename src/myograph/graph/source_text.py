"""Compare the passages of a source with its text, which the project does not copy.

A verification fails when a digest differs, when a character belongs to no passage, and when nothing was compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from myograph.errors import Finding
from myograph.graph.rules.passages import Span, spans_of
from myograph.graph.wording import shared_wording
from myograph.names import MYO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from myograph.graph.loading import LoadedContent

RULE = "source-text"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Count the characters of a text outside white space, and those of them that one matching passage alone holds."""

    covered: int
    total: int
    verified_passages: int
    passages: int

    def __str__(self) -> str:
        share = 100 * self.covered / self.total if self.total else 0.0
        return (
            f"{self.verified_passages} of {self.passages} passages match the text; "
            f"{self.covered} of {self.total} non-space characters, {share:.1f} %"
        )


@dataclass(frozen=True, slots=True)
class Verification:
    """Hold what the comparison found; `source` is None when the text is of no known source."""

    source: NamedNode | None
    coverage: Coverage | None
    findings: tuple[Finding, ...]


def verify_text(loaded: LoadedContent, data: bytes, name: str) -> Verification:
    """Compare a source text, as bytes of its file, with the passages; `name` is the file's name for the findings."""
    try:
        text = data.decode()
    except UnicodeDecodeError as fault:
        return _unverified(f"{name} is not UTF-8 (byte {fault.start})", "Give the text file of the source.")
    digest = sha256(data).hexdigest()
    source = _source_of(loaded, text, digest)
    if source is None:
        return _unverified(f"{name} is the text of no known source", _known_sources(loaded))
    return _compared(loaded, source, text, digest)


def _unverified(message: str, advice: str) -> Verification:
    return Verification(None, None, (Finding("error", RULE, message, advice),))


def _known_sources(loaded: LoadedContent) -> str:
    known = [loaded.written(source) for source in _sources_with_text(loaded)]
    return f"Sources with a text digest: {', '.join(known) or 'none'}."


def _sources_with_text(loaded: LoadedContent) -> list[NamedNode]:
    with_digest = (source for source, _ in loaded.index.pairs(MYO.textDigest))
    return sorted((node for node in with_digest if isinstance(node, NamedNode)), key=lambda node: node.value)


def _source_of(loaded: LoadedContent, text: str, digest: str) -> NamedNode | None:
    """Return the source whose digest this is, else the one most of whose passages match, so that edits are shown."""
    candidates = _sources_with_text(loaded)
    for source in candidates:
        if loaded.index.text(source, MYO.textDigest) == digest:
            return source
    matches = {source: _matching(spans_of(loaded.index, source), text) for source in candidates}
    best = max(candidates, key=lambda source: matches[source], default=None)
    return best if best is not None and matches[best] else None


def _matching(spans: Iterable[Span], text: str) -> int:
    return sum(span.digest == _digest_of(span, text) for span in spans)


def _digest_of(span: Span, text: str) -> str:
    return sha256(text[span.start : span.end].encode()).hexdigest()


def _compared(loaded: LoadedContent, source: NamedNode, text: str, digest: str) -> Verification:
    spans = spans_of(loaded.index, source)
    owners = owner_counts(spans, len(text))
    findings = (
        *_whole_text(loaded, source, digest),
        *_wrong_counts(loaded, source, text),
        *_nothing_compared(loaded, source, spans),
        *_changed_passages(loaded, spans, text),
        *_unowned_stretches(loaded, source, text, owners),
        *shared_wording(loaded, text),
    )
    return Verification(source, _coverage(spans, text, owners), findings)


def _coverage(spans: tuple[Span, ...], text: str, owners: list[int]) -> Coverage:
    matching = [span for span in spans if span.digest == _digest_of(span, text)]
    proven = owner_counts(matching, len(text))
    inked = [owners[place] == proven[place] == 1 for place, char in enumerate(text) if not char.isspace()]
    return Coverage(sum(inked), len(inked), len(matching), len(spans))


def owner_counts(spans: Iterable[Span], length: int) -> list[int]:
    """Return for each character how many passages hold it."""
    owners = [0] * length
    for span in spans:
        for place in range(max(span.start, 0), min(span.end, length)):
            owners[place] += 1
    return owners


def _whole_text(loaded: LoadedContent, source: NamedNode, digest: str) -> Iterator[Finding]:
    expected = loaded.index.text(source, MYO.textDigest)
    if digest != expected:
        yield loaded.finding(
            RULE,
            source,
            f"the text has digest {digest}, expected {expected}",
            "Use the text that was annotated: the same characters and the same line ends.",
        )


def _wrong_counts(loaded: LoadedContent, source: NamedNode, text: str) -> Iterator[Finding]:
    counted = {MYO.characterCount: len(text), MYO.nonSpaceCount: sum(not char.isspace() for char in text)}
    for predicate, found in counted.items():
        stated = loaded.index.number(source, predicate)
        if stated is not None and stated != found:
            message = f"the text has {found} characters by {loaded.written(predicate)}, expected {stated}"
            yield loaded.finding(RULE, source, message, "Count again: code points, of the text that was annotated.")


def _nothing_compared(loaded: LoadedContent, source: NamedNode, spans: tuple[Span, ...]) -> Iterator[Finding]:
    if not spans:
        yield loaded.finding(RULE, source, "the source has no passages, so nothing was compared", "Add its passages.")


def _changed_passages(loaded: LoadedContent, spans: Iterable[Span], text: str) -> Iterator[Finding]:
    for span in spans:
        found = _digest_of(span, text)
        if found != span.digest:
            yield loaded.finding(
                RULE,
                span.passage,
                f"passage {span.number} ({span.start} to {span.end}) has digest {found} in the text, "
                f"expected {span.digest}",
                "Correct the offsets or the digest, or use the text that was annotated.",
            )


def _unowned_stretches(loaded: LoadedContent, source: NamedNode, text: str, owners: list[int]) -> Iterator[Finding]:
    for first, last, count in wrong_stretches(text, owners):
        yield loaded.finding(
            RULE,
            source,
            f"characters {first} to {last + 1} (line {text.count(chr(10), 0, first) + 1} of the text) "
            f"belong to {count or 'no'} passages, expected one",
            "Let the passages cover every character outside white space exactly once.",
        )


def wrong_stretches(text: str, owners: list[int]) -> Iterator[tuple[int, int, int]]:
    """Yield (first, last, owners) of each stretch that has not exactly one owner; white space does not end one."""
    inked = [place for place, char in enumerate(text) if not char.isspace()]
    wrong = [(rank, place) for rank, place in enumerate(inked) if owners[place] != 1]
    in_a_row = groupby(enumerate(wrong), key=lambda pair: (pair[1][0] - pair[0], owners[pair[1][1]]))
    for (_, count), group in in_a_row:
        places = [place for _, (_, place) in group]
        yield places[0], places[-1], count
