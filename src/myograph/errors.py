"""Errors that tell a reader what is wrong, where, and what to do.

Every error the project raises on purpose is a MyographError::

    MyographError                       exit code 1
    ├── ContentError                    1   a content file is missing, unreadable or inconsistent
    ├── CheckFailed                     1   a check found something; carries the findings
    ├── StoreError (OSError)            1   a store cannot be opened, read or written
    │   └── EndpointError               1   an endpoint did not answer as it should; carries its address
    │       ├── EndpointUnreachable     1   nothing answers there
    │       ├── EndpointRefused         1   it answers, but not to us
    │       ├── EndpointFailed          1   it tells of a fault of its own
    │       └── MalformedAnswer         1   what it answers is no answer
    ├── MissingExtra (ImportError)      1   an optional library is not installed
    ├── UsageError (ValueError)         2   a call or command line that cannot be understood
    │   └── UnknownName (LookupError)   2   a prefix, entity, query or format nobody knows
    └── QueryError                      2   a query that cannot be answered
        ├── QuerySyntaxError            2   it does not parse; carries line, column and a hint
        ├── QueryRefused                2   it parses but is not allowed to run
        └── QueryTimeout (TimeoutError) 3   it was stopped at its deadline

Findings are the other half: what a check reports is data, and an error is only for when one cannot go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Say what a check found.

    `file` is a path relative to the content root, `line` counts from 1, `node` is a CURIE or IRI.
    """

    severity: Severity
    rule: str
    message: str
    advice: str
    file: str | None = None
    line: int | None = None
    node: str | None = None

    @property
    def place(self) -> str | None:
        """Return `file:line (node)` with the parts that are known, or None."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        if where and self.node:
            return f"{where} ({self.node})"
        return where or self.node

    def __str__(self) -> str:
        start = f"{self.place}: " if self.place else ""
        return f"{start}{self.severity}: {self.message} [{self.rule}] {self.advice}".rstrip()


class MyographError(Exception):
    """Tell what is wrong, where, and what to do about it."""

    exit_code: ClassVar[int] = 1

    def __init__(self, problem: str, *, place: str | None = None, advice: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.place = place
        self.advice = advice

    def __str__(self) -> str:
        start = f"{self.place}: " if self.place else ""
        end = f"\n{self.advice}" if self.advice else ""
        return f"{start}{self.problem}{end}"


class ContentError(MyographError):
    """A content file is missing, unreadable or inconsistent."""


class CheckFailed(MyographError):
    """A check found something; the findings say what."""

    def __init__(
        self,
        problem: str,
        findings: Iterable[Finding] = (),
        *,
        place: str | None = None,
        advice: str | None = None,
    ) -> None:
        super().__init__(problem, place=place, advice=advice)
        self.findings = tuple(findings)


class StoreError(MyographError, OSError):
    """A store cannot be opened, read or written."""


class EndpointError(StoreError):
    """An endpoint did not answer as it should; `place` is its address."""


class EndpointUnreachable(EndpointError):
    """Nothing answers at the address: no such host, nothing listens, no route, no trust in its certificate."""


class EndpointRefused(EndpointError):
    """The endpoint answers, but not to us: credentials are missing, wrong or not enough, or it is too busy."""


class EndpointFailed(EndpointError):
    """The endpoint tells of a fault of its own."""


class MalformedAnswer(EndpointError):
    """What came back is no answer: a web page, half a result, another type or charset, or more than is taken."""


class MissingExtra(MyographError, ImportError):
    """An optional library is not installed; `library` is its name, and of the extra unless `extra` is another."""

    def __init__(self, library: str, extra: str | None = None) -> None:
        super().__init__(
            f"{library} is not installed", advice=f"Install it: pip install 'myograph[{extra or library}]'"
        )
        self.library = library


class UsageError(MyographError, ValueError):
    """A call or a command line cannot be understood."""

    exit_code = 2


class UnknownName(UsageError, LookupError):
    """A name is not known; `near` holds the known names most like it, best first."""

    def __init__(
        self,
        problem: str,
        *,
        name: str = "",
        near: Iterable[str] = (),
        place: str | None = None,
        advice: str | None = None,
    ) -> None:
        self.name = name
        self.near = tuple(near)
        super().__init__(problem, place=place, advice=advice or did_you_mean(self.near))


class QueryError(MyographError):
    """A query cannot be answered."""

    exit_code = 2


class QuerySyntaxError(QueryError):
    """A query does not parse; `line` and `column` count from 1, in code points."""

    def __init__(
        self,
        problem: str,
        *,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
        place: str | None = None,
    ) -> None:
        super().__init__(problem, place=place or written_place(line, column), advice=hint)
        self.line = line
        self.column = column
        self.hint = hint


class QueryRefused(QueryError):
    """A query is well written and still not allowed to run."""


class QueryTimeout(QueryError, TimeoutError):
    """A query was stopped at its deadline; `seconds` is what it was allowed."""

    exit_code = 3

    def __init__(
        self, problem: str, *, seconds: float = 0.0, place: str | None = None, advice: str | None = None
    ) -> None:
        super().__init__(problem, place=place, advice=advice)
        self.seconds = seconds


def did_you_mean(near: tuple[str, ...]) -> str | None:
    """Return advice that offers the near names, or None when there are none."""
    return f"Did you mean {' or '.join(near)}?" if near else None


def written_place(line: int | None, column: int | None) -> str | None:
    """Return `line 3, column 7` with the parts that are known, or None."""
    if line is None:
        return None
    return f"line {line}" if column is None else f"line {line}, column {column}"
