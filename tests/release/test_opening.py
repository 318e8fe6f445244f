"""Opening a release: the named one, a bare store, else the cached one, which the first use builds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from myograph.content import Content
from myograph.errors import StoreError
from myograph.release import Manifest, build, open_release
from tests.content_cases import VALID, replace, valid_copy


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MYOGRAPH_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_first_use_builds_and_says_so_once(cache: Path) -> None:
    said: list[str] = []
    first = open_release(content=Content(VALID), progress=said.append)
    again = open_release(content=Content(VALID), progress=said.append)
    assert first.path == again.path == cache / "releases" / Content(VALID).digest()
    assert len(said) == 1
    assert str(cache) in said[0]


def test_changed_content_gets_a_release_of_its_own(cache: Path, tmp_path: Path) -> None:
    content = valid_copy(tmp_path / "content")
    first = open_release(content=content)
    replace(tmp_path / "content/graph/entities.ttl", '"banana"@en', '"bananas"@en')
    second = open_release(content=content)
    assert first.path != second.path
    assert len(list((cache / "releases").iterdir())) == 2


def test_named_release_is_opened_whatever_the_content(tmp_path: Path) -> None:
    built = build(Content(VALID), tmp_path / "release")
    opened = open_release(tmp_path / "release", content=Content(tmp_path))
    assert opened.manifest == built.manifest


def test_bare_store_has_no_manifest(tmp_path: Path) -> None:
    build(Content(VALID), tmp_path / "release")
    opened = open_release(tmp_path / "release" / "store", content=Content(VALID))
    assert opened.manifest is None
    assert opened.store.ask("ASK { ?s ?p ?o }")


def test_release_put_aside_by_a_stopped_build_is_still_opened(tmp_path: Path) -> None:
    build(Content(VALID), tmp_path / "release")
    (tmp_path / "release").rename(tmp_path / ".release.0123456789ab.previous")
    assert open_release(tmp_path / "release", content=Content(VALID)).store.ask("ASK { ?s ?p ?o }")


@pytest.mark.parametrize(("make", "problem"), [(False, "no release here"), (True, "neither a release nor a store")])
def test_missing_release_is_told(make: bool, problem: str, tmp_path: Path) -> None:
    if make:
        (tmp_path / "release").mkdir()
    with pytest.raises(StoreError, match=problem) as caught:
        open_release(tmp_path / "release", content=Content(VALID))
    assert "myograph build" in (caught.value.advice or "")


def test_cache_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("MYOGRAPH_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(StoreError, match="cannot be written") as caught:
        open_release(content=Content(VALID))
    assert "MYOGRAPH_CACHE" in (caught.value.advice or "")
    assert "--store" in (caught.value.advice or "")


def test_damaged_cached_release_is_built_again_on_request(cache: Path) -> None:
    from myograph.release.building import write_release

    path = open_release(content=Content(VALID)).path
    (path / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match="not the manifest"):
        open_release(content=Content(VALID))
    write_release(Content(VALID), path, lambda message: None, owned=True)
    assert open_release(content=Content(VALID)).manifest is not None


def test_damaged_store_is_told(tmp_path: Path) -> None:
    build(Content(VALID), tmp_path / "release")
    for file in (tmp_path / "release" / "store").glob("*.sst"):
        file.write_bytes(file.read_bytes()[:-7])
    with pytest.raises(StoreError, match="cannot be opened"):
        open_release(tmp_path / "release", content=Content(VALID))


def test_manifest_survives_writing_and_reading() -> None:
    manifest = Manifest("1.0", "abc", 3, {"https://example.org/ä": 3}, {}, {"a.nq": "00"})
    assert Manifest.from_json(manifest.to_json(), "here") == manifest


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"kind": "myograph release", "format": 1}', '{"kind": "other", "format": 1}']
)
def test_what_is_no_manifest_is_refused(text: str) -> None:
    with pytest.raises(StoreError, match="not the manifest"):
        Manifest.from_json(text, "here")


def test_manifest_of_a_later_format_is_refused() -> None:
    data = json.loads(Manifest("1.0", "abc", 3, {}, {}, {}).to_json())
    with pytest.raises(StoreError, match="has format 99"):
        Manifest.from_json(json.dumps({**data, "format": 99}), "here")
