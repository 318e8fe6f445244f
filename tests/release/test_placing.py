"""Putting a directory in its place: whole at every instant, and nothing of others is touched."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest

from myograph.errors import StoreError
from myograph.release import placing
from myograph.release.placing import publish, remove_abandoned, remove_superseded, staged, standing_release


@pytest.fixture(params=["in one step", "in two steps"])
def _both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "in two steps":
        monkeypatch.setattr(placing, "_exchanged", lambda folder, target: False)


def fill(folder: Path, text: str) -> None:
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "file").write_text(text, encoding="utf-8")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def held(target: Path) -> str:
    return (target / "inner" / "file").read_text(encoding="utf-8")


def put(target: Path, text: str) -> None:
    with staged(target) as folder:
        fill(folder, text)
        publish(folder, target)


@pytest.mark.usefixtures("_both_ways")
def test_directory_appears_and_is_replaced_without_a_trace(tmp_path: Path) -> None:
    target = tmp_path / "deeper" / "release"
    for text in ("first", "second", "third"):
        put(target, text)
        assert held(target) == text
        assert names(target.parent) == ["release"]


@pytest.mark.usefixtures("_both_ways")
def test_empty_directory_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "release").mkdir()
    put(tmp_path / "release", "first")
    assert held(tmp_path / "release") == "first"


def test_what_is_not_published_leaves_no_trace(tmp_path: Path) -> None:
    target = tmp_path / "release"
    put(target, "first")
    with staged(target) as folder:
        fill(folder, "second")
        assert held(target) == "first"
    assert held(target) == "first"
    assert names(tmp_path) == ["release"]


def test_abandoned_directory_is_removed_and_a_live_one_is_not(tmp_path: Path) -> None:
    target = tmp_path / "release"
    abandoned = tmp_path / ".release.0123456789ab.part"
    fill(abandoned, "left behind")
    of_another = tmp_path / ".other.0123456789ab.part"
    fill(of_another, "of another target")
    with staged(target) as live:
        assert not abandoned.exists()
        remove_abandoned(target)
        assert live.exists()
    assert of_another.exists()


def test_without_locks_only_old_directories_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "_lock", lambda folder, blocking: None)
    fresh, old = (tmp_path / f".release.{name}.part" for name in ("fresh", "old"))
    for folder in (fresh, old):
        folder.mkdir()
    long_ago = time.time() - 2 * placing.ABANDONED_AFTER
    os.utime(old, (long_ago, long_ago))
    remove_abandoned(tmp_path / "release")
    assert fresh.exists()
    assert not old.exists()


def test_name_with_wildcards_matches_itself_only(tmp_path: Path) -> None:
    (tmp_path / ".ab.0.part").mkdir()
    put(tmp_path / "[a]*", "first")
    assert names(tmp_path) == [".ab.0.part", "[a]*"]


def test_release_is_found_after_a_stop_between_two_renames(tmp_path: Path) -> None:
    target = tmp_path / "release"
    put(target, "first")
    target.rename(tmp_path / ".release.0123456789ab.previous")
    assert held(standing_release(target)) == "first"
    put(target, "second")
    assert held(standing_release(target)) == "second"
    assert names(tmp_path) == ["release"]


def test_directory_taken_for_abandoned_before_its_lock_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Path] = []
    lock = placing._wait_for_lock

    def slow_lock(folder: Path) -> int | None:
        if not taken:
            taken.append(folder)
            remove_abandoned(tmp_path / "release")
        return lock(folder)

    monkeypatch.setattr(placing, "_wait_for_lock", slow_lock)
    put(tmp_path / "release", "first")
    assert taken
    assert held(tmp_path / "release") == "first"


def test_endless_contest_ends_in_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "release", "first")
    for way in ("_exchanged", "_moved_in_two_steps"):
        monkeypatch.setattr(placing, way, lambda folder, target: False)
    with pytest.raises(StoreError, match="keep replacing"):
        put(tmp_path / "release", "second")
    assert held(tmp_path / "release") == "first"


def test_fault_of_the_system_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="Read-only"):
        put(tmp_path / "release", "first")
    assert names(tmp_path) == []


def test_superseded_directories_are_removed_the_oldest_first(tmp_path: Path) -> None:
    now = time.time()
    for age in range(placing.KEPT + 3):
        (tmp_path / f"r{age}").mkdir()
        made = now - age * 2 * placing.RECENT
        os.utime(tmp_path / f"r{age}", (made, made))
    remove_superseded(tmp_path / "r0")
    assert names(tmp_path) == [f"r{age}" for age in range(placing.KEPT + 1)]


def test_recent_directories_stay_however_many(tmp_path: Path) -> None:
    for number in range(placing.KEPT + 3):
        (tmp_path / f"r{number}").mkdir()
    remove_superseded(tmp_path / "r0")
    assert len(names(tmp_path)) == placing.KEPT + 3
