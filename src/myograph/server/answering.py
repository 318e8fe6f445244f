"""Answer one job: screen the query, find the format, evaluate, and write into a buffer that has an end."""

from __future__ import annotations

import csv
import io
import json
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple

from myograph.errors import MyographError, QueryError, QueryRefused, QuerySyntaxError, StoreError
from myograph.formats import ANSWERED_BY, BY_NAME, served
from myograph.names import HOME
from myograph.queries.writers import TABLES, Wording, kind_of, write
from myograph.server.jobs import Reply
from myograph.store import EmbeddedStore
from myograph.store.dataset import Dataset
from myograph.store.evaluation import told_by_engine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import BinaryIO

    from myograph.formats import Format, Kind
    from myograph.names import Prefixes
    from myograph.server.jobs import Job
    from myograph.server.outside import OutsideStore


class TooLarge(Exception):
    """The answer has more bytes than it may have."""


class Buffer:
    """Collect bytes up to a limit, and raise TooLarge beyond it."""

    def __init__(self, limit: int) -> None:
        self._data = bytearray()
        self._limit = limit
        self.full = False

    def write(self, data: bytes) -> int:
        """Take bytes, or raise TooLarge."""
        if len(self._data) + len(data) > self._limit:
            self.full = True
            raise TooLarge
        self._data += data
        return len(data)

    def writelines(self, lines: Iterable[bytes]) -> None:
        """Take lines, or raise TooLarge."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Do nothing; a buffer has nothing behind it."""

    def taken(self) -> bytes:
        """Return what was written."""
        return bytes(self._data)


class Answerer:
    """Answer jobs from one store, which never changes."""

    def __init__(self, store: EmbeddedStore | OutsideStore, content: Path) -> None:
        self._store = store
        self._content = content

    @classmethod
    def open(cls, store: str, content: Path, services: frozenset[str] = frozenset()) -> Answerer:
        """Open the store, whose queries may call the hosts in `services`, and read what an answer may need.

        A store is a folder, or an endpoint by its address or as `profile:NAME`.
        """
        answerer = cls(opened(store, services), content)
        answerer.prepare()
        return answerer

    def prepare(self) -> None:
        """Read what an answer may need, while files may still be read."""
        _ = self.prefixes, self._labels_query, self._nothing

    def answer(self, job: Job) -> Reply:
        """Return the reply to a job, whatever is wrong with it."""
        buffer = Buffer(job.limit)
        try:
            return self._answered(job, buffer)
        except Exception as fault:
            if buffer.full:
                return too_large(job.limit)
            if isinstance(fault, StoreError) and self._store.allow_service:
                return Reply(502, problem="a server that the query may call did not answer as it should")
            if isinstance(fault, MyographError):
                return refused(fault)
            return Reply(500, problem=f"this is a fault of the server: {type(fault).__name__}: {fault}")

    def _answered(self, job: Job, buffer: Buffer) -> Reply:
        dataset = Dataset.of(job.default, job.named)
        store = self._nothing if job.check else self._store
        answer = store.query_over(dataset, job.text, prefixes=self.prefixes.namespaces, base=HOME)
        form = chosen(job, kind_of(answer))
        if form is None:
            return not_acceptable(kind_of(answer))
        if job.rows is not None and isinstance(answer, QuerySolutions):
            return first_rows(answer, job.rows, buffer)
        write(answer, form, cast("BinaryIO", buffer), self._wording)
        body = buffer.taken()
        if job.most_rows is not None and isinstance(answer, QuerySolutions) and rows_in(body, form) > job.most_rows:
            return too_many(job.most_rows)
        return Reply(200, body, form.name)

    @cached_property
    def prefixes(self) -> Prefixes:
        """Return the prefixes that queries need not declare."""
        from myograph.content import Content
        from myograph.names import Prefixes

        return Prefixes.load(Content(self._content))

    @cached_property
    def _nothing(self) -> EmbeddedStore:
        return EmbeddedStore.in_memory((), allow_service=self._store.allow_service)

    @cached_property
    def _labels_query(self) -> str:
        return (self._content / "queries" / "machinery" / "labels.rq").read_text("utf-8")

    @cached_property
    def _wording(self) -> Wording:
        return Wording(lambda: self.prefixes, self._labels)

    def _labels(self, iris: Iterable[str]) -> Mapping[str, str]:
        from myograph.queries.labels import find_labels

        return find_labels(self._store, self._labels_query, iris)


