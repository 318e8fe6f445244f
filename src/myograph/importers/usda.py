"""FoodData Central: the official CSV download, read row by row into food items with amounts and portions.

Four kinds of food are read, each into a named graph of its own: Foundation, SR Legacy, Survey and Branded. Samples and
their laboratory results, which the download holds beside them, are no foods and are counted as left out. Memory does
not grow with the rows: three bytes for each possible record number say what is known of a food.

An import goes in steps, each a part of one table. What it remembers between two steps can be saved, and a later run
goes on from there.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Quad

from myograph.errors import ContentError
from myograph.importers.food_records import MOST_NUTRIENTS, Foods, Leaders, food_node, record_number
from myograph.importers.nutrients import number
from myograph.importers.report import Report
from myograph.importers.tables import Table, clean, rows
from myograph.names import MYO, MYO_FOOD, MYO_GRAPH, MYO_SOURCE, RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from decimal import Decimal

    from myograph.importers.archive import Archive
    from myograph.importers.food_links import FoodLinks
    from myograph.importers.nutrients import Nutrient
    from myograph.importers.tables import Progress

    Rows = Iterator[tuple[int, tuple[str, ...]]]

KINDS = {
    "foundation_food": "usda-foundation",
    "sr_legacy_food": "usda-sr-legacy",
    "survey_fndds_food": "usda-survey",
    "branded_food": "usda-branded",
}
"""Data type of a food in the tables -> local name of its source and of its named graph."""

VERSIONED = "foundation_food"
"""The kind of food of which a download holds earlier versions, under the same name."""

SOURCE_LABELS = {
    "usda-foundation": "FoodData Central, Foundation foods",
    "usda-sr-legacy": "FoodData Central, SR Legacy",
    "usda-survey": "FoodData Central, Survey foods",
    "usda-branded": "FoodData Central, Branded foods",
}

SOURCE_NAMES = tuple(KINDS.values())
GRAPHS = tuple(MYO_GRAPH[name] for name in SOURCE_NAMES)
SOURCES = tuple(MYO_SOURCE[name] for name in SOURCE_NAMES)

HEAVIEST = 5000
STEP = 250_000
"""Rows after which an import can go on when it was stopped."""

MOST_ODD, ODD_SHARE = 20, 4
"""Amounts that cannot be, from which on, and above a quarter of those that can, the unit must be another."""

MANY, SMALL_SHARE = 100, 200
"""Amounts of which the greatest should reach a two hundredth of what is possible."""

UNDETERMINED = "9999"
"""The measure unit that says nothing."""

GRAMS = frozenset(("g", "grm"))
"""How Branded foods write grams; millilitres have no weight."""

NUTRIENT = Table("nutrient", ("id", "name", "unit_name", "nutrient_nbr"))
FOOD = Table("food", ("fdc_id", "data_type", "description"), ("food_category_id",))
CATEGORY = Table("food_category", ("id", "description"))
AMOUNT = Table("food_nutrient", ("fdc_id", "nutrient_id", "amount"))
MEASURE = Table("measure_unit", ("id", "name"))
PORTION = Table(
    "food_portion", ("id", "fdc_id", "amount", "measure_unit_id", "portion_description", "modifier", "gram_weight")
)
SERVING = Table(
    "branded_food",
    ("fdc_id", "serving_size", "serving_size_unit"),
    ("household_serving_fulltext", "branded_food_category"),
)
RECORDS = (Table("sr_legacy_food", ("fdc_id", "NDB_number")), Table("foundation_food", ("fdc_id", "NDB_number")))
READ = tuple(t.name for t in (NUTRIENT, CATEGORY, MEASURE, FOOD, AMOUNT, *RECORDS, SERVING, PORTION))

TYPE, LABEL = RDF.type, RDFS.label
FOOD_ITEM, AMOUNT_CLASS, DECIMAL = MYO.FoodItem, MYO.Amount, XSD.decimal
TABLE_NAME, FDC_ID, COMPOSITION_SOURCE, TABLE_GROUP = MYO.tableName, MYO.fdcId, MYO.compositionSource, MYO.tableGroup
HAS_AMOUNT, NUTRIENT_OF, VALUE, UNIT = MYO.hasAmount, MYO.nutrient, MYO.value, MYO.unit


@dataclass(slots=True)
class Import:
    """Read one archive; `links` holds the records of the store with NDB numbers, to which those of the archive come.

    `finished` are the tables that are read, `report` and `foods` what was found so far, `found` how many amounts of
    each nutrient.
    """

    archive: Archive
    nutrients: Mapping[str, Nutrient]
    links: FoodLinks
    report: Report
    progress: Progress
    foods: Foods = field(default_factory=Foods)
    leaders: Leaders = field(default_factory=Leaders)
    finished: list[str] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)

    def quads(self) -> Iterator[Quad]:
        """Yield everything at once; see `steps`."""
        return chain.from_iterable(self.steps())

    def steps(self) -> Iterator[Iterator[Quad]]:
        """Yield the quads in steps, each to be used up before the next; between two the import can be saved.

        Raises ContentError for a missing table or column and for a damaged archive.
        """
        told = Report() if self.report.read else self.report
        chosen = self._chosen_nutrients(told)
        groups, measures = self._named(CATEGORY, told), self._named(MEASURE, told)
        yield from self._in_steps(FOOD, lambda read: self._items(read, groups))
        if not self.report.taken[FOOD.file]:
            kinds = ", ".join(KINDS)
            raise ContentError("the archive holds no foods", place=str(self.archive.path), advice=f"Read are: {kinds}.")
        yield from self._in_steps(AMOUNT, lambda read: self._amounts(read, chosen))
        self._refuse_mixed_units()
        for table in (t for t in RECORDS if t.name in self.archive.tables):
            yield from self._in_steps(table, partial(self._numbers, table))
        if SERVING.name in self.archive.tables:
            yield from self._in_steps(SERVING, self._servings)
        if PORTION.name in self.archive.tables:
            yield from self._in_steps(PORTION, lambda read: self._portions(read, measures))
        yield self._ends()

    def saved(self) -> dict[str, Any]:
        """Return what `restore` needs to go on after the last step, but for the foods."""
        return {
            "report": self.report.saved(),
            "leaders": self.leaders.saved(),
            "links": self.links.saved(),
            "finished": self.finished,
            "found": self.found,
        }

    def restore(self, saved: Mapping[str, Any], foods: Foods) -> None:
        """Go on where `saved` was taken."""
        self.report.restore(saved["report"])
        self.leaders, self.foods, self.finished = Leaders.restored(saved["leaders"]), foods, list(saved["finished"])
        self.found = Counter(saved["found"])
        for ndb, record, source in saved["links"]:
            self.links.add(ndb, int(record), source)

    def _rows(self, table: Table, report: Report, start: int = 0) -> Rows:
        with self.archive.table(table.name) as data:
            yield from rows(table, data, report, self.progress, start)

    def _in_steps(self, table: Table, read: Callable[[Rows], Iterator[Quad]]) -> Iterator[Iterator[Quad]]:
        """Yield the quads of a table, STEP rows at a time, after the rows that an earlier run has read."""
        if table.name in self.finished:
            self.progress(self.archive.size((table.name,)), 0)
            return
        every = self._rows(table, self.report, self.report.read[table.file])
        for first in every:
            yield read(chain((first,), islice(every, STEP - 1)))
        self.finished.append(table.name)

    def _named(self, table: Table, told: Report) -> dict[str, str]:
        """Return the names in a table of two columns, which may be missing."""
        found = self._rows(table, told) if table.name in self.archive.tables else iter(())
        names = {}
        for _, (key, name) in found:
            told.taken[table.file] += 1
            names[key] = clean(name, self.report)
        return names

    def _chosen_nutrients(self, told: Report) -> dict[str, tuple[int, Nutrient, Decimal]]:
        """Return id in the tables -> place among the nutrients, nutrient, and factor to its unit.

        Survey tables name nutrients by number where the others name them by id; the two never meet, ids being longer.
        """
        places = {nutrient.iri: place for place, nutrient in enumerate(dict.fromkeys(self.nutrients.values()))}
        if len(places) > MOST_NUTRIENTS:
            raise ContentError(f"{len(places)} nutrients are more than an import can keep apart ({MOST_NUTRIENTS})")
        chosen, by_number = {}, {}
        for line, (identifier, name, unit, written) in self._rows(NUTRIENT, told):
            key = written.strip().removesuffix(".0")
            nutrient = self.nutrients.get(key)
            factor = nutrient.factor(unit) if nutrient else None
            if nutrient is None:
                told.skip(NUTRIENT.file, line, "nutrient that is not asked for")
            elif factor is None:
                told.skip(NUTRIENT.file, line, f"unit {unit!r} of {clean(name, told)!r} is not understood")
            else:
                told.taken[NUTRIENT.file] += 1
                chosen[identifier] = by_number[key] = (places[nutrient.iri], nutrient, factor)
        return by_number | chosen

    def _items(self, read: Rows, groups: Mapping[str, str]) -> Iterator[Quad]:
        kinds = {name: place for place, name in enumerate(KINDS)}
        for line, (fdc, data_type, description, group) in read:
            kind, record = kinds.get(data_type), record_number(fdc)
            label = clean(description, self.report)
            if kind is None or record is None or not label or record in self.foods:
                self.report.skip(FOOD.file, line, _food_fault(kind, record, label, data_type))
                continue
            self.foods.add(record, kind)
            if data_type == VERSIONED:
                self.links.add(f"name {label}", record, KINDS[VERSIONED])
            self.report.taken[FOOD.file] += 1
            yield from _item(record, kind, label, groups.get(group))

    def _amounts(self, read: Rows, chosen: Mapping[str, tuple[int, Nutrient, Decimal]]) -> Iterator[Quad]:
        skip, file, foods = self.report.skip, AMOUNT.file, self.foods
        for line, (fdc, identifier, written) in read:
            found = chosen.get(identifier)
            if found is None:
                skip(file, line, "nutrient that is not asked for")
                continue
            record, amount = record_number(fdc), number(written)
            if record is None or record not in foods:
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
                kind = foods.kind(record)
                self.found[nutrient.local] += 1
                self.leaders.add(kind, nutrient.iri.value, record, value)
                yield from _amount(record, nutrient, value, GRAPHS[kind])

    def _refuse_mixed_units(self) -> None:
        """Raise ContentError when so many amounts of a nutrient cannot be that its unit must be another.

        Those that happen to look possible would be wrong, too. Amounts that are all small may be right, and are noted.
        """
        for nutrient in {each.iri: each for each in self.nutrients.values()}.values():
            good = self.found[nutrient.local]
            bad = self.report.skipped[AMOUNT.file, nutrient.implausible]
            if bad >= MOST_ODD and bad * ODD_SHARE > good:
                raise ContentError(
                    f"{bad} of {good + bad} amounts of {nutrient.local} cannot be",
                    place=AMOUNT.file,
                    advice=f"Is the unit another than {NUTRIENT.file} says? Correct it there; nothing was imported.",
                )
            greatest = self.leaders.greatest(nutrient.iri.value)
            if good >= MANY and 0 < greatest * SMALL_SHARE < nutrient.largest:
                self.report.notes[
                    f"the greatest of {good} amounts of {nutrient.local} is {greatest}: another unit?"
                ] = 1

    def _numbers(self, table: Table, read: Rows) -> Iterator[Quad]:
        """Give records their NDB numbers, by which they are linked to the records that have the same."""
        for line, (fdc, written) in read:
            record, ndb = record_number(fdc), written.strip().zfill(5)
            if record is None or record not in self.foods or not (ndb.isascii() and ndb.isdigit()):
                self.report.skip(table.file, line, "number of a record that is no food here, or that is no number")
                continue
            self.report.taken[table.file] += 1
            kind = self.foods.kind(record)
            self.links.add(ndb, record, SOURCE_NAMES[kind])
            yield Quad(food_node(record), MYO.ndbNumber, Literal(ndb), GRAPHS[kind])

    def _servings(self, read: Rows) -> Iterator[Quad]:
        """Give Branded foods the serving of their label, and their category."""
        for line, (fdc, size, unit, household, category) in read:
            record, grams = record_number(fdc), number(size)
            if record is None or record not in self.foods:
                self.report.skip(SERVING.file, line, "serving of a record that is no food here")
                continue
            if category:
                group = Literal(clean(category, self.report))
                yield Quad(food_node(record), TABLE_GROUP, group, GRAPHS[self.foods.kind(record)])
            if unit.strip().lower() not in GRAMS:
                self.report.skip(SERVING.file, line, "serving that is not given in grams")
            elif grams is None or not 0 < grams <= HEAVIEST:
                self.report.skip(SERVING.file, line, f"weight that is not above 0 and at most {HEAVIEST} g")
            else:
                self.report.taken[SERVING.file] += 1
                yield from self._portion(record, "serving", clean(household, self.report) or "1 serving", grams)

    def _portions(self, read: Rows, measures: Mapping[str, str]) -> Iterator[Quad]:
        for line, (identifier, fdc, amount, unit, description, modifier, weight) in read:
            record, grams = record_number(fdc), number(weight)
            if record is None or record not in self.foods:
                self.report.skip(PORTION.file, line, "portion of a record that is no food here")
            elif grams is None or not 0 < grams <= HEAVIEST or record_number(identifier) is None:
                self.report.skip(PORTION.file, line, f"weight that is not above 0 and at most {HEAVIEST} g")
            else:
                self.report.taken[PORTION.file] += 1
                named = measures.get(unit, "") if unit != UNDETERMINED else ""
                words = (amount.removesuffix(".0"), named, description, modifier)
                measure = clean(" ".join(word for word in words if word), self.report) or "1 portion"
                yield from self._portion(record, identifier, measure, grams)

    def _portion(self, record: int, identifier: str, measure: str, grams: Decimal) -> Iterator[Quad]:
        """Yield a portion; the first that a food gets is its usual one."""
        node, graph, first = food_node(record), GRAPHS[self.foods.kind(record)], self.foods.first_portion(record)
        portion, weight = MYO_FOOD[f"fdc-{record}.portion-{identifier}"], _decimal(grams)
        yield Quad(node, MYO.usualPortion if first else MYO.hasPortion, portion, graph)
        yield Quad(portion, TYPE, MYO.Portion, graph)
        yield Quad(portion, MYO.measure, Literal(measure), graph)
        yield Quad(portion, MYO.grams, weight, graph)
        if first:
            yield Quad(node, MYO.usualPortionGrams, weight, graph)

    def _ends(self) -> Iterator[Quad]:
        """Yield what is known only at the end: which foods lead in which nutrient, which records are of one food."""
        for kind, nutrient, record in self.leaders:
            yield Quad(food_node(record), MYO.leadsIn, NamedNode(nutrient), GRAPHS[kind])
        yield from self.links.quads()


def _item(record: int, kind: int, label: str, group: str | None) -> Iterator[Quad]:
    node, graph = food_node(record), GRAPHS[kind]
    yield Quad(node, TYPE, FOOD_ITEM, graph)
    yield Quad(node, LABEL, Literal(label, language="en"), graph)
    yield Quad(node, TABLE_NAME, Literal(label), graph)
    yield Quad(node, FDC_ID, Literal(str(record)), graph)
    yield Quad(node, COMPOSITION_SOURCE, SOURCES[kind], graph)
    if group:
        yield Quad(node, TABLE_GROUP, Literal(group), graph)


def _food_fault(kind: int | None, record: int | None, label: str, data_type: str) -> str:
    if kind is None:
        return f"record of the type {data_type[:40]!r}, which is no food of its own"
    if record is None:
        return "record number that is no number"
    return "record given twice" if label else "food without a name"


def _amount(record: int, nutrient: Nutrient, value: Decimal, graph: NamedNode) -> Iterator[Quad]:
    node, written = food_node(record), _decimal(value)
    amount = MYO_FOOD[f"fdc-{record}.{nutrient.local}"]
    yield Quad(node, HAS_AMOUNT, amount, graph)
    yield Quad(amount, TYPE, AMOUNT_CLASS, graph)
    yield Quad(amount, NUTRIENT_OF, nutrient.iri, graph)
    yield Quad(amount, VALUE, written, graph)
    yield Quad(amount, UNIT, nutrient.unit, graph)
    yield Quad(node, nutrient.shortcut, written, graph)


def _decimal(value: Decimal) -> Literal:
    return Literal(format(value.normalize(), "f"), datatype=DECIMAL)


def kinds_in(archive: Archive) -> Counter[str]:
    """Return how many foods of each kind an archive holds, by local name; reads the table of foods once."""
    with archive.table(FOOD.name) as data:
        found = Counter(values[1] for _, values in rows(FOOD, data, Report(), lambda _bytes, _rows: None))
    return Counter({KINDS[name]: count for name, count in found.items() if name in KINDS})


def source_quads(kinds: Iterable[str]) -> Iterator[Quad]:
    """Yield the source of each kind of food that was read, in the graph of that kind."""
    for name in sorted(kinds):
        node, graph = MYO_SOURCE[name], MYO_GRAPH[name]
        yield Quad(node, TYPE, MYO.Source, graph)
        yield Quad(node, LABEL, Literal(SOURCE_LABELS[name], language="en"), graph)
