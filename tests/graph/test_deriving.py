"""Deriving: views run in order, see one another's results, and repeat nothing that is stated."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad

from myograph.content import Content
from myograph.errors import ContentError
from myograph.graph.deriving import with_derived
from myograph.graph.layout import DERIVED

EX = "https://example.org/"
A, B, C, P, STATED = (NamedNode(EX + name) for name in "abcpg")


def content(folder: Path, **views: str) -> Content:
    (folder / "ontology").mkdir()
    (folder / "queries" / "views").mkdir(parents=True)
    for name, view in views.items():
        prefixed = f"PREFIX ex: <{EX}>\n{view}"
        (folder / "queries" / "views" / f"{name}.rq").write_text(prefixed, encoding="utf-8")
    return Content(folder)


def derived(folder: Path, **views: str) -> set[str]:
    quads = with_derived(content(folder, **views), [Quad(A, P, B, STATED), Quad(B, P, C, STATED)])
    return {" ".join(str(term) for term in quad.triple) for quad in quads if quad.graph_name == DERIVED}


SWAP = "CONSTRUCT { ?y ex:q ?x } WHERE { ?x ex:p ?y }"
SEE = "CONSTRUCT { ?x ex:r ?y } WHERE { ?x ex:q ?y }"


def test_later_views_see_what_earlier_ones_derived(tmp_path: Path) -> None:
    found = derived(tmp_path, v10=SWAP, v20=SEE)
    assert f"<{EX}b> <{EX}r> <{EX}a>" in found
    assert len(found) == 4


def test_earlier_views_do_not_see_later_ones(tmp_path: Path) -> None:
    assert len(derived(tmp_path, v10=SEE, v20=SWAP)) == 2


def test_stated_triples_are_not_repeated(tmp_path: Path) -> None:
    assert derived(tmp_path, v10="CONSTRUCT { ?x ex:p ?y } WHERE { ?x ex:p ?y }") == set()


def test_triples_derived_twice_are_there_once(tmp_path: Path) -> None:
    assert len(derived(tmp_path, v10=SWAP, v20=SWAP)) == 2


def test_numbers_in_another_spelling_are_not_repeated(tmp_path: Path) -> None:
    assert len(derived(tmp_path, v10="CONSTRUCT { ?x ex:n 1.50 , 1.5 } WHERE { ?x ex:p ?y }")) == 2


@pytest.mark.parametrize(
    ("view", "problem"),
    [
        ("SELECT ?x WHERE { ?x ex:p ?y }", "not CONSTRUCT but SELECT"),
        ("CONSTRUCT { ?x ex:p [] } WHERE { ?x ex:p ?y }", "blank node"),
        ("CONSTRUCT { ?x ex:p ?y } WHERE { ?x ex:p }", "cannot run"),
        ("CONSTRUCT { ?x ez:p ?y } WHERE { ?x ez:p ?y }", "cannot run"),
    ],
)
def test_view_that_cannot_be_used_is_named(view: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=rf"queries/views/v10\.rq[:0-9]*: .*{problem}"):
        derived(tmp_path, v10=view)
