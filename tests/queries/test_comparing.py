"""Answers are the same where the standard leaves the difference open, and different everywhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myograph.queries.comparing import Difference, compare, read
from myograph.store import EmbeddedStore

STORE = EmbeddedStore.in_memory([])


def difference(expected: str, found: str, *, ordered: bool = False) -> Difference:
    return compare(*(read(STORE.query(text)) for text in (expected, found)), ordered=ordered)


def values(*terms: str) -> str:
    return f"PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT ?x {{ VALUES ?x {{ {' '.join(terms)} }} }}"


@pytest.mark.parametrize(
    ("one", "other"),
    [("1.50", "1.5"), ("1.5", "1.5E0"), ("0", "0.0"), ("0.1", "0.1000000000001"), ('"a"@en-GB', '"a"@EN-gb'),
     ("true", '"1"^^xsd:boolean'), ('"a"', '"a"^^xsd:string'), ("100", "1E2"), ("0", "-0.0E0"), ("1", '"1"^^xsd:long'),
     ('"INF"^^xsd:double', '"INF"^^xsd:float')],
)  # fmt: skip
def test_what_the_standard_leaves_open_is_the_same(one: str, other: str) -> None:
    assert difference(values(one), values(other)).wrong is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1", "2"),
        ("1.5", "1.5001"),
        ("1", '"1"'),
        ("true", "1"),
        ("true", "false"),
        ('"a"', '"a"@en'),
        ('"a"@en', '"a"@de'),
        ("123456789012345678", "123456789012345679"),
        ("<urn:a>", '"urn:a"'),
        ("<urn:a>", "<urn:b>"),
        ('"2020-01-01"^^xsd:date', '"2020-01-01"'),
        ("UNDEF", '""'),
        ('"a"', '"a "'),
        ("1 1", "1"),
        ("1 2", "1 2 2"),
    ],
)
def test_everything_else_is_different(one: str, other: str) -> None:
    assert difference(values(one), values(other)).wrong
    assert difference(values(other), values(one)).wrong


def test_other_types_and_another_order_are_noted() -> None:
    assert difference(values("1"), values("1.0")).notes == ("numbers of another type: x",)
    assert difference(values("1", "2"), values("2", "1"), ordered=True).notes == ("in another order",)
    assert difference(values("1", "2"), values("2", "1")).notes == ()


def test_another_kind_of_answer_or_other_columns_are_wrong() -> None:
    assert difference("ASK {}", values("1")).wrong == "solutions of x instead of truth"
    assert difference("ASK {}", "ASK { <urn:a> ?p ?o }").wrong == "false instead of true"
    assert difference("SELECT ?a ?b {}", "SELECT ?b ?a {}").wrong == "solutions of b a instead of solutions of a b"


def test_names_of_blank_nodes_make_no_difference() -> None:
    made = "CONSTRUCT { ?x <urn:p> [] } { VALUES ?x { %s } }"
    assert difference(made % "<urn:a> <urn:b>", made % "<urn:b> <urn:a>").wrong is None
    assert difference(made % "<urn:a>", made % "<urn:a> <urn:b>").wrong


@given(st.lists(st.integers(-3, 3)), st.lists(st.integers(-3, 3)))
def test_rows_are_compared_as_a_bag(one: list[int], other: list[int]) -> None:
    same = difference(values(*map(str, one)), values(*map(str, other))).wrong is None
    assert same == (sorted(one) == sorted(other))
