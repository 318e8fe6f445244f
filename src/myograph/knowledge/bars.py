"""Evidence bars: how much independent evidence a claim needs in order to be let in.

A bar is a set of verdicts. The sets are nested, so a higher bar never lets in what a lower one keeps out::

    any               everything that is said
    not-contradicted  all but what evidence speaks against
    some-evidence     what somebody found evidence on, even if it points both ways
    traceable         what at least the traceable source that says it speaks for, and nothing outweighs
    qualified         what independent evidence bears out, within limits
    supported         what independent evidence bears out as it is worded
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from myograph.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from myograph.knowledge.records import Claim

ANY = "any"

BEST_FIRST = (
    "supported",
    "supported with qualification",
    "own source only",
    "contested",
    "not yet appraised",
    "no evidence found",
    "contradicted",
)
"""The verdicts in the order of `myo:rank`, best first; a test compares them with the vocabulary."""

BARS = {
    ANY: frozenset(BEST_FIRST),
    "not-contradicted": frozenset(BEST_FIRST[:6]),
    "some-evidence": frozenset(BEST_FIRST[:4]),
    "traceable": frozenset(BEST_FIRST[:3]),
    "qualified": frozenset(BEST_FIRST[:2]),
    "supported": frozenset(BEST_FIRST[:1]),
}
"""The verdicts that each bar admits, lowest bar first."""


def admitted(bar: str) -> frozenset[str]:
    """Return the verdicts that a bar admits; raises UnknownName for a bar that does not exist."""
    try:
        return BARS[bar]
    except KeyError:
        raise UnknownName(
            f"there is no evidence bar {bar!r}", name=bar, advice=f"Choose one of {', '.join(BARS)}."
        ) from None


def above(bar: str, claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return the claims that meet the bar, in their order; raises UnknownName for a bar that does not exist."""
    verdicts = admitted(bar)
    return tuple(claim for claim in claims if claim.verdict in verdicts)


def weakest_verdict(claims: Iterable[Claim]) -> str:
    """Return the worst verdict of the claims; raises ValueError when there are none."""
    return max((claim.verdict for claim in claims), key=BEST_FIRST.index)


def best_verdict(claims: Iterable[Claim]) -> str:
    """Return the best verdict of the claims; raises ValueError when there are none."""
    return min((claim.verdict for claim in claims), key=BEST_FIRST.index)
