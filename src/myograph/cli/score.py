"""`myograph score`: another system's extraction against the annotation."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from myograph.cli.opening import STORE, open_graph, write_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from myograph.graph.scoring import Figures, Score

EXAMPLES = """\b
Examples:
  myograph score extraction.tsv                            columns subject, relation, object, start, end
  myograph score extraction.ttl --match relation-family    causing counts as leading to something
  myograph score extraction.tsv --match pair --iou 0.3     who with what; any relation will do
  myograph score extraction.tsv --format json
"""
COLUMNS = ("kind of claim", "gold", "predicted", "right", "precision", "recall", "F1")
OVERALL = "overall"


@click.command(epilog=EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--match",
    type=click.Choice(["exact", "relation-family", "pair"]),
    default="exact",
    show_default=True,
    help="How much of subject, relation and object has to agree.",
)
@click.option(
    "--iou",
    type=float,
    default=0.5,
    show_default=True,
    help="Least overlap of span and passage, shared by joint characters, unless the span lies within the passage.",
)
@click.option("--source", metavar="NAME", help="The annotated source. Default: the only one.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="Output format."
)
@STORE
def score(file: Path, match: str, iou: float, source: str | None, form: str, store: str | None) -> None:
    """Compare the claims that another system extracted, in FILE, with the annotation of the source text.

    FILE is a table (.tsv) with the columns subject, relation, object, start and end, or RDF (.ttl, .nt, .jsonld ...)
    with rdf:Statement or annotation nodes. Subjects and objects may be labels, synonyms, CURIEs or IRIs. Names that
    resolve to nothing count as wrong and are listed; repeated rows are set aside and listed. docs/graph.md explains
    the rules.
    """
    from myograph.knowledge.scoring import score_file

    graph = open_graph(store)
    found = score_file(graph, file, match=match, iou=iou, source=source)
    if form == "json":
        click.echo(as_json(found, graph.prefixes.compress))
    else:
        write_lines(as_table(found))


def as_table(score: Score) -> Iterator[str]:
    """Yield figures by kind and overall, then the rows that were set aside and the names that resolve to nothing."""
    from myograph.queries.tables import plain

    rows = [_cells(kind, figures) for kind, figures in score.by_kind.items()]
    yield from plain(COLUMNS, [*rows, _cells(OVERALL, score.overall)], (False, *(True,) * (len(COLUMNS) - 1)))
    yield ""
    yield f"match: {score.match}, span within the passage or overlap of at least {score.iou:g}"
    yield f"rows that repeat an earlier one, set aside: {len(score.duplicates)}"
    yield from (f"  {later.place} repeats {first.place}" for later, first in score.duplicates)
    yield f"names that resolve to nothing, counted as wrong: {len(score.unresolved)}"
    for each in score.unresolved:
        yield f"  {each.place}: {each.term} {each.name!r}: {each.reason}"


def _cells(kind: str, figures: Figures) -> tuple[str, ...]:
    shares = (figures.precision, figures.recall, figures.f1)
    counts = (figures.gold, figures.predicted, figures.right)
    return (kind, *map(str, counts), *("-" if share is None else f"{share:.3f}" for share in shares))


def as_json(score: Score, compress: Callable[[str], str]) -> str:
    """Return figures and all rows behind them as a JSON object; claims and passages as CURIEs."""
    return json.dumps(
        {
            "match": score.match,
            "iou": score.iou,
            "overall": _figures(score.overall),
            "by_kind": {kind: _figures(figures) for kind, figures in score.by_kind.items()},
            "right": [
                {"place": found.place, "claim": compress(gold.claim), "passage": compress(gold.passage)}
                for found, gold in score.right
            ],
            "wrong": [found.place for found in score.wrong],
            "missed": [{"claim": compress(gold.claim), "passage": compress(gold.passage)} for gold in score.missed],
            "duplicates": [{"place": later.place, "repeats": first.place} for later, first in score.duplicates],
            "unresolved": [asdict(each) for each in score.unresolved],
        },
        indent=2,
        ensure_ascii=False,
    )


def _figures(figures: Figures) -> dict[str, object]:
    return asdict(figures) | {"precision": figures.precision, "recall": figures.recall, "f1": figures.f1}
