"""The triple index says what a plain list of triples says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Triple

from myograph.graph.triple_index import SUBCLASS_OF, TYPE, TripleIndex

nodes = st.sampled_from([NamedNode(f"https://example.org/{name}") for name in "abcdef"])
predicates = st.sampled_from([NamedNode("https://example.org/p"), TYPE, SUBCLASS_OF])
triples = st.lists(st.builds(Triple, nodes, predicates, nodes), max_size=40)


@given(triples, nodes, predicates)
def test_lookups_agree_with_the_list(stated: list[Triple], node: NamedNode, predicate: NamedNode) -> None:
    index = TripleIndex.of(stated)
    with_predicate = [triple for triple in stated if triple.predicate == predicate]
    assert set(index.objects(node, predicate)) == {t.object for t in with_predicate if t.subject == node}
    assert set(index.having(predicate, node)) == {t.subject for t in with_predicate if t.object == node}
    assert set(index.pairs(predicate)) == {(t.subject, t.object) for t in with_predicate}
    assert (node in index) == any(t.subject == node for t in stated)


@given(triples, nodes)
def test_subclasses_are_closed(stated: list[Triple], top: NamedNode) -> None:
    below = TripleIndex.of(stated).classes_below(top)
    assert top in below
    assert len(set(below)) == len(below)
    links = {(t.subject, t.object) for t in stated if t.predicate == SUBCLASS_OF}
    assert all(sub in below for sub, wider in links if wider in below)


@given(triples, nodes)
def test_instances_have_a_type_at_or_below_the_class(stated: list[Triple], top: NamedNode) -> None:
    index = TripleIndex.of(stated)
    below = index.classes_below(top)
    expected = {t.subject for t in stated if t.predicate == TYPE and t.object in below}
    found = index.instances(top)
    assert set(found) == expected
    assert len(found) == len(expected)
