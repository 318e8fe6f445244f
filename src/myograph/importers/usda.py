"""FoodData Central: the official CSV download, read row by row into food items with amounts and portions.

Four kinds of food are read, each into a named graph of its own: Foundation, SR Legacy, Survey and Branded. Samples and
their laboratory results, which the download holds beside them, are no foods and are counted as left out. The
reader's own memory does not grow with the rows: three bytes for each possible record number say which foods are known,
of which kind, and which nutrients they already have. What the engine needs to build the store comes on top.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from myograph.errors import ContentError
from myograph.importers.nutrients import number
from myograph.importers.tables import Table, clean, rows
from myograph.names import MYO, MYO_FOOD, MYO_GRAPH, MYO_SOURCE, RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from decimal import Decimal

    from myograph.importers.archive import Archive
    from myograph.importers.nutrients import Nutrient
    from myograph.importers.report import Report

KINDS = {
    "foundation_food": "usda-foundation",
    "sr_legacy_food": "usda-sr-legacy",
    "survey_fndds_food": "usda-survey",
    "branded_food": "usda-branded",
}
"""Data type of a food in the tables -> local name of its source and of its named graph."""

LARGEST_ID = 50_000_000
HEAVIEST = 5000
KNOWN = 1 << 15
MOST_NUTRIENTS = 15
UNDETERMINED = "9999"
"""The measure unit that says nothing."""

NUTRIENT = Table("nutrient", ("id", "name", "unit_name", "nutrient_nbr"))
FOOD = Table("food", ("fdc_id", "data_type", "description"), ("food_category_id",))
CATEGORY = Table("food_category", ("id", "description"))
AMOUNT = Table("food_nutrient", ("fdc_id", "nutrient_id", "amount"))
MEASURE = Table("measure_unit", ("id", "name"))
PORTION = Table(
    "food_portion", ("id", "fdc_id", "amount", "measure_unit_id", "portion_description", "modifier", "gram_weight")
)
RECORDS = (Table("sr_legacy_food", ("fdc_id", "NDB_number")), Table("foundation_food", ("fdc_id", "NDB_number")))
READ = (
    "nutrient",
    "food",
    "food_category",
    "food_nutrient",
    "measure_unit",
    "food_portion",
    *(t.name for t in RECORDS),
)

TYPE = RDF.type
LABEL = RDFS.label


@dataclass(slots=True)
class Foods:
    """Remember which record numbers are foods, of which kind, and which nutrients each already has."""

    marks: array[int] = field(default_factory=lambda: array("H"))
    kinds: bytearray = field(default_factory=bytearray)

    def add(self, fdc: int, kind: int) -> None:
        """Take a food in; `kind` counts from 0."""
        missing = fdc + 1 - len(self.marks)
        if missing > 0:
            self.marks.extend(array("H", bytes(2 * missing)))
            self.kinds.extend(bytes(missing))
        self.marks[fdc] = KNOWN
        self.kinds[fdc] = kind

    def __contains__(self, fdc: int) -> bool:
        return 0 <= fdc < len(self.marks) and bool(self.marks[fdc])

    def first(self, fdc: int, place: int) -> bool:
        """Tell whether the food had no amount of the nutrient at `place` yet, and note that it has one now."""
        new = not self.marks[fdc] & (1 << place)
        self.marks[fdc] |= 1 << place
        return new


@dataclass(slots=True)
class Import:
    """Read one archive; `known` are the items of the store by NDB and by FDC number, to which records are linked."""

    archive: Archive
    nutrients: Mapping[str, Nutrient]
    known: Mapping[str, tuple[NamedNode, ...]]
    report: Report
    progress: Callable[[int], None]
    foods: Foods = field(default_factory=Foods)
    _graphs: tuple[NamedNode, ...] = tuple(MYO_GRAPH[name] for name in KINDS.values())
    _sources: tuple[NamedNode, ...] = tuple(MYO_SOURCE[name] for name in KINDS.values())

    def quads(self) -> Iterator[Quad]:
        """Yield everything; raises ContentError for a missing table or column and for a damaged archive."""
        chosen = self._chosen_nutrients()
        yield from self._items()
        if not self.report.taken[FOOD.file]:
            told = ", ".join(KINDS)
            raise ContentError("the archive holds no foods", place=str(self.archive.path), advice=f"Read are: {told}.")
        yield from self._amounts(chosen)
        for table in RECORDS:
            yield from self._numbers(table)
        yield from self._portions()

    def _rows(self, table: Table) -> Iterator[tuple[int, tuple[str, ...]]]:
        with self.archive.table(table.name) as data:
            yield from rows(table, data, self.report, self.progress)

    def _optional(self, table: Table) -> Iterator[tuple[int, tuple[str, ...]]]:
        return self._rows(table) if table.name in self.archive.tables else iter(())

    def _chosen_nutrients(self) -> dict[str, tuple[int, Nutrient, Decimal]]:
        """Return id in the tables -> place among the nutrients, nutrient, and factor to its unit."""
        places = {nutrient.iri: place for place, nutrient in enumerate(dict.fromkeys(self.nutrients.values()))}
        if len(places) > MOST_NUTRIENTS:
            raise ContentError(f"{len(places)} nutrients are more than an import can keep apart ({MOST_NUTRIENTS})")
        chosen = {}
        for line, (identifier, name, unit, written) in self._rows(NUTRIENT):
            nutrient = self.nutrients.get(written.strip().removesuffix(".0"))
            factor = nutrient.factor(unit) if nutrient else None
            if nutrient is None:
                self.report.skip(NUTRIENT.file, line, "nutrient that is not asked for")
            elif factor is None:
                self.report.skip(
                    NUTRIENT.file, line, f"unit {unit!r} of {clean(name, self.report)!r} is not understood"
                )
            else:
                self.report.taken[NUTRIENT.file] += 1
                chosen[identifier] = (places[nutrient.iri], nutrient, factor)
        return chosen

    def _items(self) -> Iterator[Quad]:
        groups = {key: clean(name, self.report) for _, (key, name) in self._optional(CATEGORY)}
        kinds = {name: place for place, name in enumerate(KINDS)}
        for line, (fdc, data_type, description, group) in self._rows(FOOD):
            kind, record = kinds.get(data_type), _record(fdc)
            label = clean(description, self.report)
            if kind is None or record is None or not label or record in self.foods:
                self.report.skip(FOOD.file, line, _food_fault(kind, record, label, data_type))
                continue
            self.foods.add(record, kind)
            self.report.taken[FOOD.file] += 1
            yield from self._item(record, kind, label, groups.get(group))

    def _item(self, record: int, kind: int, label: str, group: str | None) -> Iterator[Quad]:
        node, graph = _node(record), self._graphs[kind]
        yield Quad(node, TYPE, MYO.FoodItem, graph)
        yield Quad(node, LABEL, Literal(label, language="en"), graph)
        yield Quad(node, MYO.tableName, Literal(label), graph)
        yield Quad(node, MYO.fdcId, Literal(str(record)), graph)
        yield Quad(node, MYO.compositionSource, self._sources[kind], graph)
        if group:
            yield Quad(node, MYO.tableGroup, Literal(group), graph)
        for other in self.known.get(f"fdc {record}", ()):
            yield Quad(node, MYO.sameFoodAs, other, graph)

    def _amounts(self, chosen: Mapping[str, tuple[int, Nutrient, Decimal]]) -> Iterator[Quad]:
        skip, file, foods = self.report.skip, AMOUNT.file, self.foods
        for line, (fdc, identifier, written) in self._rows(AMOUNT):
            found, record, amount = chosen.get(identifier), _record(fdc), number(written)
            if found is None:
                skip(file, line, "nutrient that is not asked for")
            elif record is None or record not in foods:
                skip(file, line, "amount of a record that is no food here")
            elif amount is None:
                skip(file, line, "amount that is missing or no number")
            else:
                place, nutrient, factor = found
                value = amount * factor
                problem = nutrient.fault(value)
                if problem is None and not foods.first(record, place):
                    problem = "nutrient given already"
                if problem is not None:
                    skip(file, line, problem)
                    continue
                self.report.taken[file] += 1
                yield from _amount(record, nutrient, value, self._graphs[foods.kinds[record]])

    def _numbers(self, table: Table) -> Iterator[Quad]:
        """Give records their NDB numbers, and link them to the records that have the same."""
        for line, (fdc, written) in self._optional(table):
            record, ndb = _record(fdc), written.strip().zfill(5)
            if record is None or record not in self.foods or not ndb.isdigit():
                self.report.skip(table.file, line, "number of a record that is no food here")
                continue
            self.report.taken[table.file] += 1
            node, graph = _node(record), self._graphs[self.foods.kinds[record]]
            yield Quad(node, MYO.ndbNumber, Literal(ndb), graph)
            for other in self.known.get(f"ndb {ndb}", ()):
                if other != node and other not in self.known.get(f"fdc {record}", ()):
                    yield Quad(node, MYO.sameFoodAs, other, graph)

    def _portions(self) -> Iterator[Quad]:
        measures = {key: clean(name, self.report) for _, (key, name) in self._optional(MEASURE)}
        usual = bytearray(len(self.foods.marks))
        for line, (identifier, fdc, amount, unit, description, modifier, weight) in self._optional(PORTION):
            record, grams = _record(fdc), number(weight)
            if record is None or record not in self.foods:
                self.report.skip(PORTION.file, line, "portion of a record that is no food here")
            elif grams is None or not 0 < grams <= HEAVIEST or not identifier.isdigit():
                self.report.skip(PORTION.file, line, f"weight that is not above 0 and at most {HEAVIEST} g")
            else:
                self.report.taken[PORTION.file] += 1
                named = measures.get(unit, "") if unit != UNDETERMINED else ""
                words = (amount.removesuffix(".0"), named, description, modifier)
                measure = clean(" ".join(word for word in words if word), self.report) or "1 portion"
                yield from self._portion(record, identifier, measure, grams, first=not usual[record])
                usual[record] = 1

    def _portion(self, record: int, identifier: str, measure: str, grams: Decimal, *, first: bool) -> Iterator[Quad]:
        node, graph = _node(record), self._graphs[self.foods.kinds[record]]
        portion, weight = MYO_FOOD[f"fdc-{record}.portion-{identifier}"], _decimal(grams)
        yield Quad(node, MYO.usualPortion if first else MYO.hasPortion, portion, graph)
        yield Quad(portion, TYPE, MYO.Portion, graph)
        yield Quad(portion, MYO.measure, Literal(measure), graph)
        yield Quad(portion, MYO.grams, weight, graph)
        if first:
            yield Quad(node, MYO.usualPortionGrams, weight, graph)


def _food_fault(kind: int | None, record: int | None, label: str, data_type: str) -> str:
    if kind is None:
        return f"record of the type {data_type!r}, which is no food of its own"
    if record is None:
        return "record number that is no number"
    return "record given twice" if label else "food without a name"


def _record(fdc: str) -> int | None:
    """Return a record number, or None for what is none."""
    return (
        int(fdc) if fdc.isascii() and fdc.isdigit() and len(fdc) < MOST_NUTRIENTS and int(fdc) <= LARGEST_ID else None
    )


def _node(record: int) -> NamedNode:
    return MYO_FOOD[f"fdc-{record}"]


def _amount(record: int, nutrient: Nutrient, value: Decimal, graph: NamedNode) -> Iterator[Quad]:
    node, amount, written = _node(record), MYO_FOOD[f"fdc-{record}.{nutrient.local}"], _decimal(value)
    yield Quad(node, MYO.hasAmount, amount, graph)
    yield Quad(amount, TYPE, MYO.Amount, graph)
    yield Quad(amount, MYO.nutrient, nutrient.iri, graph)
    yield Quad(amount, MYO.value, written, graph)
    yield Quad(amount, MYO.unit, nutrient.unit, graph)
    yield Quad(node, nutrient.shortcut, written, graph)


def _decimal(value: Decimal) -> Literal:
    return Literal(format(value.normalize(), "f"), datatype=XSD.decimal)


def kinds_in(archive: Archive, report: Report) -> frozenset[str]:
    """Return the local names of the kinds of food that an archive holds; reads the table of foods once."""
    with archive.table(FOOD.name) as data:
        found = {values[1] for _, values in rows(FOOD, data, report, lambda _: None)}
    return frozenset(KINDS[name] for name in found if name in KINDS)


def source_quads(kinds: Iterable[str]) -> Iterator[Quad]:
    """Yield the source of each kind of food that was read, in the graph of that kind."""
    for name in kinds:
        node, graph = MYO_SOURCE[name], MYO_GRAPH[name]
        yield Quad(node, TYPE, MYO.Source, graph)
        yield Quad(node, LABEL, Literal(f"FoodData Central download: {name}", language="en"), graph)
