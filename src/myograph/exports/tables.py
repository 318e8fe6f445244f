"""The graph as tables: CSV files with a CSVW description, and Parquet files with the same columns.

Which tables and columns there are, of which types and referring to what, is said by the description
(`ontology/exports/csv-metadata.json`), which goes along with the CSV files; here are their rows.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from myograph.errors import MissingExtra, UsageError
from myograph.exports.compaction import json_bytes, read_json
from myograph.exports.spreadsheets import guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import pyarrow as pa

    from myograph.exports.compaction import Json
    from myograph.exports.holdings import Holdings
    from myograph.exports.records import Amount, Claim, Evidence, Place, Source, Thing

    Row = Mapping[str, Any]

DESCRIPTION = "csv-metadata.json"


@dataclass(frozen=True, slots=True)
class Table:
    """Hold a table: its name without ending, the columns as the description gives them, and rows by column."""

    name: str
    columns: tuple[Json, ...]
    rows: tuple[Row, ...]


def tables(holdings: Holdings) -> tuple[Table, ...]:
    """Return every table of the description; raises ContentError."""
    described = read_json(holdings.folder / DESCRIPTION)["tables"]
    names = [table["url"].partition(".")[0] for table in described]
    return tuple(
        Table(name, tuple(table["tableSchema"]["columns"]), tuple(ROWS[name](holdings)))
        for name, table in zip(names, described, strict=True)
    )


def csv_files(holdings: Holdings) -> dict[str, bytes]:
    """Return the CSV files and their description by name; raises UsageError for a list with the separator in it."""
    files = {f"{table.name}.csv": _csv(table) for table in tables(holdings)}
    release = {"dc:identifier": holdings.build, "schema:version": holdings.version}
    return files | {DESCRIPTION: json_bytes(read_json(holdings.folder / DESCRIPTION) | release)}


def _csv(table: Table) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column["name"] for column in table.columns)
    for row in table.rows:
        writer.writerow(_cell(column, row[column["name"]], table) for column in table.columns)
    return text.getvalue().encode()


def _cell(column: Json, value: object, table: Table) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        separator = column["separator"]
        for part in value:
            if separator in part:
                raise UsageError(
                    f"{part!r} holds {separator!r}, which divides the values of a cell",
                    place=f"{table.name}.csv, column {column['name']}",
                    advice="Export another format, such as parquet or jsonld.",
                )
        return guarded(separator.join(value))
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if column["datatype"] in ("integer", "decimal") else guarded(str(value))


def parquet_files(holdings: Holdings) -> dict[str, bytes]:
    """Return one Parquet file for each table, lists as lists; raises MissingExtra without pyarrow."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise MissingExtra("pyarrow", "arrow") from None
    files = {}
    about = {"myograph.version": holdings.version, "myograph.build": holdings.build}
    for table in tables(holdings):
        schema = pa.schema([_field(column) for column in table.columns], metadata=about)
        sink = io.BytesIO()
        parquet.write_table(pa.Table.from_pylist(_typed(table), schema=schema), sink)
        files[f"{table.name}.parquet"] = sink.getvalue()
    return files


def _field(column: Json) -> pa.Field:
    import pyarrow as pa

    types = {"integer": pa.int64(), "decimal": pa.float64(), "boolean": pa.bool_()}
    single = types.get(column["datatype"], pa.string())
    return pa.field(
        column["name"],
        pa.list_(single) if "separator" in column else single,
        nullable=not column.get("required", False),
        metadata={"description": column["dc:description"]},
    )


def _typed(table: Table) -> list[Row]:
    decimals = {column["name"] for column in table.columns if column["datatype"] == "decimal"}
    return [
        {name: float(value) if name in decimals else _listed(value) for name, value in row.items()}
        for row in table.rows
    ]


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _node_rows(holdings: Holdings) -> Iterator[Row]:
    for thing in holdings.records.things:
        yield _node(holdings, thing)


def _node(holdings: Holdings, thing: Thing) -> Row:
    return {
        "id": holdings.identifier(thing.iri),
        "iri": thing.iri,
        "label": thing.label,
        "kind": holdings.records.label(thing.kind),
        "class": holdings.identifier(thing.kind),
        "definition": thing.definition or None,
        "synonyms": thing.synonyms,
    }


def _edge_rows(holdings: Holdings) -> Iterator[Row]:
    causal = {link.iri for link in holdings.causal_links}
    for claim in holdings.records.claims:
        yield _edge(holdings, claim) | {"causal": claim.iri in causal}


