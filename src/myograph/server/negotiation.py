"""Find the format of an answer: `Accept` with its weights, `format=`, and the ending of a path.

What is found are names of formats, best first and of every kind, because the kind of an answer is known only
to the one who evaluates.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from myograph.formats import BY_NAME, FORMATS

if TYPE_CHECKING:
    from myograph.formats import Format

PREFERENCE = (
    "json",
    "turtle",
    "xml",
    "csv",
    "tsv",
    "ntriples",
    "jsonld",
    "rdfxml",
    "trig",
    "nquads",
    "markdown",
    "table",
)
"""What is sent to a client that takes everything: the first that fits."""

ALIASES = {
    "json": ("json", "jsonld"),
    "xml": ("xml", "rdfxml"),
    "ttl": ("turtle",),
    "n3": ("turtle",),
    "nt": ("ntriples",),
    "n-triples": ("ntriples",),
    "n-quads": ("nquads",),
    "rdf": ("rdfxml",),
    "rdf+xml": ("rdfxml",),
    "json-ld": ("jsonld",),
    "text": ("table",),
}
"""What clients write after `format=`, beyond names, extensions and media types."""

LONGEST_HEADER = 2000


@dataclass(frozen=True, slots=True)
class Range:
    """Hold one media range of an Accept header; `kind` and `subkind` may be `*`."""

    kind: str
    subkind: str
    weight: float

    def covers(self, media_type: str) -> bool:
        """Tell whether the media type falls into the range."""
        kind, _, subkind = media_type.partition("/")
        return self.kind in ("*", kind) and self.subkind in ("*", subkind)

    @property
    def exactness(self) -> int:
        """Return how exact the range is, from 0 to 2."""
        return (self.kind != "*") + (self.subkind != "*")


@lru_cache(maxsize=1024)
def ranges(header: str) -> tuple[Range, ...]:
    """Read an Accept header; what is not a media range is left out, no range at all means everything."""
    found = tuple(read for part in header[:LONGEST_HEADER].split(",") if (read := _range(part)) is not None)
    return found or (Range("*", "*", 1.0),)


def _range(text: str) -> Range | None:
    media, *parameters = (part.strip().lower() for part in text.split(";"))
    kind, slash, subkind = media.partition("/")
    if media == "*":
        kind, slash, subkind = "*", "/", "*"
    if not (kind and slash and subkind):
        return None
    weights = [value for name, _, value in (each.partition("=") for each in parameters) if name.strip() == "q"]
    return Range(kind, subkind, _weight(weights[0]) if weights else 1.0)


def _weight(text: str) -> float:
    # Three digits at most by the standard; `nan` and `1e9` are numbers for Python only.
    digits = text.strip()
    if not digits.replace(".", "", 1).isdecimal() or not digits.isascii():
        return 0.0
    return min(float(digits), 1.0)


def weight(header: str, media_type: str) -> float:
    """Return the weight of a media type: that of the most exact range that covers it, 0 when none does."""
    covering = [found for found in ranges(header) if found.covers(media_type)]
    return max(covering, key=lambda found: (found.exactness, found.weight)).weight if covering else 0.0


@lru_cache(maxsize=1024)
def accepted(header: str) -> tuple[str, ...]:
    """Return the names of the formats that an Accept header admits, best first."""
    weights = {name: _best_weight(header, BY_NAME[name]) for name in PREFERENCE}
    return tuple(sorted((name for name in PREFERENCE if weights[name]), key=lambda name: -weights[name]))


def _best_weight(header: str, form: Format) -> float:
    # What is announced is the first media type: by the others a format may be called, but not by a wildcard.
    exact = (found.weight for found in ranges(header) if f"{found.kind}/{found.subkind}" in form.media_types)
    return max((weight(header, form.media_type), *exact))


def asked_for(value: str) -> tuple[str, ...]:
    """Return the names of the formats that `format=value` asks for; none when nobody knows the value."""
    wanted = value.strip().lower()
    if wanted in ALIASES:
        return ALIASES[wanted]
    return tuple(
        form.name for form in FORMATS if form.served and wanted in (form.name, form.extension, *form.media_types)
    )


@lru_cache(maxsize=1024)
def prefers_page(header: str) -> bool:
    """Tell whether a client wants HTML more than data, as browsers do."""
    page = weight(header, "text/html")
    named = any(found.exactness > 1 and found.covers("text/html") for found in ranges(header))
    others = (media for name in PREFERENCE for media in BY_NAME[name].media_types)
    return named and page > 0 and page >= max(weight(header, media) for media in others if media != "text/plain")


@lru_cache(maxsize=1024)
def coding_for(header: str, known: tuple[str, ...]) -> str:
    """Return the coding that an Accept-Encoding header wants most, the first known of equals; empty for none."""
    weights = {}
    for part in header.lower().split(","):
        coding, _, parameter = part.partition(";")
        given = parameter.strip()
        weights[coding.strip()] = _weight(given[2:]) if given.startswith("q=") else 1.0
    best = max(known, key=lambda coding: weights.get(coding, weights.get("*", 0.0)))
    return best if weights.get(best, weights.get("*", 0.0)) > 0 else ""
