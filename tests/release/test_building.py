"""Building a release: what it holds, the same bytes each time, and what keeps it from being built."""

from __future__ import annotations

import errno
import json
from hashlib import sha256
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from myograph.content import Content
from myograph.errors import CheckFailed, ContentError, StoreError, UsageError
from myograph.release import Release, build, building
from myograph.release.building import write_release
from tests.content_cases import VALID, replace, valid_copy

MYO = "https://w3id.org/myograph/ontology#"
GRAPH = "https://w3id.org/myograph/graph/"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return build(Content(VALID), tmp_path_factory.mktemp("built") / "release")


def test_exports_say_what_the_manifest_counts(release: Release) -> None:
    assert release.manifest is not None
    trig = set(parse((release.path / "myograph.trig").read_bytes(), format=RdfFormat.TRIG))
    assert trig == set(parse((release.path / "myograph.nq").read_bytes(), format=RdfFormat.N_QUADS))
    union = {quad.triple for quad in parse((release.path / "myograph.ttl").read_bytes(), format=RdfFormat.TURTLE)}
    assert union == {quad.triple for quad in trig}
    assert len(trig) == len(union) == release.manifest.triples == sum(release.manifest.graphs.values())
    assert release.manifest.classes[f"{MYO}Claim"] == 2
    assert release.manifest.graphs[f"{GRAPH}entities"] == 9


def test_store_holds_every_triple(release: Release) -> None:
    (row,) = release.store.select("SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }")
    assert release.manifest is not None
    assert int(row["triples"].value) == release.manifest.triples


def test_derived_triples_are_those_that_no_graph_states(release: Release) -> None:
    quads = parse((release.path / "myograph.nq").read_bytes(), format=RdfFormat.N_QUADS)
    derived = sorted(str(quad.triple) for quad in quads if quad.graph_name.value == f"{GRAPH}derived")
    home = "https://w3id.org/myograph/"
    assert derived == [
        f'<{home}claim/banana-potassium> <{MYO}placeCount> "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        f'<{home}claim/mg-twitching> <{MYO}placeCount> "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        f"<{home}id/banana> <{MYO}foodSourceOf> <{home}id/potassium>",
        f"<{home}id/magnesium> <{MYO}relieves> <{home}id/muscle-twitching>",
    ]


def test_manifest_has_the_digest_of_each_file(release: Release) -> None:
    assert release.manifest is not None
    assert release.manifest.build == Content(VALID).digest()
    assert dict(release.manifest.files) == {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in release.path.iterdir()
        if path.is_file() and path.name != "manifest.json"
    }


def test_building_twice_gives_the_same_bytes(release: Release, tmp_path: Path) -> None:
    again = build(valid_copy(tmp_path / "content"), tmp_path / "release")
    assert release.manifest is not None
    for name in (*release.manifest.files, "manifest.json"):
        assert (again.path / name).read_bytes() == (release.path / name).read_bytes(), name


def test_nquads_are_sorted_and_prefixes_too(release: Release) -> None:
    lines = (release.path / "myograph.nq").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    turtle = (release.path / "myograph.ttl").read_text(encoding="utf-8").splitlines()
    header = [line for line in turtle if line.startswith("@prefix")]
    assert len(header) == 10
    assert header == sorted(header) == turtle[: len(header)]


def test_earlier_release_is_replaced(tmp_path: Path) -> None:
    content = valid_copy(tmp_path / "content")
    first = build(content, tmp_path / "release").manifest
    replace(tmp_path / "content/graph/entities.ttl", '"banana"@en', '"bananas"@en')
    second = build(content, tmp_path / "release").manifest
    assert first is not None
    assert second is not None
    assert first.build != second.build
    assert sorted(path.name for path in tmp_path.iterdir()) == ["content", "release"]


