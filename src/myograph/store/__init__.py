"""Stores that answer SPARQL: one protocol, and the engine behind it.

What may run is decided here, because every way to the engine leads through here: `sparql_text` reads a query
without parsing it, `screening` refuses what would call another server or end the process, `faults` turns the
engine's complaints into errors with line, column and advice, and `deadline` stops a query that takes too long.
"""

from __future__ import annotations

from myograph.store.embedded import EmbeddedStore
from myograph.store.protocol import Store

__all__ = ["EmbeddedStore", "Store"]
