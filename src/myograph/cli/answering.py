"""Answer a query and write the answer, in the way that fits where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import QuerySolutions

from myograph.queries.writers import Wording, kind_of, readable, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from myograph.cli.destination import Destination
    from myograph.content import Content
    from myograph.names import Prefixes
    from myograph.store import Store

LABELS = "machinery/labels.rq"


@dataclass(frozen=True, slots=True)
class Answering:
    """Answer queries from a store; `form` is the name of the format that is asked for, if any."""

    store: Store
    content: Content
    form: str | None
    iris: bool

    def answer(self, text: str, prefixes: Mapping[str, str], destination: Destination) -> None:
        """Evaluate a query and write what it gives, all of it in the calling thread."""
        found = self.store.query(text, prefixes=prefixes)
        form = destination.format_for(kind_of(found), self.form)
        if destination.terminal and form.name == "table" and isinstance(found, QuerySolutions):
            from myograph.cli.terminal import show

            show(readable(found, self.wording()), iris=self.iris)
        else:
            write(found, form, destination.stream, self.wording())
        destination.stream.flush()

    def wording(self) -> Wording:
        """Return how names are written: with the prefixes of the content and the labels of the store."""
        return Wording(self._prefixes, self._labels, self.iris)

    def _prefixes(self) -> Prefixes:
        from myograph.names import Prefixes

        return Prefixes.load(self.content)

    def _labels(self, iris: Iterable[str]) -> Mapping[str, str]:
        from myograph.queries.labels import find_labels

        return find_labels(self.store, (self.content.queries / LABELS).read_text("utf-8"), iris)
