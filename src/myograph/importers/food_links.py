"""Records of one food in several tables: linked, and not mixed.

Records are of one food when they have the same NDB number; versions of one Foundation Foods record have the same name,
and only the newest has a number. Each is linked to the one that stands for the food in rankings: the item of the
shipped table where there is one, else the newest Foundation Foods record, else that of SR Legacy. The links are a named
graph of their own, made again by every import, so that the order of imports does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from myograph.importers.food_records import FOOD_IRI, food_node
from myograph.names import MYO, MYO_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import QuerySolution

LINKS = MYO_GRAPH["usda-links"]
IMPORTED = f"{FOOD_IRI}fdc-"
ORDER = ("usda-foundation", "usda-sr-legacy")


@dataclass(slots=True)
class FoodLinks:
    """Collect the records that have NDB numbers, and those of Foundation Foods by name: some ten thousand in all.

    `described` are the tables that the release itself uses and describes.
    """

    described: set[str] = field(default_factory=set)
    by_key: defaultdict[str, list[tuple[int, int, NamedNode]]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, known: Iterable[QuerySolution], replaced: frozenset[str]) -> FoodLinks:
        """Take the records of a store from the answer to machinery/food-records.rq, but for the imports `replaced`."""
        links = cls()
        for row in known:
            iri, source = row["item"].value, row["source"].value.rpartition("/")[2]
            if not iri.startswith(IMPORTED):
                links.by_key[row["key"].value].append((-1, 0, row["item"]))
                links.described.add(source)
            elif source not in replaced:
                links.add(row["key"].value, int(iri.removeprefix(IMPORTED)), source)
        return links

    def add(self, key: str, record: int, source: str) -> None:
        """Take an imported record in; `source` is the local name of its table."""
        place = ORDER.index(source) if source in ORDER else len(ORDER)
        self.by_key[key].append((place, -record, food_node(record)))

    def quads(self) -> Iterator[Quad]:
        """Yield the links, each from a record to the one that stands for its food."""
        for records in self.by_key.values():
            best, *others = sorted(set(records), key=lambda found: (*found[:2], found[2].value))
            for _, _, node in others:
                yield Quad(node, MYO.sameFoodAs, best[2], LINKS)

    def saved(self) -> list[list[str]]:
        """Return the imported records as texts: number or name, record, table."""
        return [
            [key, str(-newest), ORDER[place] if place < len(ORDER) else ""]
            for key, records in self.by_key.items()
            for place, newest, _ in records
            if place >= 0
        ]
