"""Time foods: the import of a FoodData Central download, the richest foods beside Virtuoso, and every food question.

`python -m bench.foods ARCHIVE` takes any official download; without one the SR Legacy archive of the shared folder
beside the checkout is taken, where it is. Virtuoso is timed where the Debian package virtuoso-opensource-7 is.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from urllib.request import HTTPDigestAuthHandler, HTTPPasswordMgrWithDefaultRealm, ProxyHandler, Request, build_opener

from pyoxigraph import RdfFormat, Store, serialize

from bench.timing import median_seconds, print_table, seconds_of
from myograph.content import Content
from myograph.release import build
from myograph.store.embedded import EmbeddedStore
from tests.engines.engines import virtuoso

if TYPE_CHECKING:
    from collections.abc import Iterator

    from myograph.store.endpoint import Endpoint

SR_LEGACY = "data/fdc/FoodData_Central_sr_legacy_food_csv_2018-04_rebuilt.zip"
FOLDERS = ("foods", "intakes")
RICHEST = "twenty foods richest in magnesium"
REPEATS = 15
PIECE = 50_000
BUFFERS = 60_000
"""Pages of 8 kB that Virtuoso keeps in memory: more than the data."""

N_ARY = """
PREFIX myo: <https://w3id.org/myograph/ontology#> PREFIX myo-id: <https://w3id.org/myograph/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?item ?label ?value WHERE {
  ?amount myo:nutrient myo-id:magnesium ; myo:value ?value .
  ?item myo:hasAmount ?amount ; rdfs:label ?label .
} ORDER BY DESC(?value) ?item LIMIT 20"""

Row = tuple[str, str, str]


def shared_archive() -> Path | None:
    """Return the SR Legacy archive of the shared folder, if there is one."""
    shared = Path(os.environ.get("MYOGRAPH_SHARED") or Content.find().root.parent / "shared")
    return shared / SR_LEGACY if (shared / SR_LEGACY).is_file() else None


def timed_foods(release: Path, archive: Path | None) -> Iterator[Row]:
    """Yield what was timed, the figure, and what it should be."""
    yield from timed_questions(release / "store")
    if archive is None:
        yield "import and ranking: not timed, there is no archive", "", ""
        return
    with tempfile.TemporaryDirectory() as place:
        target = Path(place) / "working"
        yield from timed_import(archive, release, target)
        yield from timed_richest(target, Path(place))


def timed_questions(store: Path) -> Iterator[Row]:
    """Yield the slowest questions on foods and intakes over the shipped table."""
    engine, queries = EmbeddedStore.open_read_only(store), Content.find().queries
    files = [file for folder in FOLDERS for file in sorted((queries / folder).glob("*.rq"))]
    times = {file.stem: milliseconds(engine, file.read_text("utf-8")) for file in files}
    for name in sorted(times, key=lambda name: -times[name])[:3]:
        yield f"{name}, one of the three slowest of {len(times)}", f"{times[name]:.1f} ms", "30 ms"


def milliseconds(engine: EmbeddedStore, query: str) -> float:
    """Return the median of the times of a query."""
    return 1000 * median_seconds(lambda: list(engine.select(query)), REPEATS)


def timed_import(archive: Path, release: Path, target: Path) -> Iterator[Row]:
    """Import a download and yield seconds, memory at most and size of the store."""
    command = [sys.executable, "-m", "myograph", "import", "usda", str(archive), "--into", str(target)]
    status = Path(f"{target}.memory")
    measured = [sys.executable, "-m", "bench.peak", str(status), *command, "--store", str(release)]
    seconds = seconds_of(lambda: subprocess.run(measured, check=True, capture_output=True))
    yield f"import of {archive.stem}", f"{seconds:.1f} s", "15 s"
    yield "  memory at most", f"{int(status.read_text('utf-8').split()[0]) / 1024:.0f} MB", ""
    yield "  working store", f"{folder_size(target) / 2**20:.0f} MB", ""


def folder_size(folder: Path) -> int:
    """Return the bytes of the files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*"))


def timed_richest(target: Path, place: Path) -> Iterator[Row]:
    """Yield the times of one question: on direct properties, on n-ary amounts, and in Virtuoso over loopback HTTP."""
    direct = (Content.find().queries / "foods" / "richest-per-100-g.rq").read_text("utf-8")
    engine = EmbeddedStore.open_read_only(target)
    ours, n_ary = milliseconds(engine, direct), milliseconds(engine, N_ARY)
    yield RICHEST, f"{ours:.1f} ms", ""
    yield "  by the join of n-ary amounts", f"{n_ary:.1f} ms", f"at least {5 * ours:.1f} ms"
    if shutil.which("virtuoso-t") is None:
        yield "  Virtuoso: not timed, it is not installed", "", ""
        return
    for name, query_ms in timed_virtuoso(target, place, (("the same question", direct), ("the join", N_ARY))):
        yield f"  Virtuoso over HTTP, {name}", f"{query_ms:.1f} ms", f"at least {ours:.1f} ms"


def timed_virtuoso(target: Path, place: Path, asked: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, float]]:
    """Fill a Virtuoso with a store and yield the median of the milliseconds of each query over HTTP."""
    opener = build_opener(ProxyHandler({}))
    with virtuoso(place / "virtuoso", BUFFERS) as engine:
        fill(engine.graph_store, Store.read_only(str(target)))
        for name, query in asked:
            form = urlencode({"query": query, "format": "application/sparql-results+json"})
            address = f"{engine.query.url}?{form}"
            yield name, 1000 * median_seconds(lambda: opener.open(address).read(), REPEATS)  # noqa: B023


def fill(graph_store: Endpoint, store: Store) -> None:
    """Send every graph of a store, in pieces: Virtuoso is slow to take a large one at once."""
    known = HTTPPasswordMgrWithDefaultRealm()
    known.add_password(None, graph_store.url, "dba", "dba")
    opener = build_opener(ProxyHandler({}), HTTPDigestAuthHandler(known))
    for graph in store.named_graphs():
        triples = (quad.triple for quad in store.quads_for_pattern(None, None, None, graph))
        while piece := list(islice(triples, PIECE)):
            address = f"{graph_store.url}?{urlencode({'graph-uri': str(graph.value)})}"
            body = serialize(piece, format=RdfFormat.N_TRIPLES)
            request = Request(address, body, {"Content-Type": "application/n-triples"}, method="POST")
            opener.open(request).close()


def main() -> None:
    """Time one download."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path, nargs="?", default=shared_archive())
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        release = build(Content.find(), Path(place) / "release").path
        print_table(("foods", "measured", "wanted"), list(timed_foods(release, chosen.archive)))


if __name__ == "__main__":
    main()
