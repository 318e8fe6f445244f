"""The annotation of a source text as a table: what each passage says, or why it says nothing.

One row for each passage and claim, in the order of the text; a passage that makes no claim has one row with the reason.
Passages, claims and words of the vocabulary are written as local names (`mg-deficiency-twitching`, `asserted`),
subject, relation and object as CURIEs; several values of one cell are joined by `|`. The text itself is not in the
table: offsets and digests lead to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from myograph.errors import UnknownName, UsageError
from myograph.graph.rules.passages import spans_of
from myograph.names import MYO, MYO_SOURCE, OA, RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from myograph.graph.loading import LoadedContent
    from myograph.graph.reading import Subject
    from myograph.graph.rules.passages import Span

FILE_NAME = "annotation.tsv"
SEVERAL = "|"

PASSAGE_COLUMNS = (
    "passage",
    "number",
    "start",
    "end",
    "digest",
    "passage_kind",
    "section",
    "locator",
    "non_claim_reason",
)
PROPOSITION = {"subject": RDF.subject, "relation": RDF.predicate, "object": RDF.object}
QUALIFIERS = {
    "severity": MYO.severity,
    "frequency": MYO.frequency,
    "condition": MYO.condition,
    "means": MYO.means,
    "population": MYO.population,
    "in_respect_of": MYO.inRespectOf,
}
CLAIM_COLUMNS = ("claim", "claim_kind", *PROPOSITION, "sign", "certainty", "directness", *QUALIFIERS)
COLUMNS = (*PASSAGE_COLUMNS, *CLAIM_COLUMNS)

Row = tuple[str, ...]


def annotated_sources(loaded: LoadedContent) -> tuple[NamedNode, ...]:
    """Return the sources whose text is divided into passages, sorted."""
    divided = {source for _, source in loaded.index.pairs(OA.hasSource) if isinstance(source, NamedNode)}
    return tuple(sorted(divided, key=lambda source: source.value))


def annotated_source(loaded: LoadedContent, name: str | None = None) -> NamedNode:
    """Return the annotated source of this name (local name, CURIE or IRI), or the only one there is.

    Raises UnknownName for a name that no annotated source has, and UsageError when a name is needed.
    """
    sources = annotated_sources(loaded)
    known = [loaded.written(source) for source in sources]
    if name is not None:
        asked = name if ":" in name else f"{MYO_SOURCE}{name}"
        for source in sources:
            if source.value == loaded.prefixes.expand(asked):
                return source
        raise UnknownName(f"no source called {name!r} is divided into passages", name=name, near=known)
    if len(sources) != 1:
        problem = "no source is divided into passages" if not sources else "several sources are divided into passages"
        raise UsageError(problem, advice=f"Name one of them: {', '.join(known)}." if known else None)
    return sources[0]


def as_tsv(loaded: LoadedContent, source: NamedNode) -> str:
    """Return the annotation of a source as tab-separated values: a heading, then `rows`, one a line."""
    return "".join("\t".join(row) + "\n" for row in (COLUMNS, *rows(loaded, source)))


def rows(loaded: LoadedContent, source: NamedNode) -> Iterator[Row]:
    """Yield the rows of a source, by passage number and then by claim, with the cells of COLUMNS."""
    for span in spans_of(loaded.index, source):
        passage = _passage_cells(loaded, span)
        stated = [_claim_cells(loaded, place) for place in loaded.index.having(MYO.inPassage, span.passage)]
        for claim in sorted(stated) or [("",) * len(CLAIM_COLUMNS)]:
            yield (*passage, *claim)


def _passage_cells(loaded: LoadedContent, span: Span) -> Row:
    about, index = span.passage, loaded.index
    return (
        _local(about),
        str(span.number),
        str(span.start),
        str(span.end),
        span.digest or "",
        _words(index.objects(about, MYO.passageKind)),
        _one_line(index.text(about, MYO.section)),
        _one_line(index.text(about, MYO.locator)),
        _words(index.objects(about, MYO.nonClaimReason)),
    )


def _claim_cells(loaded: LoadedContent, place: Subject) -> Row:
    index = loaded.index
    claim = index.node(place, MYO.placeOf)
    if claim is None:
        return ("",) * len(CLAIM_COLUMNS)
    return (
        _local(claim),
        _words(index.objects(claim, MYO.claimKind)),
        *(_joined(loaded.written(term) for term in index.objects(claim, part)) for part in PROPOSITION.values()),
        _words(index.objects(claim, MYO.sign)),
        _words(index.objects(place, MYO.statedCertainty)),
        _words(index.objects(place, MYO.directness)),
        *(_qualifier(loaded, claim, qualifier) for qualifier in QUALIFIERS.values()),
    )


def _qualifier(loaded: LoadedContent, claim: Subject, predicate: NamedNode) -> str:
    found = loaded.index.objects(claim, predicate)
    return _joined(_local(term) if term in MYO else loaded.written(term) for term in found)


def _words(terms: Iterable[object]) -> str:
    return _joined(_local(term) for term in terms)


def _joined(cells: Iterable[str]) -> str:
    return SEVERAL.join(sorted(cells))


def _local(term: object) -> str:
    return term.value.rpartition("#")[2].rpartition("/")[2] if isinstance(term, NamedNode) else _one_line(str(term))


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())
