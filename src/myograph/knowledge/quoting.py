"""Show a passage to a reader who has the source text, once its digest proves that it is the passage meant."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from myograph.errors import CheckFailed

if TYPE_CHECKING:
    from myograph.knowledge.records import Place


def quote(place: Place, text: str) -> str:
    """Return the passage of a place out of the text of its source.

    Raises CheckFailed when the passage has another digest than the graph says, or when the place has no passage.
    """
    if place.start is None or place.end is None or place.digest is None:
        raise CheckFailed("the source of this place is not held passage by passage", place=place.iri)
    passage = text[place.start : place.end]
    found = sha256(passage.encode()).hexdigest()
    if found != place.digest:
        raise CheckFailed(
            f"passage {place.number} has digest {found} in the text, expected {place.digest}",
            place=place.passage,
            advice="Use the text that was annotated: the same characters and the same line ends.",
        )
    return passage
