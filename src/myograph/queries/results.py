"""The rows of a SELECT query as a value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, overload

from myograph.errors import MissingExtra, UnknownName
from myograph.queries.values import Iri, Natives, Text, Value
from myograph.store.evaluation import told_by_engine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import networkx as nx
    import polars as pl
    import pyarrow as pa
    from pandas import DataFrame
    from pyoxigraph import QuerySolutions, Triple

    from myograph.names import Prefixes

Row = tuple[Value, ...]

LABEL = "Label"
"""What a query adds to the name of a column to name the column of its labels, as in `?food ?foodLabel`."""

MOST_DISPLAYED = 200
"""How many rows a notebook shows; the rest is counted."""

__all__ = ["Iri", "Row", "Solutions", "Text", "Value"]


@dataclass(frozen=True, slots=True, repr=False)
class Solutions:
    """Hold the rows of a SELECT query: tuples of native values in the order of `columns`.

    Columns stand as the query names them; after `SELECT *` they are in alphabetical order. None is unbound.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, solutions: QuerySolutions, prefixes: Prefixes | None = None) -> Solutions:
        """Read what the engine found, which is then used up; raises QueryError for what only shows now."""
        value = Natives(prefixes).__getitem__
        with told_by_engine():
            rows = tuple(tuple(map(value, solution)) for solution in solutions)
        return cls(tuple(variable.value for variable in solutions.variables), rows)

    @classmethod
    def of_triples(cls, triples: Iterable[Triple], prefixes: Prefixes | None = None) -> Solutions:
        """Read triples as rows of the columns subject, predicate and object; errors as for `of`."""
        value = Natives(prefixes).__getitem__
        with told_by_engine():
            rows = tuple(tuple(map(value, triple)) for triple in triples)
        return cls(("subject", "predicate", "object"), rows)

    def with_labels(self, labels: Mapping[str, str]) -> Solutions:
        """Return the same rows, where each Iri has its label from `labels`, by IRI."""
        named = {iri: labelled(iri, labels) for iri in self._plain_iris()}
        return replace(
            self,
            rows=tuple(
                tuple(named[value] if type(value) is Iri else labelled(value, labels) for value in row)
                for row in self.rows
            ),
        )

    def _plain_iris(self) -> set[Iri]:
        return {value for row in self.rows for value in row if type(value) is Iri}

    def folded(self) -> Solutions:
        """Return the same rows, where a column `x` of IRIs takes its labels from the column `xLabel`, then left out."""
        pairs = {name: f"{name}{LABEL}" for name in self.columns if self._folds(name)}
        kept = tuple(name for name in self.columns if name not in pairs.values())
        columns = [
            [_called(value, label) for value, label in zip(self.column(name), self.column(pairs[name]), strict=True)]
            if name in pairs
            else self.column(name)
            for name in kept
        ]
        return Solutions(kept, tuple(zip(*columns, strict=True)))

    def _folds(self, name: str) -> bool:
        beside = f"{name}{LABEL}" in self.columns
        return beside and all(value is None or isinstance(value, Iri) for value in self.column(name))

    def __repr__(self) -> str:
        return f"<Solutions {', '.join(self.columns)}: {len(self.rows)} rows>"

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, place: int | slice) -> Row | tuple[Row, ...]:
        return self.rows[place]

    def column(self, name: str) -> tuple[Value, ...]:
        """Return the values of one column, in row order; raises UnknownName."""
        if name not in self.columns:
            known = ", ".join(self.columns) or "none"
            raise UnknownName(f"there is no column {name!r}", name=name, advice=f"Columns: {known}.")
        place = self.columns.index(name)
        return tuple(row[place] for row in self.rows)

    def iris(self) -> frozenset[str]:
        """Return every IRI in the rows."""
        quoted = (value for row in self.rows for value in row if isinstance(value, tuple))
        return frozenset((*map(str, self._plain_iris()), *(iri for value in quoted for iri in _iris(value))))

    def to_dicts(self) -> list[dict[str, Value]]:
        """Return one dictionary for each row, column name to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> DataFrame:
        """Return a pandas DataFrame: nullable types where a column holds one kind of value, missing values as NA.

        Raises MissingExtra without pandas.
        """
        try:
            import pandas as pd
        except ImportError:
            raise MissingExtra("pandas") from None
        columns = (self.column(name) for name in self.columns)
        series = [pd.Series(list(values), dtype=_dtype(values)) for values in columns]
        return pd.DataFrame(dict(enumerate(series)), index=range(len(self))).set_axis(list(self.columns), axis=1)

    def to_polars(self) -> pl.DataFrame:
        """Return a Polars frame, each column of one type as in `to_arrow`; raises MissingExtra without polars."""
        from myograph.queries.typed_columns import polars_frame

        return polars_frame(self)

    def to_arrow(self) -> pa.Table:
        """Return an Arrow table: IRIs as text, unbound cells as null; a column of mixed kinds is text.

        Raises MissingExtra without pyarrow.
        """
        from myograph.queries.typed_columns import arrow_table

        return arrow_table(self)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return rows that are edges, or triples, as a graph; see `myograph.queries.edges`. Raises UsageError."""
        from myograph.queries.edges import edge_graph

        return edge_graph(self)

    def to_html(self, *, page: bool = False) -> str:
        """Return an HTML table with labels in the place of IRIs, or with `page` a whole page; every value is text."""
        from myograph.queries.markup import html

        return html(self, page=page)

    def _repr_html_(self) -> str:
        from myograph.queries.markup import html

        return html(self, most=MOST_DISPLAYED)


_DTYPES = {bool: "boolean", int: "Int64", float: "Float64", str: "string"}


def _dtype(values: tuple[Value, ...]) -> str:
    kinds = {str if isinstance(value, str) else type(value) for value in values if value is not None}
    wide = any(isinstance(value, int) and not -(2**63) <= value < 2**63 for value in values)
    return _DTYPES.get(kinds.pop(), "object") if len(kinds) == 1 and not wide else "object"


def labelled(value: Value, labels: Mapping[str, str]) -> Value:
    """Return the value with its label, when it is an Iri that has one; triples with those of their parts."""
    if isinstance(value, Iri):
        return Iri(value, value.curie, labels.get(value))
    if isinstance(value, tuple):
        subject, predicate, target = value
        return labelled(subject, labels), labelled(predicate, labels), labelled(target, labels)
    return value


def _called(value: Value, label: Value) -> Value:
    return Iri(value, value.curie, str(label)) if isinstance(value, Iri) and label is not None else value


def _iris(value: Value) -> Iterator[str]:
    if isinstance(value, Iri):
        yield str(value)
    elif isinstance(value, tuple):
        for part in value:
            yield from _iris(part)
