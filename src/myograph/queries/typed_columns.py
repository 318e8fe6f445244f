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
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import polars as pl
    import pyarrow as pa

    from myograph.queries.results import Row, Solutions
    from myograph.queries.values import Value

Kind = Literal["boolean", "integer", "decimal", "double", "date", "instant", "moment", "text"]
"""An instant is a date and time with its zone, a moment one without."""

KIND_OF: dict[type, Kind] = {bool: "boolean", int: "integer", Decimal: "decimal", float: "double", date: "date"}
LONGEST_INTEGER = 63
MOST_DIGITS = 38


@dataclass(frozen=True, slots=True)
class ColumnType:
    """Say of which kind the values of a column are; `scale` counts the digits behind a decimal point."""

    name: str
    kind: Kind
    scale: int = 0

    def typed(self, values: Sequence[Value]) -> tuple[Any, ...]:
        """Return values of this column as the kind has them; None stays None."""
        convert = CONVERTED.get(self.kind)
        return tuple(map(convert, values)) if convert else tuple(values)


def column_types(solutions: Solutions) -> list[ColumnType]:
    """Return the types of the columns, in order."""
    return [column_type(name, solutions.column(name)) for name in solutions.columns]


def column_type(name: str, values: Sequence[Value]) -> ColumnType:
    """Return the one type that fits all values of a column."""
    kinds = {kind_of(value) for value in values if value is not None}
    if kinds == {"integer", "decimal"}:
        kinds = {"decimal"}
    kind: Kind = kinds.pop() if len(kinds) == 1 else "text"
    if kind == "decimal":
        return _decimal_type(name, values)
    if kind == "integer" and not all(_fits(value) for value in values):
        kind = "text"
    return ColumnType(name, kind)


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


def _decimal_type(name: str, values: Sequence[Value]) -> ColumnType:
    exact = [value for value in map(_exact, values) if value is not None]
    scale = max(map(_digits_behind, exact))
    before = max(value.adjusted() + 1 for value in exact)
    fits = max(before, 1) + scale <= MOST_DIGITS
    return ColumnType(name, "decimal", scale) if fits else ColumnType(name, "text")


def _exact(value: Value) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _digits_behind(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _in_utc(value: Value) -> datetime | None:
    return value.astimezone(UTC) if isinstance(value, datetime) else None


CONVERTED: Mapping[Kind, Callable[[Value], Any]] = {"decimal": _exact, "instant": _in_utc, "text": lexical}


def arrow_table(solutions: Solutions) -> pa.Table:
    """Return the rows as an Arrow table; raises MissingExtra without pyarrow."""
    schema, batches = arrow_batches(solutions, max(len(solutions), 1))
    import pyarrow as pa

    return pa.Table.from_batches(batches, schema)


def arrow_batches(solutions: Solutions, size: int) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """Return the schema of all rows, and the rows in batches of at most `size`, each made when it is asked for.

    Raises MissingExtra without pyarrow.
    """
    try:
        import pyarrow as pa
    except ImportError:
        raise MissingExtra("pyarrow", "arrow") from None
    types = column_types(solutions)
    schema = pa.schema([(each.name, _arrow_type(each)) for each in types])
    starts = range(0, len(solutions), size)
    return schema, (_batch(types, schema, solutions[start : start + size]) for start in starts)


def _batch(types: Sequence[ColumnType], schema: pa.Schema, rows: Sequence[Row]) -> pa.RecordBatch:
    import pyarrow as pa

    columns = zip(types, zip(*rows, strict=True), strict=True)
    arrays = [pa.array(each.typed(values), type=_arrow_type(each)) for each, values in columns]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _arrow_type(column: ColumnType) -> pa.DataType:
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
    typed = ((each, each.typed(solutions.column(each.name))) for each in column_types(solutions))
    return pl.DataFrame([pl.Series(each.name, values, dtype=_polars_type(each)) for each, values in typed])


def _polars_type(column: ColumnType) -> Any:
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
