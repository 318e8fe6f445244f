"""Give each column of an answer one type, as typed tables need it, and lose nothing by it.

A column of one kind of value keeps that kind; whole numbers among decimals become decimals. Whatever has no type in
common, or does not fit into the type, becomes text as SPARQL CSV writes it. Unbound cells stay None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from myograph.errors import MissingExtra

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl
    import pyarrow as pa

    from myograph.queries.results import Solutions
    from myograph.queries.values import Value

Kind = Literal["boolean", "integer", "decimal", "double", "date", "instant", "moment", "text"]
"""An instant is a date and time with its zone, a moment one without."""

KIND_OF: dict[type, Kind] = {bool: "boolean", int: "integer", Decimal: "decimal", float: "double", date: "date"}
LONGEST_INTEGER = 63
MOST_DIGITS = 38


@dataclass(frozen=True, slots=True)
class TypedColumn:
    """Hold the values of a column, all of one kind or None; `scale` counts the digits behind a decimal point."""

    name: str
    kind: Kind
    values: tuple[Any, ...]
    scale: int = 0


def typed_columns(solutions: Solutions) -> Iterator[TypedColumn]:
    """Yield the columns in order."""
    return (typed_column(name, solutions.column(name)) for name in solutions.columns)


def typed_column(name: str, values: tuple[Value, ...]) -> TypedColumn:
    """Return the values with the one type that fits all of them."""
    kinds = {kind_of(value) for value in values if value is not None}
    if kinds == {"integer", "decimal"}:
        kinds = {"decimal"}
    kind: Kind = kinds.pop() if len(kinds) == 1 else "text"
    if kind == "decimal":
        return _decimals(name, values)
    if kind == "integer" and not all(_fits(value) for value in values):
        kind = "text"
    if kind == "instant":
        return TypedColumn(name, kind, tuple(_in_utc(value) for value in values))
    return TypedColumn(name, kind, tuple(map(lexical, values)) if kind == "text" else values)


def kind_of(value: Value) -> Kind:
    """Return the kind of one value."""
    if isinstance(value, datetime):
        return "moment" if value.tzinfo is None else "instant"
    return KIND_OF.get(type(value), "text")


def lexical(value: Value) -> str | None:
    """Return the value as plain text, the way SPARQL CSV writes it; a triple in pointed brackets, None as it is."""
    if value is None or isinstance(value, str):
        return None if value is None else str(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"<< {' '.join(str(lexical(part)) for part in value)} >>"
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _fits(value: Value) -> bool:
    return not isinstance(value, int) or -(2**LONGEST_INTEGER) <= value < 2**LONGEST_INTEGER


def _decimals(name: str, values: tuple[Value, ...]) -> TypedColumn:
    exact = [value if value is None else Decimal(str(value)) for value in values]
    scale = max(_digits_behind(value) for value in exact if value is not None)
    before = max(value.adjusted() + 1 for value in exact if value is not None)
    if max(before, 1) + scale > MOST_DIGITS:
        return TypedColumn(name, "text", tuple(map(lexical, values)))
    return TypedColumn(name, "decimal", tuple(exact), scale)


def _digits_behind(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _in_utc(value: Value) -> datetime | None:
    return value.astimezone(UTC) if isinstance(value, datetime) else None


def arrow_table(solutions: Solutions) -> pa.Table:
    """Return the rows as an Arrow table; raises MissingExtra without pyarrow."""
    try:
        import pyarrow as pa
    except ImportError:
        raise MissingExtra("pyarrow", "arrow") from None
    columns = list(typed_columns(solutions))
    arrays = [pa.array(column.values, type=_arrow_type(column)) for column in columns]
    return pa.Table.from_arrays(arrays, names=[column.name for column in columns])


def _arrow_type(column: TypedColumn) -> pa.DataType:
    import pyarrow as pa

    types: dict[Kind, pa.DataType] = {
        "boolean": pa.bool_(),
        "integer": pa.int64(),
        "decimal": pa.decimal128(MOST_DIGITS, column.scale),
        "double": pa.float64(),
        "date": pa.date32(),
        "instant": pa.timestamp("us", tz="UTC"),
        "moment": pa.timestamp("us"),
        "text": pa.string(),
    }
    return types[column.kind]


def polars_frame(solutions: Solutions) -> pl.DataFrame:
    """Return the rows as a Polars frame; raises MissingExtra without polars."""
    try:
        import polars as pl
    except ImportError:
        raise MissingExtra("polars") from None
    columns = typed_columns(solutions)
    return pl.DataFrame([pl.Series(each.name, each.values, dtype=_polars_type(each)) for each in columns])


def _polars_type(column: TypedColumn) -> Any:
    import polars as pl

    types: dict[Kind, Any] = {
        "boolean": pl.Boolean(),
        "integer": pl.Int64(),
        "decimal": pl.Decimal(MOST_DIGITS, column.scale),
        "double": pl.Float64(),
        "date": pl.Date(),
        "instant": pl.Datetime("us", "UTC"),
        "moment": pl.Datetime("us"),
        "text": pl.String(),
    }
    return types[column.kind]
