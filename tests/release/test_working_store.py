"""Working stores: whole or not there, filled on after an interruption, by one process at a time."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from myograph.errors import ContentError, StoreError
from myograph.release.working_store import working_store
from myograph.store import staging
from myograph.store.staging import FilledStore

OLD, NEW = NamedNode("https://example.org/old"), NamedNode("https://example.org/new")


def quad(name: str, graph: NamedNode = NEW) -> Quad:
    node = NamedNode(f"https://example.org/{name}")
    return Quad(node, node, node, graph)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    FilledStore.opened(tmp_path / "source").add([quad("kept", OLD), quad("replaced")])
    return tmp_path / "source"


def held(path: Path) -> set[Quad]:
    return set(Store.read_only(str(path)))


@pytest.mark.parametrize("batch", [1, 50_000])
def test_new_quads_take_the_place_of_a_graph(
    tmp_path: Path, source: Path, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "BATCH", batch)
    for _ in range(2):
        with working_store(tmp_path / "made", source, frozenset((NEW.value,)), "a") as unfinished:
            unfinished.add([quad("one"), quad("two")])
        assert held(tmp_path / "made") == {quad("kept", OLD), quad("one"), quad("two")}
    assert held(source) == {quad("kept", OLD), quad("replaced")}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def stopped(tmp_path: Path, source: Path, fault: BaseException) -> None:
    def fill() -> None:
        with working_store(tmp_path / "made", source, frozenset((NEW.value,)), "a") as unfinished:
            unfinished.add([quad("one")])
            unfinished.note({"done": 1}, b"memory")
            unfinished.add([quad("half")])
            raise fault

    with pytest.raises(type(fault)):
        fill()


def test_an_interrupted_import_goes_on_after_its_last_step(tmp_path: Path, source: Path) -> None:
    stopped(tmp_path, source, KeyboardInterrupt())
    assert not (tmp_path / "made").exists()
    with working_store(tmp_path / "made", source, frozenset((NEW.value,)), "a") as unfinished:
        assert (unfinished.state, unfinished.memory) == ({"done": 1}, b"memory")
        unfinished.add([quad("half"), quad("two")])
    assert held(tmp_path / "made") == {quad("kept", OLD), quad("one"), quad("half"), quad("two")}


@pytest.mark.parametrize("what", ["another archive", "another base"])
def test_another_import_starts_anew(tmp_path: Path, source: Path, what: str) -> None:
    stopped(tmp_path, source, OSError("disk full"))
    base = None if what == "another base" else source
    with working_store(tmp_path / "made", base, frozenset((NEW.value,)), "a" if base is None else "b") as unfinished:
        assert not unfinished.state
    assert held(tmp_path / "made") == ({quad("kept", OLD)} if base else set())


def test_a_refused_import_leaves_nothing(tmp_path: Path, source: Path) -> None:
    stopped(tmp_path, source, ContentError("the archive is damaged"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source"]


def test_only_one_process_fills_a_store(tmp_path: Path, source: Path) -> None:
    with (
        working_store(tmp_path / "made", source, frozenset(), "a"),
        pytest.raises(StoreError, match="another process"),
        working_store(tmp_path / "made", source, frozenset(), "a"),
    ):
        pass
