"""Mappings in a release: in a graph of their own, each once, beside names that the content gives itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from myograph.errors import CheckFailed
from myograph.graph.loading import load
from myograph.names import MYO_GRAPH, RDFS, SKOS
from myograph.release.building import write_release
from myograph.release.checking import check
from myograph.release.manifest import read_manifest
from myograph.release.mapped import mapping_quads
from tests.content_cases import MAPPED, replace, valid_copy

TABLE = "ontology/mappings.sssom.tsv"
TWITCH = NamedNode("http://purl.obolibrary.org/obo/SYMP_0000394")


def silent(_: str) -> None:
    """Tell no progress."""


def test_valid_mappings_are_clean(tmp_path: Path) -> None:
    assert check(valid_copy(tmp_path, MAPPED)).findings == ()


def test_mappings_are_in_the_graph_that_lists_their_table(tmp_path: Path) -> None:
    quads = list(mapping_quads(load(valid_copy(tmp_path, MAPPED))))
    assert {quad.graph_name for quad in quads} == {MYO_GRAPH.mappings}
    assert sum(quad.predicate in SKOS for quad in quads) == 4
    assert len(quads) == len(set(quads))


def test_name_that_the_content_gives_is_not_repeated(tmp_path: Path) -> None:
    content = valid_copy(tmp_path, MAPPED)
    assert [str(quad.object) for quad in mapping_quads(load(content)) if quad.subject == TWITCH] == [
        '"muscle twitching"@en'
    ]
    with (content.graph / "entities.ttl").open("a", encoding="utf-8") as end:
        end.write(f'\n{TWITCH} rdfs:label "twitching of muscle"@en .\n')
    assert [quad for quad in mapping_quads(load(content)) if quad.subject == TWITCH] == []


def test_release_holds_the_mappings(tmp_path: Path) -> None:
    content = valid_copy(tmp_path / "content", MAPPED)
    write_release(content, tmp_path / "release", silent)
    lines = (tmp_path / "release/myograph.nq").read_text("utf-8").splitlines()
    told = [line for line in lines if f"{MYO_GRAPH.mappings} ." in line]
    assert sum(str(SKOS.exactMatch) in line for line in told) == 3
    assert sum(str(SKOS.closeMatch) in line for line in told) == 1
    assert sum(str(RDFS.label) in line for line in told) == 4
    manifest = read_manifest(tmp_path / "release")
    assert manifest is not None
    assert manifest.graphs[MYO_GRAPH.mappings.value] == len(told)


def test_unsound_mappings_are_not_built(tmp_path: Path) -> None:
    content = valid_copy(tmp_path / "content", MAPPED)
    replace(content.root / TABLE, "myo-id:potassium\tpotassium", "myo-id:potash\tpotash")
    with pytest.raises(CheckFailed, match="myo-id:potash is no entity"):
        write_release(content, tmp_path / "release", silent)
    assert not (tmp_path / "release").exists()
