"""Evidence bars: how much independent evidence a claim needs in order to be let in.

A bar is a set of verdicts. The sets are nested, so a higher bar never lets in what a lower one keeps out::

    any               everything that is said
    not-contradicted  all but what evidence speaks against
    some-evidence     what somebody found evidence on, even if it points both ways
    traceable         what at least the traceable source that says it speaks for, and nothing outweighs
    qualified         what independent evidence bears out, within limits
    supported         what independent evidence bears out as it is worded

Verdicts are an order, not a number: nothing here is ever added or multiplied. A chain is rated by its weakest link,
and two chains are compared by that alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from myograph.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable


class Appraised(Protocol):
    """Have a verdict: a claim, or a link of the causal view."""

    @property
    def verdict(self) -> str:
        """Return the label of the verdict."""
        ...


Thing = TypeVar("Thing", bound=Appraised)

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


def above(bar: str, things: Iterable[Thing]) -> tuple[Thing, ...]:
    """Return what meets the bar, in its order; raises UnknownName for a bar that does not exist."""
    verdicts = admitted(bar)
    return tuple(thing for thing in things if thing.verdict in verdicts)


def highest_bar(verdict: str) -> str:
    """Return the highest bar that admits the verdict; what holds by definition meets every bar."""
    return next((bar for bar in reversed(BARS) if verdict in BARS[bar]), "supported")


def weakest_verdict(things: Iterable[Appraised]) -> str:
    """Return the worst verdict of the things; raises ValueError when there are none."""
    return max((thing.verdict for thing in things), key=BEST_FIRST.index)


def best_verdict(things: Iterable[Appraised]) -> str:
    """Return the best verdict of the things; raises ValueError when there are none."""
    return min((thing.verdict for thing in things), key=BEST_FIRST.index)
