"""KGX files are valid by the Biolink model: its classes take every node and edge, its predicates fit both ends."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import pytest

from myograph.exports import kgx
from myograph.exports.holdings import Holdings
from myograph.exports.spreadsheets import plain

Row = dict[str, Any]


@pytest.fixture(scope="module")
def model() -> Mapping[str, Any]:
    import yaml

    written = (files("biolink_model") / "schema" / "biolink_model.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.load(written, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


@pytest.fixture(scope="module")
def rows(whole: Holdings) -> tuple[list[Row], list[Row]]:
    return kgx.nodes_and_edges(whole)


def words(curie: str) -> str:
    """Return a class or predicate in the spelling of the model, as in "named thing"."""
    local = curie.removeprefix("biolink:").replace("_", " ")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local).lower()


def above(model: Mapping[str, Any], name: str) -> Iterator[str]:
    """Yield a class and all that it is a kind of, mixins too."""
    yield name
    described = model["classes"].get(name) or {}
    for wider in (*described.get("mixins", ()), *filter(None, [described.get("is_a")])):
        yield from above(model, wider)


def inherited(model: Mapping[str, Any], slot: str, key: str) -> str | None:
    """Return the domain or range of a slot, from the nearest slot above that has one."""
    described = model["slots"][slot]
    if key in described:
        return str(described[key])
    return inherited(model, described["is_a"], key) if "is_a" in described else None


def test_every_node_and_edge_is_one_of_the_model(rows: tuple[list[Row], list[Row]]) -> None:
    from biolink_model.datamodel import pydanticmodel_v2 as classes

    for row in (*rows[0], *rows[1]):
        (category,) = row["category"]
        taken = getattr(classes, category.removeprefix("biolink:"))
        taken(**{name: value for name, value in row.items() if not name.startswith("myo:")})


def test_predicates_are_canonical_and_fit_both_ends(
    rows: tuple[list[Row], list[Row]], model: Mapping[str, Any]
) -> None:
    nodes, edges = rows
    category = {node["id"]: set(above(model, words(node["category"][0]))) for node in nodes}
    assert all("named thing" in kinds for kinds in category.values())
    for edge in edges:
        predicate = words(edge["predicate"])
        assert model["slots"][predicate]["annotations"]["canonical_predicate"] is True
        assert inherited(model, predicate, "domain") in category[edge["subject"]], edge
        assert inherited(model, predicate, "range") in category[edge["object"]], edge


def test_classes_of_association_fit_both_ends(rows: tuple[list[Row], list[Row]], model: Mapping[str, Any]) -> None:
    nodes, edges = rows
    category = {node["id"]: set(above(model, words(node["category"][0]))) for node in nodes}
    for edge in edges:
        for wider in above(model, words(edge["category"][0])):
            usage = model["classes"][wider].get("slot_usage") or {}
            for end in ("subject", "object"):
                wanted = (usage.get(end) or {}).get("range")
                assert wanted is None or wanted in category[edge[end]], edge


def test_polarity_is_never_turned_round(rows: tuple[list[Row], list[Row]]) -> None:
    negative = {"ameliorates_condition", "preventative_for_condition", "has_decreased_amount"}
    advice = "biolink:treats_or_applied_or_studied_to_treat"
    for edge in rows[1]:
        direction, sign = edge.get("object_direction_qualifier"), edge["myo:sign"]
        assert direction in (None, {"promotes": "increased", "opposes": "decreased"}.get(sign))
        told = edge["predicate"].removeprefix("biolink:")
        if sign == "opposes":
            assert told in negative | {"affects"} or edge["predicate"] == advice
        assert told not in negative or sign == "opposes"
        assert not edge.get("negated") or sign == "neutral"


def test_every_relation_of_a_claim_is_in_the_table(whole: Holdings) -> None:
    told = {row["relation"] for row in whole.table("biolink-predicates")}
    assert {whole.identifier(claim.predicate) for claim in whole.records.claims} <= told
    assert {whole.identifier(t.kind) for t in whole.records.things} <= {
        row["class"] for row in whole.table("biolink-categories")
    }


def test_tsv_and_json_lines_say_the_same(whole: Holdings, rows: tuple[list[Row], list[Row]]) -> None:
    tables, lines = kgx.tsv_files(whole), kgx.jsonl_files(whole)
    for name, fields, held in (("nodes", kgx.NODE_FIELDS, rows[0]), ("edges", kgx.EDGE_FIELDS, rows[1])):
        assert [json.loads(line) for line in lines[f"{name}.jsonl"].splitlines()] == held
        read = list(csv.DictReader(tables[f"{name}.tsv"].decode().splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
        assert [as_cells(row, fields) for row in held] == [{k: plain(v) for k, v in row.items()} for row in read]


def as_cells(row: Row, fields: tuple[str, ...]) -> dict[str, str]:
    assert set(row) <= set(fields)
    return {name: as_cell(row.get(name, "")) for name in fields}


def as_cell(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_publications_support_and_never_dispute(whole: Holdings, rows: tuple[list[Row], list[Row]]) -> None:
    records = whole.records
    for claim, edge in zip(records.claims, rows[1], strict=True):
        lines = records.evidence_on.get(claim.iri, ())
        disputing = {
            kgx.publication(whole, line.source) for line in lines if line.direction == "disputes" and line.source
        }
        also = {kgx.publication(whole, line.source) for line in lines if line.direction == "supports" and line.source}
        own = {kgx.publication(whole, iri) for iri in claim.stated_by}
        assert set(edge["publications"]) == own | also
        assert not (disputing - own - also) & set(edge["publications"])
        assert len(edge.get("myo:evidence", [])) == len(lines)
        assert len(edge["myo:statedAt"]) == claim.place_count
