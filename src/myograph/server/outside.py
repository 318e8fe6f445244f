"""The graph in an engine elsewhere: workers ask it as they would ask their own store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from myograph.errors import QueryError
from myograph.store.remote import RemoteStore
from myograph.store.sparql_text import CLOSING, OPENING, significant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from myograph.store.dataset import Dataset
    from myograph.store.protocol import Answer


@dataclass(frozen=True, slots=True, eq=False)
class OutsideStore(RemoteStore):
    """Answer queries by asking an endpoint, with a dataset and a base that a request may bring."""

    @property
    def allow_service(self) -> bool:
        """Return that other servers are called: the endpoint is one."""
        return True

    def query_over(
        self,
        dataset: Dataset | None,
        text: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        base: str | None = None,
    ) -> Answer:
        """Return the answer to a query over these graphs; relative IRIs are relative to `base`."""
        if dataset is not None:
            text = with_clauses(text, dataset)
        return self.query(f"BASE <{base}> {text}" if base else text, prefixes=prefixes)


def with_clauses(text: str, dataset: Dataset) -> str:
    """Return the query with FROM clauses for a dataset; raises QueryError when it has some, or an IRI is none."""
    dataset.nodes()
    found = significant(text)
    place, depth, last = None, 0, None
    for token in found:
        if depth == 0 and token.kind == "word" and token.text.upper() == "FROM":
            raise QueryError("the request names graphs, and so does the query", advice="Name them in one place.")
        if depth == 0 and token.kind == "word" and token.text.upper() == "WHERE" and place is None:
            place = token.start
        if token.kind == "mark":
            last = token.start if depth == 0 and token.text == "{" else last
            depth += (token.text in OPENING) - (token.text in CLOSING)
    start = next((each for each in (place, last) if each is not None), len(text))
    clauses = "".join([f"FROM <{iri}> " for iri in dataset.default] + [f"FROM NAMED <{iri}> " for iri in dataset.named])
    return f"{text[:start]} {clauses}{text[start:]}"
