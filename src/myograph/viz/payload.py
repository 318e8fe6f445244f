"""What a page of the explorer holds as data, written so that little is said twice; `viz/modules/page.js` reads it.

A table stands column by column: the names of the columns once, and what is empty or usual not at all. A column is a
list with an entry for each row, a record of the few rows that have one, or, where few values come often, the values
(`of`) and for each row the place among them (`at`). Things and references are named by their places in their tables.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from myograph.viz.languages import Language
    from myograph.viz.layout import Point
    from myograph.viz.picture import Picture
    from myograph.viz.records import CausalMap, Finding, Link, Reference, Thing

BASES = {
    "i": "https://w3id.org/myograph/id/",
    "c": "https://w3id.org/myograph/claim/",
    "e": "https://w3id.org/myograph/edge/",
    "s": "https://w3id.org/myograph/source/",
}
"""Where most IRIs begin; the page holds the letter instead."""

USUAL = {"certainty": "asserted", "weakest": "asserted", "places": 1, "sign": "promotes"}
"""What most claims have in common; the page fills it in."""

OFTEN = 3
"""A value that comes so often, on average, is written once."""


def tables(shown: CausalMap) -> dict[str, Any]:
    """Return the tables of things, links, findings and references."""
    thing_at = {thing.id: place for place, thing in enumerate(shown.things)}
    source_at = {reference.id: place for place, reference in enumerate(shown.references)}
    every = dict.fromkeys(finding for link in shown.links for finding in link.findings)
    finding_at = {finding: place for place, finding in enumerate(every)}
    return {
        "things": table([brief(thing) for thing in shown.things]),
        "links": table([_link(link, thing_at, source_at, finding_at) for link in shown.links]),
        "findings": table([_finding(finding, source_at) for finding in every]),
        "references": table([brief(reference) for reference in shown.references]),
    }


def _link(
    link: Link, thing_at: Mapping[str, int], source_at: Mapping[str, int], finding_at: Mapping[Finding, int]
) -> dict[str, Any]:
    ends = {"tail": thing_at[link.tail], "head": thing_at[link.head]}
    said_by = {"said_by": [source_at.get(name, name) for name in link.said_by]} if link.said_by else {}
    findings = {"findings": [finding_at[each] for each in link.findings]} if link.findings else {}
    return brief(link) | ends | said_by | findings


def _finding(finding: Finding, source_at: Mapping[str, int]) -> dict[str, Any]:
    told = {name: value for name, value in asdict(finding).items() if value}
    return told | ({"reference": source_at[finding.reference]} if finding.reference in source_at else {})


def brief(record: Thing | Link | Reference) -> dict[str, Any]:
    """Return a record without what is empty or usual, and its IRI without the part that many share."""
    full = {name: value for name, value in asdict(record).items() if value not in ("", (), 0)}
    full = {name: value for name, value in full.items() if USUAL.get(name) != value}
    for short, base in BASES.items():
        if full["iri"] == f"{base}{record.id}":
            full["iri"] = short
    return full


def table(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the rows column by column."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {"rows": len(rows), "columns": {name: _column([row.get(name) for row in rows]) for name in names}}


def _column(values: Sequence[Any]) -> list[Any] | dict[str, Any]:
    written = [None if value is None else plain_json(value) for value in values]
    distinct = {text: value for text, value in zip(written, values, strict=True) if text is not None}
    told = len(written) - written.count(None)
    if len(distinct) * OFTEN <= told:
        place = {text: index for index, text in enumerate(distinct)}
        return {"of": list(distinct.values()), "at": [place.get(text or "", len(distinct)) for text in written]}
    if told * 2 < len(values):
        return {str(index): value for index, value in enumerate(values) if value is not None}
    return list(values)


def drawing(made: Picture, shown: CausalMap) -> dict[str, Any]:
    """Return a picture: boxes as thing, x, y, width, height and lines; arrows as tail, head and the way between."""
    place = {thing.id: index for index, thing in enumerate(shown.things)}
    ends = {arrow.pair.id: (place[arrow.pair.tail], place[arrow.pair.head]) for arrow in made.arrows}
    return {
        "boxes": [
            (place[box.thing.id], round(box.x), round(box.y), box.width, box.height, *box.lines) for box in made.boxes
        ],
        "routes": [(*ends[name], _way(route)) for name, route in made.drawing.routes.items()],
    }


def _way(route: Iterable[Point]) -> str:
    """Return the points of a route, each as the step from the one before."""
    steps, at = [], (0, 0)
    for point in ((round(x), round(y)) for x, y in route):
        steps.append(f"{point[0] - at[0]} {point[1] - at[1]}")
        at = point
    return " ".join(steps)


def words(languages: Mapping[str, Language], shown: CausalMap, more: Iterable[str]) -> dict[str, Any]:
    """Return the words of each language, and its labels of what the map and `more` name."""
    named = {shown.title, *shown.care, *more}
    named |= {text for thing in shown.things for text in (thing.label, thing.kind)}
    named |= {text for link in shown.links for text in (link.verb, link.verdict, link.certainty, link.weakest)}
    named |= {text for link in shown.links for each in link.findings for text in (each.direction, each.strength)}
    return {
        code: {
            "name": each.name,
            "direction": each.direction,
            "strings": each.strings,
            "labels": {label: told for label, told in each.labels.items() if label in named},
        }
        for code, each in languages.items()
    }


def plain_json(value: object) -> str:
    """Return compact JSON that may stand in a script element."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
