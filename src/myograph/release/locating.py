"""Where releases are kept when nobody names a place: the user's cache, one directory for each build id."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from myograph.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

CACHE_VARIABLE = "MYOGRAPH_CACHE"


def cached_release(build: str, environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the release of a build id is or will be."""
    return cache_folder(environment) / "releases" / build


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the cache folder: MYOGRAPH_CACHE, else `myograph` in XDG_CACHE_HOME, else what the platform prescribes."""
    if chosen := environment.get(CACHE_VARIABLE):
        return Path(chosen).expanduser().absolute()
    if Path(shared := environment.get("XDG_CACHE_HOME", "")).is_absolute():
        return Path(shared) / "myograph"
    return _platform_cache()


def _platform_cache() -> Path:
    try:
        if sys.platform.startswith("linux"):
            return Path.home() / ".cache" / "myograph"
        import platformdirs

        return Path(platformdirs.user_cache_dir("myograph", appauthor=False))
    except RuntimeError:
        raise StoreError(
            "there is no home folder to keep the built store in",
            advice=f"Set {CACHE_VARIABLE} to a folder that can be written, or name a built release with --store.",
        ) from None
