"""Answers on a page: the rows of a job as cells, with labels and links, and what is to be said beside them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from myograph.server.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from myograph.server.jobs import Reply
    from myograph.server.naming import Cell, Naming

SHOWN_ROWS = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold an answer as a page shows it: a table, a truth value, or the text of a graph; or what is wrong.

    `columns` pairs each name with a title; `truncated` says that there are more rows.
    """

    columns: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    boolean: bool | None = None
    graph: str | None = None
    truncated: bool = False
    problem: Mapping[str, object] | None = None


def shown(
    reply: Reply,
    naming: Naming,
    request_id: str,
    titles: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
) -> Shown:
    """Return the reply to a job as a page shows it.

    `titles` says what columns mean; `labels` maps a column to that with its labels, which then is no column of its own.
    """
    if reply.status != HTTPStatus.OK:
        return Shown(problem=Problem.of(reply).described(request_id))
    if reply.form != "json":
        return Shown(graph=reply.body.decode("utf-8"))
    data = json.loads(reply.body)
    if "boolean" in data:
        return Shown(boolean=data["boolean"])
    labelled = labels or {}
    names = [name for name in data["head"]["vars"] if name not in labelled.values()]
    columns = tuple((name, (titles or {}).get(name, "")) for name in names)
    rows = (tuple(_cell(naming, row, name, labelled) for name in names) for row in data["results"]["bindings"])
    return Shown(columns, tuple(rows), truncated=reply.truncated)


def _cell(naming: Naming, row: Mapping[str, Mapping[str, object]], name: str, labels: Mapping[str, str]) -> Cell:
    cell, label = naming.cell(row.get(name)), row.get(labels.get(name, ""))
    return cell if label is None else replace(cell, text=str(label["value"]))
