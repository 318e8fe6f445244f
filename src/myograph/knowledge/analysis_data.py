"""Answers to causal questions as plain data, for JSON: the fields of each record, and what a reader asks of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass

SAID_TOO: Mapping[str, tuple[str, ...]] = {
    "Step": ("sentence",),
    "Path": ("sign", "verdict", "length", "sentence", "standing", "claims"),
    "Paths": ("sign", "complete"),
    "Reached": ("bar",),
    "Change": ("distance", "verdict"),
    "Loop": ("effect",),
    "Story": ("causes",),
    "Beside": ("sentence",),
}
"""Properties that are told beside the fields, by the name of the record."""

LEFT_OUT: Mapping[str, frozenset[str]] = {"Story": frozenset({"links", "paths"})}
"""Fields that are too long to be told each time."""

Data = dict[str, "Data"] | list["Data"] | str | int | float | bool | None


def as_data(value: object) -> Data:
    """Return a record, or a collection of records, as dicts, lists, texts and numbers; sets come sorted."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(key): as_data(each) for key, each in value.items()}
    if isinstance(value, frozenset | set):
        return [as_data(each) for each in sorted(value)]
    if isinstance(value, tuple | list):
        return [as_data(each) for each in value]
    if is_dataclass(value):
        return _record(value)
    raise TypeError(f"{type(value).__name__} is no data")


def _record(value: object) -> Data:
    kind = type(value).__name__
    hidden = LEFT_OUT.get(kind, frozenset())
    own = [field.name for field in fields(value) if field.name not in hidden]  # type: ignore[arg-type]
    return {name: as_data(getattr(value, name)) for name in (*own, *SAID_TOO.get(kind, ()))}
