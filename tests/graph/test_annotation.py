"""The annotation as a table: its cells, its order, and that what is published is what the Turtle says."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from myograph.content import Content
from myograph.errors import UnknownName, UsageError
from myograph.graph.annotation import COLUMNS, annotated_source, annotated_sources, as_tsv
from myograph.graph.layout import read_layout
from myograph.graph.loading import LoadedContent, load
from myograph.graph.wording import LONGEST_SHARED_RUN, runs_of, shared_run, words_of
from myograph.names import MYO
from tests.checkout import ROOT
from tests.content_cases import VALID, replace, valid_copy
from tests.shared_material import shared_file

FOLDER = ROOT / "graph" / "magnesium-article"
PUBLISHED = FOLDER / "annotation.tsv"
DATASHEET = FOLDER / "DATASHEET.md"


def table_of(loaded: LoadedContent, name: str | None = None) -> list[dict[str, str]]:
    heading, *lines = as_tsv(loaded, annotated_source(loaded, name)).split("\n")
    assert tuple(heading.split("\t")) == COLUMNS
    assert lines.pop() == ""
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines]


def filled(row: dict[str, str]) -> dict[str, str]:
    return {column: cell for column, cell in row.items() if cell and column != "digest"}


def test_cells_say_what_the_fixture_says() -> None:
    silent, said, food = (filled(row) for row in table_of(load(Content(VALID))))
    assert silent == {
        "passage": "article-1",
        "number": "1",
        "start": "0",
        "end": "20",
        "section": "opening",
        "non_claim_reason": "heading",
    }
    assert said == {
        "passage": "article-2",
        "number": "2",
        "start": "22",
        "end": "79",
        "section": "opening",
        "claim": "mg-twitching",
        "subject": "myo-id:magnesium",
        "relation": "myo:relieves",
        "object": "myo-id:muscle-twitching",
        "sign": "opposes",
    }
    assert food["claim"] == "banana-potassium"


def test_several_claims_of_a_passage_are_sorted_and_several_values_joined(tmp_path: Path) -> None:
    content = valid_copy(tmp_path)
    claims = tmp_path / "graph" / "article" / "claims.ttl"
    replace(claims, "myo:sign myo:opposes ;", "myo:sign myo:opposes ; myo:condition myo-id:potassium, myo-id:banana ;")
    replace(claims, "myo:inPassage myo-passage:article-3", "myo:inPassage myo-passage:article-2")
    claims_in_2 = [row for row in table_of(load(content)) if row["number"] == "2"]
    assert [row["claim"] for row in claims_in_2] == ["banana-potassium", "mg-twitching"]
    assert claims_in_2[1]["condition"] == "myo-id:banana|myo-id:potassium"


def test_text_with_tabs_and_line_ends_stays_in_its_cell(tmp_path: Path) -> None:
    content = valid_copy(tmp_path)
    replace(tmp_path / "graph" / "article" / "passages.ttl", '"opening"', '"the\\topening\\nlines"')
    assert {row["section"] for row in table_of(load(content))} == {"the opening lines"}


@pytest.mark.parametrize("name", [None, "article", "myo-source:article", "https://w3id.org/myograph/source/article"])
def test_source_is_found_by_each_of_its_names(name: str | None) -> None:
    loaded = load(Content(VALID))
    assert (annotated_source(loaded, name),) == annotated_sources(loaded)


def test_unknown_source_is_told_with_those_there_are() -> None:
    with pytest.raises(UnknownName, match="Did you mean myo-source:article"):
        annotated_source(load(Content(VALID)), "book")


OTHER_TEXT = """
myo-source:letter a myo:Source .
myo-passage:letter-1 a myo:Passage ; myo:passageNumber 1 ; oa:hasSource myo-source:letter .
"""


def test_one_of_several_sources_must_be_named(tmp_path: Path) -> None:
    content = valid_copy(tmp_path)
    with (tmp_path / "graph" / "article" / "passages.ttl").open("a", encoding="utf-8") as end:
        end.write(OTHER_TEXT)
    with pytest.raises(UsageError, match="myo-source:article, myo-source:letter"):
        annotated_source(load(content))
    assert annotated_source(load(content), "letter").value.endswith("/letter")


def test_content_without_passages_has_nothing_to_annotate(tmp_path: Path) -> None:
    content = valid_copy(tmp_path)
    (tmp_path / "graph" / "article" / "passages.ttl").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="no source is divided into passages"):
        annotated_source(load(content))


@cache
def published() -> tuple[dict[str, str], ...]:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_published_table_says_what_the_turtle_says() -> None:
    loaded = load(Content(ROOT))
    assert PUBLISHED.read_bytes() == as_tsv(loaded, annotated_source(loaded)).encode()


def test_published_table_reads_the_same_with_and_without_quoting() -> None:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        assert tuple(csv.DictReader(file, delimiter="\t")) == published()


def test_published_table_covers_each_passage_once_or_by_claim() -> None:
    seen = [(row["passage"], row["claim"]) for row in published()]
    assert len(set(seen)) == len(seen)
    assert sorted({int(row["number"]) for row in published()}) == list(range(1, 133))
    for row in published():
        assert bool(row["claim"]) is not bool(row["non_claim_reason"])


@pytest.mark.parametrize("name", ["annotation.tsv", "DATASHEET.md"])
@pytest.mark.shared("source/article.txt")
def test_nothing_is_copied_from_the_article(name: str) -> None:
    article = words_of(shared_file("source/article.txt").read_text("utf-8"))
    source_runs = frozenset(runs_of(article, LONGEST_SHARED_RUN + 1))
    assert source_runs
    assert shared_run(words_of((FOLDER / name).read_text("utf-8")), source_runs) is None


def test_build_takes_table_and_datasheet_for_no_turtle() -> None:
    content = Content(ROOT)
    beside = {"graph/magnesium-article/annotation.tsv", "graph/magnesium-article/DATASHEET.md"}
    assert beside <= set(content.files())
    assert not beside & set(read_layout(content).turtle_files)


def counts_of_the_table() -> Iterator[tuple[str, ...]]:
    """Yield each row of numbers that the datasheet has to show."""
    passages = {row["passage"]: row for row in published()}.values()
    places = [row for row in published() if row["claim"]]
    claims = {row["claim"]: row for row in places}.values()
    silent = [row for row in passages if row["non_claim_reason"]]
    propositions = {(row["subject"], row["relation"], row["object"]) for row in places}
    in_passages = {(row["passage"], row["subject"], row["relation"], row["object"]) for row in places}
    yield "rows", str(len(published()))
    yield "passages", str(len(passages))
    yield "passages with claims", str(len(passages) - len(silent))
    yield "passages without a claim", str(len(silent))
    yield "places (a claim in a passage)", str(len(places))
    yield "claims", str(len(claims))
    yield "propositions in a passage (passage, subject, relation, object)", str(len(in_passages))
    yield "propositions (subject, relation, object)", str(len(propositions))
    yield "relations", str(len({relation for _, relation, _ in propositions}))
    yield "subjects and objects", str(len({end for subject, _, object_ in propositions for end in (subject, object_)}))
    yield from counted(row["passage_kind"] for row in passages)
    yield from counted(row["non_claim_reason"] for row in silent)
    by_place = Counter(row["claim_kind"] for row in places)
    for kind, number in counted(row["claim_kind"] for row in claims):
        yield kind, number, str(by_place[kind])
    for column in ("certainty", "directness", "sign"):
        yield from counted(row[column] for row in places)
    for qualifier in ("severity", "frequency", "condition", "means", "population", "in_respect_of"):
        yield qualifier, str(sum(bool(row[qualifier]) for row in claims))


def counted(cells: Iterator[str]) -> Iterator[tuple[str, str]]:
    return ((name, str(number)) for name, number in sorted(Counter(cells).items()))


def test_datasheet_shows_the_counts_of_the_table() -> None:
    rows = re.findall(r"^\| (.+?) \|$", DATASHEET.read_text("utf-8"), re.MULTILINE)
    cells = [tuple(cell.strip() for cell in row.split(" | ")) for row in rows]
    shown = [row for row in cells if len(row) > 1 and all(cell.isdigit() for cell in row[1:])]
    assert sorted(shown) == sorted(counts_of_the_table())


def test_datasheet_names_every_column() -> None:
    explained = re.findall(r"`(\w+)`", "".join(re.findall(r"^\|(.+?)\|", DATASHEET.read_text("utf-8"), re.MULTILINE)))
    assert set(explained) == set(COLUMNS)


def test_datasheet_names_the_text_that_was_annotated() -> None:
    loaded = load(Content(ROOT))
    source = annotated_source(loaded)
    stated = [loaded.index.text(source, MYO[name]) for name in ("textDigest", "characterCount", "nonSpaceCount")]
    datasheet = DATASHEET.read_text("utf-8")
    assert [value for value in stated if value is None or value not in datasheet] == []
