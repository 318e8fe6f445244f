"""Time the import of a FoodData Central download, and the richest foods on direct properties and on n-ary amounts.

`python -m bench.foods ARCHIVE` takes any official download; `python -m bench.foods --synthetic FOODS` makes one of that
many foods with thirteen amounts each first (2,000,000 is the size of Branded).
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.timing import median_seconds, print_table, seconds_of
from myograph.content import Content
from myograph.store.embedded import EmbeddedStore

NUTRIENTS = (
    ("1090", "MG", "304"),
    ("1092", "MG", "306"),
    ("1087", "MG", "301"),
    ("1093", "MG", "307"),
    ("1008", "KCAL", "208"),
)
AMOUNTS = 13
REPEATS = 7
N_ARY = """
PREFIX myo: <https://w3id.org/myograph/ontology#> PREFIX myo-id: <https://w3id.org/myograph/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?item ?label ?value WHERE {
  ?amount myo:nutrient myo-id:magnesium ; myo:value ?value .
  ?item myo:hasAmount ?amount ; rdfs:label ?label .
} ORDER BY DESC(?value) ?item LIMIT 20"""


def synthetic(folder: Path, foods: int) -> Path:
    """Write a download of made-up foods and return its folder; eight of the thirteen amounts are not asked for."""
    with (folder / "nutrient.csv").open("w", encoding="utf-8") as out:
        out.write("id,name,unit_name,nutrient_nbr\n")
        out.writelines(f"{key},nutrient {number},{unit},{number}\n" for key, unit, number in NUTRIENTS)
        out.writelines(f"{3000 + place},other {place},G,{900 + place}\n" for place in range(AMOUNTS - len(NUTRIENTS)))
    with (folder / "food.csv").open("w", encoding="utf-8") as out:
        out.write("fdc_id,data_type,description\n")
        out.writelines(f"{fdc},branded_food,made-up food {fdc}\n" for fdc in range(1, foods + 1))
    keys = [key for key, _, _ in NUTRIENTS] + [str(3000 + place) for place in range(AMOUNTS - len(NUTRIENTS))]
    with (folder / "food_nutrient.csv").open("w", encoding="utf-8") as out:
        out.write("fdc_id,nutrient_id,amount\n")
        for fdc in range(1, foods + 1):
            out.writelines(f"{fdc},{key},{1 + fdc * 7 % 800}\n" for key in keys)
    return folder


def timed_import(download: Path, target: Path) -> tuple[str, str, str, str]:
    """Import a download and return name, seconds, MB of memory at most, and MB of store."""
    command = [sys.executable, "-m", "myograph", "import", "usda", str(download), "--into", str(target)]
    seconds = seconds_of(lambda: subprocess.run(command, check=True, capture_output=True))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    size = sum(file.stat().st_size for file in target.rglob("*")) / 2**20
    return download.name, f"{seconds:.1f}", f"{memory:.0f}", f"{size:.0f}"


def timed_richest(target: Path) -> list[tuple[str, str]]:
    """Return milliseconds of the twenty foods richest in magnesium, on direct properties and on n-ary amounts."""
    store = EmbeddedStore.open_read_only(target)
    direct = (Content.find().queries / "foods" / "richest-per-100-g.rq").read_text("utf-8")
    asked = (("direct property", direct), ("n-ary amounts", N_ARY))
    return [(name, f"{1000 * median_seconds(lambda: list(store.select(query)), REPEATS):.1f}") for name, query in asked]  # noqa: B023


def main() -> None:
    """Time one download."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path, nargs="?")
    parser.add_argument("--synthetic", type=int, metavar="FOODS")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / "made"
        made.mkdir()
        download = synthetic(made, chosen.synthetic) if chosen.synthetic else chosen.archive
        target = Path(place) / "working"
        print_table(("import", "seconds", "MB memory", "MB store"), [timed_import(download, target)])
        print_table(("twenty foods richest in magnesium", "ms"), timed_richest(target))


if __name__ == "__main__":
    main()