def test_link_to_a_release_stays_a_link(tmp_path: Path) -> None:
    build(Content(VALID), tmp_path / "there")
    (tmp_path / "link").symlink_to("there")
    build(Content(VALID), tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert not (tmp_path / "there").is_symlink()


def a_file(target: Path) -> None:
    target.write_text("precious", encoding="utf-8")


def a_folder(target: Path) -> None:
    target.mkdir()
    (target / "thesis.txt").write_text("precious", encoding="utf-8")


def a_release_with_more(target: Path) -> None:
    build(Content(VALID), target)
    (target / "thesis.txt").write_text("precious", encoding="utf-8")


def a_folder_with_a_manifest_of_something_else(target: Path) -> None:
    target.mkdir()
    (target / "manifest.json").write_text('{"kind": "browser extension"}', encoding="utf-8")


@pytest.mark.parametrize("make", [a_file, a_folder, a_release_with_more, a_folder_with_a_manifest_of_something_else])
def test_what_is_not_a_release_is_never_replaced(make: object, tmp_path: Path) -> None:
    assert callable(make)
    target = tmp_path / "target"
    make(target)
    before = {path: path.read_bytes() for path in target.rglob("*") if path.is_file()}
    with pytest.raises((UsageError, StoreError)) as caught:
        build(Content(VALID), target)
    assert caught.value.advice
    assert {path: path.read_bytes() for path in target.rglob("*") if path.is_file()} == before


def test_errors_stop_the_build(tmp_path: Path) -> None:
    content = valid_copy(tmp_path / "content")
    replace(tmp_path / "content/graph/article/claims.ttl", "myo:opposes", "myo:promotes")
    with pytest.raises(CheckFailed, match=r"claims\.ttl:9 \(myo-claim:mg-twitching\)") as caught:
        build(content, tmp_path / "release")
    assert [finding.rule for finding in caught.value.findings] == ["claim-sign"]
    assert not (tmp_path / "release").exists()


def test_broken_turtle_stops_the_build_with_its_line(tmp_path: Path) -> None:
    content = valid_copy(tmp_path / "content")
    replace(tmp_path / "content/graph/entities.ttl", '"banana"@en .', '"banana"@en')
    with pytest.raises(ContentError, match=r"graph/entities\.ttl:16:"):
        build(content, tmp_path / "release")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [("?claim myo:placeCount", "[] myo:placeCount", "blank node"), ("WHERE {", "WHERE {{", "query-syntax")],
)
def test_view_that_cannot_be_used_stops_the_build(old: str, new: str, problem: str, tmp_path: Path) -> None:
    content = valid_copy(tmp_path / "content")
    replace(tmp_path / "content/queries/views/20-counts.rq", old, new)
    with pytest.raises((ContentError, CheckFailed), match=problem) as caught:
        build(content, tmp_path / "release")
    assert "queries/views/20-counts.rq" in str(caught.value)


def test_content_that_changes_meanwhile_is_not_released(tmp_path: Path) -> None:
    content = valid_copy(tmp_path / "content")

    def meddle(message: str) -> None:
        with (tmp_path / "content/graph/entities.ttl").open("a", encoding="utf-8") as file:
            file.write(f"# {message}\n")

    with pytest.raises(ContentError, match="changed while"):
        build(content, tmp_path / "release", progress=meddle)
    assert [path.name for path in tmp_path.iterdir()] == ["content"]


FULL = OSError(errno.ENOSPC, "No space left on device")
FULL_SAYS_THE_ENGINE = OSError("IO error: No space left on device: While appending to file: /store/OPTIONS.dbtmp")


@pytest.mark.parametrize(("part", "fault"), [("write_store", FULL_SAYS_THE_ENGINE), ("publish", FULL)])
@pytest.mark.parametrize(("owned", "advice"), [(True, "MYOGRAPH_CACHE"), (False, "--output")])
def test_full_disk_is_told_and_leaves_the_earlier_release(
    part: str, fault: OSError, owned: bool, advice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_release(Content(VALID), tmp_path / "release", lambda message: None)
    before = (tmp_path / "release/manifest.json").stat().st_ino

    def full(*arguments: object) -> None:
        raise fault

    monkeypatch.setattr(building, part, full)
    with pytest.raises(StoreError, match=r"cannot be written: No space left on device\n") as caught:
        write_release(Content(VALID), tmp_path / "release", lambda message: None, owned=owned)
    assert advice in (caught.value.advice or "")
    assert (tmp_path / "release/manifest.json").stat().st_ino == before
    assert [path.name for path in tmp_path.iterdir()] == ["release"]


def test_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    a_file(tmp_path / "occupied")
    with pytest.raises(StoreError, match="cannot be written"):
        build(Content(VALID), tmp_path / "occupied" / "release")


def test_manifest_is_readable_without_the_package(release: Release) -> None:
    data = json.loads((release.path / "manifest.json").read_text(encoding="utf-8"))
    assert list(data) == ["kind", "format", "version", "build", "triples", "graphs", "classes", "files"]
