"""Content is found in a checkout and in an installed package, and its digest stands for its bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from myograph import content
from myograph.content import Content
from myograph.errors import ContentError
from tests.checkout import ROOT, files_in_git


@pytest.fixture
def small(tmp_path: Path) -> Content:
    for name in ("ontology/a.ttl", "graph/deep/b.ttl", "queries/q.rq", "viz/page.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return Content(tmp_path)


def test_a_checkout_is_found_from_the_package() -> None:
    assert Content.find().root == ROOT


def test_an_installed_package_carries_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "myograph" / "_content" / "ontology").mkdir(parents=True)
    monkeypatch.setattr(content, "__file__", str(tmp_path / "myograph" / "content.py"))
    assert Content.find().root == tmp_path / "myograph" / "_content"


def test_a_named_root_comes_before_everything(small: Content) -> None:
    assert Content.find(str(small.root)) == small
    assert (small.ontology.name, small.graph.name, small.queries.name, small.viz.name) == content.FOLDERS


def test_a_root_without_content_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="the folder `ontology` is missing") as caught:
        Content.find(tmp_path)
    assert caught.value.place == str(tmp_path)


def test_files_are_what_a_build_depends_on(small: Content) -> None:
    for scratch in (".hidden", "a.ttl~", "__pycache__/x.pyc"):
        (small.ontology / scratch).parent.mkdir(exist_ok=True)
        (small.ontology / scratch).write_text("scratch")
    assert small.files() == ("graph/deep/b.ttl", "ontology/a.ttl", "queries/q.rq")


def test_files_of_the_checkout_are_those_git_knows() -> None:
    assert set(Content.find().files()) == set(files_in_git(*content.BUILT_FOLDERS))


def test_the_digest_changes_with_bytes_and_names_only(small: Content) -> None:
    before = small.digest()
    (small.viz / "page.html").write_text("another page")
    (small.ontology / "a.ttl").touch()
    assert small.digest() == before
    (small.ontology / "a.ttl").write_text("ontology/b.ttl")
    changed = small.digest()
    (small.ontology / "a.ttl").write_text("ontology/a.ttl")
    (small.ontology / "a.ttl").rename(small.ontology / "c.ttl")
    assert len({before, changed, small.digest()}) == 3


def test_the_digest_changes_with_the_build_format(small: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    before = small.digest()
    monkeypatch.setattr(content, "BUILD_FORMAT", content.BUILD_FORMAT + 1)
    assert small.digest() != before


def test_bytes_cannot_move_from_one_file_to_the_next(tmp_path: Path) -> None:
    digests = set()
    for number, (first, second) in enumerate([("ab", "c"), ("a", "bc")]):
        folder = tmp_path / str(number) / "ontology"
        folder.mkdir(parents=True)
        (folder / "1").write_text(first)
        (folder / "2").write_text(second)
        digests.add(Content(folder.parent).digest())
    assert len(digests) == 2
