"""Where the cache is: the project's own variable, then the desktop convention, then the platform."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import pytest

from myograph.errors import StoreError
from myograph.release.locating import cache_folder, cached_release


def test_own_variable_wins(tmp_path: Path) -> None:
    environment = {"MYOGRAPH_CACHE": str(tmp_path / "mine"), "XDG_CACHE_HOME": str(tmp_path / "shared")}
    assert cache_folder(environment) == tmp_path / "mine"


def test_own_variable_may_be_relative_and_may_start_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cache_folder({"MYOGRAPH_CACHE": "mine"}) == Path.cwd() / "mine"
    assert cache_folder({"MYOGRAPH_CACHE": "~/mine"}) == Path("~/mine").expanduser()


def test_shared_cache_holds_a_folder_of_ours(tmp_path: Path) -> None:
    assert cache_folder({"XDG_CACHE_HOME": str(tmp_path)}) == tmp_path / "myograph"


@pytest.mark.parametrize("ignored", [{}, {"XDG_CACHE_HOME": "relative"}, {"MYOGRAPH_CACHE": "", "XDG_CACHE_HOME": ""}])
def test_platform_is_asked_last(ignored: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache_folder(ignored) == Path(platformdirs.user_cache_dir("myograph", appauthor=False))


def test_releases_are_kept_by_build_id(tmp_path: Path) -> None:
    assert cached_release("abc", {"MYOGRAPH_CACHE": str(tmp_path)}) == tmp_path / "releases" / "abc"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the home folder is asked for on Linux only")
def test_nobody_without_a_home_gets_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(StoreError, match="no home folder") as caught:
        cache_folder({})
    assert "MYOGRAPH_CACHE" in (caught.value.advice or "")
