"""Time the import of a made-up archive of the size of Branded foods, or of a part of it; not part of `make bench`.

`python -m bench.branded FOODS...`: each number of foods (2,000,000 is the size of Branded) gets thirteen amounts each,
of which five are asked for, and a serving. Told are rows and quads a second, memory and store, and what that comes to
for the whole.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Store

from bench.foods import folder_size, milliseconds
from bench.timing import print_table, seconds_of
from myograph.content import Content
from myograph.release import build
from myograph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Iterator

WHOLE = 2_000_000
AMOUNTS = 13
ASKED_FOR = (
    ("1008", "KCAL", "208"),
    ("1087", "MG", "301"),
    ("1089", "MG", "303"),
    ("1092", "MG", "306"),
    ("1093", "MG", "307"),
)
"""Energy, calcium, iron, potassium, sodium: what labels tell of the nutrients that are imported."""

HEADING = (
    "foods",
    "rows",
    "seconds",
    "of the processor",
    "rows/s",
    "quads",
    "MB memory",
    "GB store",
    "hours for all",
    "GB for all",
    "richest in potassium",
)


def made_up(folder: Path, foods: int) -> int:
    """Write an archive of made-up foods and return how many rows its tables have."""
    others = [(str(3000 + place), "G", str(900 + place)) for place in range(AMOUNTS - len(ASKED_FOR))]
    nutrients = [*ASKED_FOR, *others]
    every = range(1, foods + 1)
    tables: dict[str, tuple[str, Iterator[str]]] = {
        "nutrient": (
            "id,name,unit_name,nutrient_nbr",
            (f"{key},nutrient {number},{unit},{number}" for key, unit, number in nutrients),
        ),
        "food": ("fdc_id,data_type,description", (f'{fdc},branded_food,"MADE-UP FOOD, NO. {fdc}"' for fdc in every)),
        "food_nutrient": (
            "id,fdc_id,nutrient_id,amount",
            (
                f"{fdc}{key},{fdc},{key},{amount(fdc, place)}"
                for fdc in every
                for place, (key, *_) in enumerate(nutrients)
            ),
        ),
        "branded_food": (
            "fdc_id,gtin_upc,serving_size,serving_size_unit,household_serving_fulltext,branded_food_category",
            (f"{fdc},{10**11 + fdc},{20 + fdc % 200},g,1 PIECE,Category {fdc % 300}" for fdc in every),
        ),
    }
    return sum(written(folder / f"{name}.csv", head, lines) for name, (head, lines) in tables.items())


def amount(fdc: int, place: int) -> float:
    """Return an amount that nearly no other food has, and that is possible for every nutrient."""
    return 0.1 + (fdc * 7919 + place * 104_729) % 99_991 / 1000


def written(path: Path, head: str, lines: Iterator[str]) -> int:
    """Write a table and return how many rows it has."""
    rows = 0
    with path.open("w", encoding="utf-8") as out:
        out.write(f"{head}\n")
        for line in lines:
            out.write(f"{line}\n")
            rows += 1
    return rows


def timed(foods: int, release: Path, place: Path) -> tuple[str, ...]:
    """Make an archive, import it, and return the cells of its line."""
    archive, target, status = place / f"archive-{foods}", place / f"working-{foods}", place / "memory"
    archive.mkdir()
    rows = made_up(archive, foods)
    importing = ("import", "usda", str(archive), "--into", str(target), "--store", str(release))
    command = [sys.executable, "-m", "bench.peak", str(status), sys.executable, "-m", "myograph", *importing]
    seconds = seconds_of(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
    memory, processor = map(float, status.read_text("utf-8").split())
    size, times = folder_size(target) / 1e9, WHOLE / foods
    engine = EmbeddedStore.open_read_only(target)
    richest = (Content.find().queries / "foods" / "richest-per-100-g.rq").read_text("utf-8")
    of_potassium = richest.replace("{ myo-id:magnesium }", "{ myo-id:potassium }")
    return (
        f"{foods:,}",
        f"{rows:,}",
        f"{seconds:.0f}",
        f"{processor:.0f}",
        f"{rows / seconds:,.0f}",
        f"{len(Store.read_only(str(target))):,}",
        f"{memory / 1024:.0f}",
        f"{size:.2f}",
        f"{seconds * times / 3600:.1f}",
        f"{size * times:.0f}",
        f"{milliseconds(engine, of_potassium):.1f} ms",
    )


def main() -> None:
    """Time the archives one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("foods", type=int, nargs="+")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        release = build(Content.find(), Path(place) / "release").path
        print_table(HEADING, [timed(foods, release, Path(place)) for foods in chosen.foods])


if __name__ == "__main__":
    main()
