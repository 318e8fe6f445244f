"""Ask the engine, and turn what goes wrong while it works into errors of the project."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from myograph.errors import QueryError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

    from myograph.store.dataset import Dataset


def evaluate(
    engine: Store, text: str, prefixes: Mapping[str, str], dataset: Dataset | None = None, base: str | None = None
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Ask the engine as it is; raises SyntaxError with its words, QueryError and StoreError.

    `dataset` takes the place of what FROM clauses describe; without either, the query sees the union of all graphs.
    `base` is what relative IRIs are relative to.
    """
    with told_by_engine():
        try:
            graphs = dataset or _described(text, prefixes, base)
            if graphs is None:
                return engine.query(text, base_iri=base, use_default_graph_as_union=True, prefixes=dict(prefixes))
            default, named = graphs.nodes()
            return engine.query(text, base_iri=base, default_graph=default, named_graphs=named, prefixes=dict(prefixes))
        except UnicodeEncodeError:
            raise QueryError("the query is not valid Unicode text", advice="Save it as UTF-8.") from None


def _described(text: str, prefixes: Mapping[str, str], base: str | None) -> Dataset | None:
    if "from" not in text.lower():
        return None
    from myograph.store.dataset import dataset_in

    return dataset_in(text, prefixes, base or "")


@contextmanager
def told_by_engine() -> Iterator[None]:
    """Turn the errors of an evaluation into QueryError and StoreError; use it where answers are read."""
    try:
        yield
    except (QueryError, StoreError, BrokenPipeError):
        raise
    except RuntimeError as fault:
        raise QueryError(f"the query cannot be evaluated: {fault}") from None
    except OSError as fault:
        if fault.errno is not None:
            raise
        raise StoreError(f"the store cannot be read: {fault}", advice="Build it again with `myograph build`.") from None
