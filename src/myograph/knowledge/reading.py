"""Rows of the machinery's queries to records; the queries themselves are content (`queries/machinery`)."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from myograph.knowledge.records import Claim, Entity, Name, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Row = Mapping[str, str | None]


def claims_from(rows: Iterable[Row], spots: Iterable[Row] = ()) -> tuple[Claim, ...]:
    """Return one claim for each run of rows about the same claim, in row order; `spots` say where each is stated."""
    stated: dict[str, tuple[str, ...]] = {}
    for row in spots:
        claim = text(row, "claim")
        stated[claim] = (*stated.get(claim, ()), text(row, "spot"))
    return tuple(_claim(list(same), stated) for _, same in groupby(rows, key=lambda row: row["claim"]))


def places_from(rows: Iterable[Row]) -> tuple[Place, ...]:
    """Return one place for each run of rows about the same place, in row order."""
    return tuple(_place(list(same)) for _, same in groupby(rows, key=lambda row: row["place"]))


def kinds_from(rows: Iterable[Row]) -> dict[str, str]:
    """Return the kind of each thing by IRI: the label of its narrowest class, the first by name of several."""
    classes: dict[str, set[str]] = {}
    wider: dict[str, set[str]] = {}
    for row in rows:
        classes.setdefault(text(row, "thing"), set()).add(text(row, "class"))
        wider.setdefault(text(row, "thing"), set()).add(row["wider"] or "")
    return {thing: kind_label(min(found - wider[thing])) for thing, found in classes.items()}


def kind_label(class_iri: str) -> str:
    """Return the name of a class as words, as in "food group"."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in local_name(class_iri)).strip()


def entity_from(iri: str, kind: str, rows: Iterable[Row]) -> Entity:
    """Return the entity that the rows of its card describe."""
    card = list(rows)
    return Entity(
        iri,
        label=next(_values(card, "label"), iri),
        kind=kind,
        definition=next(_values(card, "definition"), ""),
        synonyms=tuple(_values(card, "altLabel")),
        relations=tuple(_relations(card)),
    )


SHOWN_RELATIONS = {
    "broader": "broader",
    "narrower": "narrower",
    "imbalanceOf": "imbalance of",
    "direction": "direction",
    "occursIn": "occurs in",
    "involves": "involves",
    "aimsAgainst": "aims against",
    "notToBeConfusedWith": "not to be confused with",
}
"""Properties of a card, in the words of a reader, in the order in which they are shown."""


def _values(card: list[Row], local: str) -> Iterator[str]:
    return (text(row, "value") for row in card if local_name(text(row, "property")) == local)


def _relations(card: list[Row]) -> Iterator[tuple[str, Name]]:
    for local, words in SHOWN_RELATIONS.items():
        for row in card:
            if local_name(text(row, "property")) == local:
                yield words, Name(text(row, "value"), row["valueLabel"] or local_name(text(row, "value")))


def local_name(iri: str) -> str:
    """Return what follows the last `#` or `/` of an IRI."""
    return iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2]


def _claim(rows: list[Row], spots: Mapping[str, tuple[str, ...]]) -> Claim:
    first = rows[0]
    conditions = dict.fromkeys(_maybe_name(row, "condition") for row in rows)
    return Claim(
        iri=text(first, "claim"),
        subject=name(first, "subject"),
        predicate=name(first, "predicate"),
        object=name(first, "object"),
        sign=text(first, "sign"),
        kind=text(first, "kind"),
        statement=text(first, "statement"),
        certainty=text(first, "certainty"),
        weakest=text(first, "weakest"),
        places=int(text(first, "places")),
        sources=int(text(first, "sources")),
        verdict=text(first, "verdict"),
        supporting=int(text(first, "supporting")),
        qualifying=int(text(first, "qualifying")),
        disputing=int(text(first, "disputing")),
        severity=first["severity"],
        frequency=first["frequency"],
        means=_maybe_name(first, "means"),
        population=_maybe_name(first, "population"),
        respect=_maybe_name(first, "respect"),
        conditions=tuple(condition for condition in conditions if condition),
        spots=spots.get(text(first, "claim"), ()),
        stated_by=tuple(dict.fromkeys(name(row, "source") for row in rows)),
    )


def _place(rows: list[Row]) -> Place:
    first = rows[0]
    return Place(
        iri=text(first, "place"),
        source=name(first, "source"),
        certainty=text(first, "certainty"),
        directness=text(first, "directness"),
        hedges=tuple(row["hedge"] for row in rows if row["hedge"]),
        attributed_to=first["attributed"],
        passage=first["passage"],
        number=_maybe_int(first, "number"),
        section=first["section"],
        locator=first["locator"],
        start=_maybe_int(first, "start"),
        end=_maybe_int(first, "end"),
        digest=first["digest"],
    )


def text(row: Row, column: str) -> str:
    """Return a value that the query always binds."""
    value = row[column]
    if value is None:
        raise ValueError(f"the column {column} is empty")
    return value


def name(row: Row, column: str) -> Name:
    """Return the IRI of a column with the label of its companion column."""
    return Name(text(row, column), text(row, f"{column}Label"))


def _maybe_name(row: Row, column: str) -> Name | None:
    return name(row, column) if row[column] else None


def _maybe_int(row: Row, column: str) -> int | None:
    value = row[column]
    return None if value is None else int(value)
