"""Errors tell what, where and what to do, and survive the way to another process."""

from __future__ import annotations

import pickle

import pytest

from myograph import errors
from myograph.errors import (
    CheckFailed,
    ContentError,
    Finding,
    MissingExtra,
    MyographError,
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    StoreError,
    UnknownName,
    UsageError,
)

FINDING = Finding("error", "claim-sign", "the sign is missing", "Add one.", "graph/claims.ttl", 12, "myo-claim:a")
EXAMPLES = (
    ContentError("not readable", place="graph/a.ttl:3", advice="Correct it."),
    CheckFailed("2 errors", [FINDING], place="graph", advice="See them."),
    StoreError("cannot be opened", place="store"),
    MissingExtra("pandas"),
    UsageError("not a CURIE"),
    UnknownName("nobody is called so", name="magnesum", near=["magnesium"]),
    QueryError("cannot be evaluated"),
    QuerySyntaxError("does not parse", line=3, column=7, hint="A bracket is open."),
    QueryRefused("SERVICE is not allowed"),
    QueryTimeout("stopped", seconds=1.5, advice="Ask for less."),
)


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_an_error_survives_pickling(error: MyographError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert vars(copy) == vars(error)
    assert str(copy) == str(error)


def test_an_error_tells_place_problem_and_advice() -> None:
    error = MyographError("the prefix is not declared", place="query.rq:3", advice="Declare it.")
    assert str(error) == "query.rq:3: the prefix is not declared\nDeclare it."


def test_a_syntax_error_is_placed_by_line_and_column() -> None:
    error = QuerySyntaxError("does not parse", line=3, column=7, hint="Close it.")
    assert str(error) == "line 3, column 7: does not parse\nClose it."


def test_an_unknown_name_offers_the_near_ones() -> None:
    error = UnknownName("unknown", name="x", near=("one", "two"))
    assert error.advice == "Did you mean one or two?"
    assert UnknownName("unknown", name="x").advice is None


@pytest.mark.parametrize(
    ("error", "base"),
    [
        (UnknownName, LookupError),
        (UsageError, ValueError),
        (QueryTimeout, TimeoutError),
        (StoreError, OSError),
        (MissingExtra, ImportError),
    ],
)
def test_errors_fit_those_of_python(error: type[MyographError], base: type[Exception]) -> None:
    assert issubclass(error, base)


@pytest.mark.parametrize(
    ("error", "code"),
    [(ContentError, 1), (CheckFailed, 1), (StoreError, 1), (UnknownName, 2), (QuerySyntaxError, 2), (QueryTimeout, 3)],
)
def test_errors_end_a_command_with_their_code(error: type[MyographError], code: int) -> None:
    assert error.exit_code == code


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    tree = errors.__doc__ or ""
    classes = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, MyographError)]
    for error in classes:
        (line,) = [line for line in tree.splitlines() if f" {error.__name__} " in line]
        assert str(error.exit_code) in line


def test_a_finding_tells_where_it_is() -> None:
    assert FINDING.place == "graph/claims.ttl:12 (myo-claim:a)"
    assert str(FINDING) == ("graph/claims.ttl:12 (myo-claim:a): error: the sign is missing [claim-sign] Add one.")
    assert Finding("warning", "r", "m", "a", node="myo:x").place == "myo:x"
    assert Finding("warning", "r", "m", "a").place is None
