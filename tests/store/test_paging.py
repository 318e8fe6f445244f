"""Pages of a query: every column is a key behind its own ones, once."""

from __future__ import annotations

import pytest

from myograph.store.paging import Paging

SELECT = "SELECT ?a ?b WHERE { ?a ?p ?b }"


@pytest.mark.parametrize(
    ("query", "page"),
    [
        (SELECT, f"{SELECT}\nORDER BY ?a ?b\nLIMIT 5 OFFSET 10"),
        (f"{SELECT} ORDER BY ?a", f"{SELECT} ORDER BY ?a\n?b\nLIMIT 5 OFFSET 10"),
        (f"{SELECT} ORDER BY DESC(?b)", f"{SELECT} ORDER BY DESC(?b)\n?a\nLIMIT 5 OFFSET 10"),
        (f"{SELECT} order by STR(?a)", f"{SELECT} order by STR(?a)\n?a ?b\nLIMIT 5 OFFSET 10"),
        (f"{SELECT} ORDER BY (?a) ?b", f"{SELECT} ORDER BY (?a) ?b\n\nLIMIT 5 OFFSET 10"),
        (f"{SELECT} ORDER BY DESC(STR(?b)) # ?a", f"{SELECT} ORDER BY DESC(STR(?b)) # ?a\n?a ?b\nLIMIT 5 OFFSET 10"),
    ],
)
def test_every_column_is_a_key_once(query: str, page: str) -> None:
    pages = Paging.of(query, 5)
    assert pages is not None
    assert pages.page(2) == page


def test_an_engine_is_not_asked_for_more_keys_than_it_takes() -> None:
    columns = [f"?c{number}" for number in range(25)]
    pages = Paging.of(f"SELECT {' '.join(columns)} {{ ?c0 ?c1 ?c2 }} ORDER BY ?c2", 5)
    assert pages is not None
    first, rest = pages.page(0).partition("ORDER BY ?c2\n")[2].partition("\nLIMIT")[0].split(" CONCAT(")
    assert len(first.split()) < 20
    assert all(column in first.split() or f"STR({column})" in rest for column in columns if column != "?c2")


@pytest.mark.parametrize("ending", ["LIMIT 3", "OFFSET 1", "ORDER BY ?a LIMIT 3", "VALUES ?a { 1 }"])
def test_a_query_with_bounds_of_its_own_has_no_pages(ending: str) -> None:
    assert Paging.of(f"{SELECT} {ending}", 5) is None


def test_bounds_inside_are_none_of_its_own() -> None:
    assert Paging.of("SELECT ?a { { SELECT ?a { ?a ?b ?c } LIMIT 3 } VALUES ?d { 1 } }", 5) is not None


def test_a_query_that_is_wrong_has_no_pages() -> None:
    with pytest.raises(SyntaxError):
        Paging.of("SELECT ?a {", 5)
