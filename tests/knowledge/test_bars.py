"""Evidence bars: nested, complete, and in step with the vocabulary."""

from __future__ import annotations

from itertools import pairwise

import pytest
from pyoxigraph import Literal, NamedNode, parse

from myograph.errors import UnknownName
from myograph.knowledge.bars import BARS, BEST_FIRST, admitted
from myograph.names import MYO, RDF, RDFS
from tests.checkout import ROOT


def ranked_verdicts() -> list[str]:
    triples = {(q.subject, q.predicate, q.object) for q in parse(path=str(ROOT / "ontology" / "myograph.ttl"))}
    verdicts = {s for s, p, o in triples if p == RDF.type and o == MYO.Verdict}
    rank = {s: int(o.value) for s, p, o in triples if p == MYO.rank and isinstance(o, Literal) and s in verdicts}
    label = {s: o.value for s, p, o in triples if p == RDFS.label and isinstance(o, Literal) and s in verdicts}
    assert all(isinstance(verdict, NamedNode) for verdict in verdicts)
    return [label[verdict] for verdict in sorted(verdicts, key=lambda verdict: -rank[verdict])]


def test_the_order_is_that_of_the_vocabulary() -> None:
    assert list(BEST_FIRST) == ranked_verdicts()


def test_bars_are_nested_from_the_lowest_to_the_highest() -> None:
    assert all(higher < lower for lower, higher in pairwise(BARS.values()))


def test_an_unknown_bar_names_those_there_are() -> None:
    with pytest.raises(UnknownName, match="not-contradicted"):
        admitted("very good")