def opened(store: str, services: frozenset[str]) -> EmbeddedStore | OutsideStore:
    """Open what answers; raises StoreError and UsageError."""
    from myograph.store.profiles import endpoint_named

    if (endpoint := endpoint_named(store)) is None:
        return EmbeddedStore.open_read_only(store, allow_service=services)
    from myograph.server.outside import OutsideStore

    return OutsideStore(endpoint)


def chosen(job: Job, kind: Kind) -> Format | None:
    """Return the first accepted format that can carry answers of this kind, or None."""
    return next((BY_NAME[name] for name in job.accepted if kind in BY_NAME[name].kinds), None)


def refused(fault: MyographError) -> Reply:
    """Return the reply that tells what is wrong with a query."""
    if isinstance(fault, QuerySyntaxError):
        return Reply(400, problem=fault.problem, advice=fault.hint, line=fault.line, column=fault.column)
    if isinstance(fault, QueryRefused):
        said = f"{fault.place}: {fault.problem}" if fault.place else fault.problem
        return Reply(403, problem=said, advice=fault.advice)
    status = 400 if isinstance(fault, QueryError) else 500
    return Reply(status, problem=fault.problem, advice=fault.advice)


def too_large(limit: int) -> Reply:
    """Return the reply for an answer beyond the limit, in bytes."""
    return Reply(
        413,
        problem=f"the answer is larger than {limit / 1024 / 1024:.0f} MiB",
        advice="Add a LIMIT, ask for fewer columns, or download the dataset.",
    )


def too_many(rows: int) -> Reply:
    """Return the reply for an answer with more rows than are allowed."""
    return Reply(413, problem=f"the answer has more than {rows} rows", advice="Add a LIMIT, or count instead.")


def rows_in(body: bytes, form: Format) -> int:
    """Count the rows of an answer that is written already, by the marks that only rows have in its format."""
    match form.name:
        case "json":
            return len(json.loads(body)["results"]["bindings"])
        case "xml":
            return body.count(b"<result>")
        case "csv":
            return sum(1 for _ in csv.reader(io.StringIO(body.decode("utf-8"), newline=""))) - 1
        case _:
            return body.count(b"\n") - (2 if form.name in TABLES else 1)


def not_acceptable(kind: Kind) -> Reply:
    """Return the reply when no format that the client accepts can carry the answer."""
    types = ", ".join(form.media_type for form in served(kind))
    return Reply(406, problem=f"none of the accepted formats can carry the answer of {ANSWERED_BY[kind]}", advice=types)


def first_rows(solutions: QuerySolutions, count: int, buffer: Buffer) -> Reply:
    """Return the reply with at most `count` rows as SPARQL JSON."""
    with told_by_engine():
        found = list(islice(solutions, count + 1))
    names = [variable.value for variable in solutions.variables]
    rows = [{name: told_term(term) for name in names if (term := row[name]) is not None} for row in found[:count]]
    buffer.write(json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode())
    return Reply(200, buffer.taken(), "json", truncated=len(found) > count)


def told_term(term: object) -> dict[str, Any]:
    """Return a term as SPARQL JSON has it."""
    match term:
        case NamedNode():
            return {"type": "uri", "value": term.value}
        case BlankNode():
            return {"type": "bnode", "value": term.value}
        case Triple():
            parts = zip(("subject", "predicate", "object"), term, strict=True)
            return {"type": "triple", "value": {name: told_term(part) for name, part in parts}}
        case Literal() if term.language:
            return {"type": "literal", "value": term.value, "xml:lang": term.language}
        case Literal():
            return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
        case _:
            raise TypeError(f"not a term: {term!r}")
