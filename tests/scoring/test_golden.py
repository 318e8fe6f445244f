"""A deliberately imperfect extraction of the annotated letter, with figures counted by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from myograph.cli.score import as_json, as_table, score
from myograph.errors import UsageError
from myograph.graph.annotation import annotated_source, as_tsv
from myograph.graph.loading import load
from myograph.graph.scoring import Figures, Score
from myograph.knowledge.scoring import gold_places, score_file
from tests.annotated import letter_content, letter_graph, letter_store

FOLDER = Path(__file__).parent
TABLE = FOLDER / "imperfect.tsv"


def scored(file: Path = TABLE, match: str = "exact", iou: float = 0.5) -> Score:
    return score_file(letter_graph(), file, match=match, iou=iou)


def lines(places: list[str]) -> list[int]:
    return [int(place.rpartition(":")[2]) for place in places]


@pytest.mark.parametrize(
    ("match", "iou", "gold", "right_lines"),
    [
        ("exact", 0.5, 7, [2, 7, 9]),
        ("exact", 0.25, 7, [2, 7, 8, 9]),
        ("exact", 0.8, 7, [2, 9]),
        ("relation-family", 0.5, 6, [2, 4, 7, 9]),
        ("pair", 0.5, 6, [2, 4, 5, 7, 9]),
    ],
)
def test_rows_are_right_as_counted_by_hand(match: str, iou: float, gold: int, right_lines: list[int]) -> None:
    found = scored(match=match, iou=iou)
    assert found.overall == Figures(gold, 9, len(right_lines))
    assert sorted(lines([prediction.place for prediction, _ in found.right])) == right_lines
    assert sorted(lines([prediction.place for prediction in found.wrong]) + right_lines) == [
        2,
        4,
        5,
        7,
        8,
        9,
        10,
        11,
        12,
    ]


def test_figures_follow_from_the_counts() -> None:
    figures = scored().overall
    assert (figures.precision, figures.recall, figures.f1) == (3 / 9, 3 / 7, 6 / 16)


def test_each_kind_has_its_share() -> None:
    assert scored().by_kind == {
        "(none)": Figures(0, 2, 0),
        "cause": Figures(3, 4, 1),
        "food source": Figures(2, 2, 1),
        "function": Figures(2, 1, 1),
    }


def test_missed_places_are_those_without_a_match() -> None:
    missed = {place.claim.rpartition("/")[2] for place in scored().missed}
    assert missed == {"coffee-sleeplessness", "tea-eyelid", "nuts-magnesium", "mg-regulates-relaxation"}


def test_repeated_row_is_set_aside_and_told() -> None:
    ((later, first),) = scored().duplicates
    assert lines([later.place, first.place]) == [3, 2]


def test_name_that_nothing_has_is_told_with_its_line() -> None:
    (unresolved,) = scored().unresolved
    assert (unresolved.term, unresolved.name, lines([unresolved.place])) == ("subject", "unicorn", [10])


@pytest.mark.parametrize("suffix", [".ttl", ".jsonld", ".nt", ".rdf", ".trig"])
def test_rdf_in_every_form_gives_the_same_figures(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"extraction{suffix}"
    file.write_bytes(rewritten((FOLDER / "imperfect.ttl").read_bytes(), suffix))
    assert scored(file).overall == Figures(7, 4, 2)
    assert scored(file, match="pair").overall == Figures(6, 4, 3)


def rewritten(turtle: bytes, suffix: str) -> bytes:
    from pyoxigraph import RdfFormat, parse, serialize

    target = RdfFormat.from_extension(suffix.removeprefix("."))
    assert target is not None
    written = serialize((quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)), format=target)
    assert written
    return written


@pytest.mark.parametrize("match", ["exact", "relation-family", "pair"])
def test_annotation_scored_against_itself_is_perfect(match: str, tmp_path: Path) -> None:
    loaded = load(letter_content(tmp_path))
    file = tmp_path / "annotation.tsv"
    file.write_text(as_tsv(loaded, annotated_source(loaded)), encoding="utf-8")
    found = scored(file, match)
    assert (found.overall.precision, found.overall.recall, found.overall.f1) == (1, 1, 1)
    assert (found.wrong, found.missed, found.unresolved) == ((), (), ())
    assert len(found.duplicates) == 8 - found.overall.gold


def test_graph_in_turtle_scored_against_itself_is_perfect(tmp_path: Path) -> None:
    folder = FOLDER.parent / "annotated_fixture" / "graph"
    file = tmp_path / "graph.ttl"
    file.write_text("".join((folder / name).read_text("utf-8") for name in ("passages.ttl", "claims.ttl")), "utf-8")
    assert scored(file).overall == Figures(7, 7, 7)


def test_gold_places_are_the_rows_of_the_annotation(tmp_path: Path) -> None:
    loaded = load(letter_content(tmp_path))
    rows = [row.split("\t") for row in as_tsv(loaded, annotated_source(loaded)).splitlines()[1:]]
    from_table = {(row[9], row[0], row[11], row[13], row[2], row[3]) for row in rows if row[9]}
    graph = letter_graph()
    short = graph.prefixes.compress
    from_graph = {
        (
            short(place.claim).removeprefix("myo-claim:"),
            short(place.passage).removeprefix("myo-passage:"),
            short(place.subject),
            short(place.object),
            str(place.start),
            str(place.end),
        )
        for place in gold_places(graph, graph.source_text())
    }
    assert from_table == from_graph
    assert len(from_graph) == 8


def test_unknown_relation_is_told_with_its_line_unless_relations_do_not_matter(tmp_path: Path) -> None:
    file = tmp_path / "extraction.tsv"
    file.write_text("subject\trelation\tobject\tstart\tend\ncoffee\tcauzes\ttea\t0\t5\n", "utf-8")
    with pytest.raises(UsageError, match=r"extraction\.tsv:2: .*'cauzes'(?s:.*)causes"):
        scored(file)
    assert scored(file, "pair").overall.predicted == 1


def test_pairs_need_no_relation(tmp_path: Path) -> None:
    file = tmp_path / "pairs.tsv"
    file.write_text("object\tsubject\tend\tstart\neyelid twitching\tcoffee\t75\t21\n", "utf-8")
    assert scored(file, "pair").overall == Figures(6, 1, 1)


def test_offsets_are_held_against_the_length_of_the_text(tmp_path: Path) -> None:
    file = tmp_path / "extraction.tsv"
    file.write_text("subject\trelation\tobject\tstart\tend\ncoffee\tcauses\ttea\t0\t173\n", "utf-8")
    with pytest.raises(UsageError, match=r":2: the end 173 lies beyond the text, which has 172 characters"):
        scored(file)


def test_ambiguous_name_is_told_with_what_it_may_mean(tmp_path: Path) -> None:
    from myograph.knowledge.lookup import Lookup, NamedThing

    graph = letter_graph()
    milk = (NamedThing(f"https://w3id.org/myograph/id/milk-{rank}", "milk", "label", "food") for rank in (1, 2))
    file = tmp_path / "extraction.tsv"
    file.write_text("subject\trelation\tobject\tstart\tend\nmilk\tcauses\tcoffee\t0\t9\n", "utf-8")
    twin = type(graph)(graph.store, graph.content)
    twin.__dict__["lookup"] = Lookup((*graph.lookup.things, *milk), graph.prefixes)
    (unresolved,) = score_file(twin, file, match="exact", iou=0.5).unresolved
    assert "myo-id:milk-1, myo-id:milk-2" in unresolved.reason


def run(tmp_path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(score, [str(TABLE), "--store", str(letter_store(tmp_path)), *arguments])


def test_command_writes_a_table(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 0, result.exception
    assert result.stdout.splitlines() == list(as_table(scored()))
    overall = next(line for line in result.stdout.splitlines() if line.startswith("overall"))
    assert overall.split() == ["overall", "7", "9", "3", "0.333", "0.429", "0.375"]
    assert "'unicorn'" in result.stdout
    assert f"{TABLE}:3 repeats {TABLE}:2" in result.stdout


def test_command_writes_json(tmp_path: Path) -> None:
    result = run(tmp_path, "--format", "json", "--match", "pair", "--iou", "0.25")
    assert result.exit_code == 0, result.exception
    data = json.loads(result.stdout)
    found = scored(match="pair", iou=0.25)
    assert data == json.loads(as_json(found, letter_graph().prefixes.compress))
    assert data["overall"] == {"gold": 6, "predicted": 9, "right": 6, "precision": 6 / 9, "recall": 1, "f1": 12 / 15}
    assert {"claim": "myo-claim:coffee-eyelid", "passage": "myo-passage:letter-2", "place": f"{TABLE}:2"} in data[
        "right"
    ]
    assert data["missed"] == []


@pytest.mark.parametrize(("options", "problem"), [(["--iou", "0"], "overlap 0.0"), (["--iou", "1.5"], "overlap 1.5")])
def test_impossible_overlap_is_a_usage_error(options: list[str], problem: str, tmp_path: Path) -> None:
    result = run(tmp_path, *options)
    assert isinstance(result.exception, UsageError)
    assert problem in str(result.exception)