def _edge(holdings: Holdings, claim: Claim) -> dict[str, Any]:
    name, names = holdings.identifier, holdings.identifiers
    places = holdings.records.places_of.get(claim.iri, ())
    return {
        "id": name(claim.iri),
        "iri": claim.iri,
        "subject": name(claim.subject),
        "predicate": name(claim.predicate),
        "object": name(claim.object),
        "relation": holdings.records.label(claim.predicate),
        "sign": claim.sign,
        "kind": claim.kind,
        "statement": claim.statement,
        "certainty": claim.certainty,
        "weakest_certainty": claim.weakest,
        "hedges": tuple(sorted({hedge for place in places for hedge in place.hedges})),
        "severity": claim.severity,
        "frequency": claim.frequency,
        "conditions": names(claim.conditions),
        "means": names(claim.means),
        "population": names(claim.population),
        "in_respect_of": names(claim.respect),
        "verdict": claim.verdict,
        "supporting_sources": claim.supporting,
        "qualifying_sources": claim.qualifying,
        "disputing_sources": claim.disputing,
        "place_count": claim.place_count,
        "source_count": claim.source_count,
        "sources": names(claim.stated_by),
    }


def _place_rows(holdings: Holdings) -> Iterator[Row]:
    for place in holdings.records.places:
        yield _place(holdings, place)


def _place(holdings: Holdings, place: Place) -> Row:
    name = holdings.identifier
    return {
        "id": name(place.iri),
        "claim": name(place.claim),
        "source": name(place.source),
        "certainty": place.certainty,
        "directness": place.directness,
        "hedges": place.hedges,
        "attributed_to": holdings.identifiers(place.attributed_to),
        "passage": place.passage and name(place.passage),
        "number": place.number,
        "section": place.section,
        "locator": place.locator,
        "start": place.start,
        "end": place.end,
        "digest": place.digest,
    }


def _evidence_rows(holdings: Holdings) -> Iterator[Row]:
    for line in holdings.records.evidence:
        yield _evidence(holdings, line)


def _evidence(holdings: Holdings, line: Evidence) -> Row:
    return {
        "id": holdings.identifier(line.iri),
        "type": "search" if line.is_search else "evidence line",
        "claims": holdings.identifiers(line.claims),
        "direction": line.direction,
        "strength": line.strength,
        "strength_basis": line.basis,
        "evidence_type": line.eco and holdings.identifier(line.eco),
        "indirectness": line.indirectness,
        "finding": line.finding,
        "source": line.source and holdings.identifier(line.source),
    }


def _source_rows(holdings: Holdings) -> Iterator[Row]:
    for source in holdings.records.sources:
        yield _source(holdings, source)


def _source(holdings: Holdings, source: Source) -> Row:
    return {
        "id": holdings.identifier(source.iri),
        "label": source.label,
        "title": source.title,
        "type": source.kind,
        "year": source.year,
        "year_note": source.year_note,
        "detail": source.detail,
        "doi": source.doi,
        "pmid": source.pmid,
        "pmcid": source.pmcid,
        "citation": source.citation,
    }


def _relation_rows(holdings: Holdings) -> Iterator[Row]:
    return _pairs(holdings, ((thing, thing.relations) for thing in holdings.records.things))


def _mapping_rows(holdings: Holdings) -> Iterator[Row]:
    return _pairs(holdings, ((thing, thing.mappings) for thing in holdings.records.things))


def _pairs(holdings: Holdings, told: Iterable[tuple[Thing, tuple[tuple[str, str], ...]]]) -> Iterator[Row]:
    name = holdings.identifier
    for thing, pairs in told:
        for predicate, target in pairs:
            yield {"subject": name(thing.iri), "predicate": name(predicate), "object": name(target)}


def _amount_rows(holdings: Holdings) -> Iterator[Row]:
    for amount in holdings.records.amounts:
        yield _amount(holdings, amount)


def _amount(holdings: Holdings, amount: Amount) -> Row:
    name = holdings.identifier
    return {
        "id": name(amount.iri),
        "item": name(amount.item),
        "item_label": amount.item_label,
        "form_of": holdings.identifiers(amount.form_of),
        "nutrient": name(amount.nutrient),
        "value": amount.value,
        "unit": name(amount.unit),
    }


ROWS: Mapping[str, Callable[[Holdings], Iterator[Row]]] = {
    "nodes": _node_rows,
    "edges": _edge_rows,
    "places": _place_rows,
    "evidence": _evidence_rows,
    "sources": _source_rows,
    "relations": _relation_rows,
    "mappings": _mapping_rows,
    "amounts": _amount_rows,
}
"""The rows of each table of the description."""
