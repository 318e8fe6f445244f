"""What every test may rely on: a cache folder of the run's own, and shared material by marker."""

from __future__ import annotations

import os
import shutil
import tempfile

import pytest
from hypothesis import HealthCheck, settings

from tests.shared_material import shared_file

ROAMING = "MYOGRAPH_ROAM"
"""With this in the environment properties are tried on new examples each time; without it, always on the same."""

# A property that holds slowly on a busy machine still holds. What fails must fail again for the next who tries,
# so a change is judged on fixed examples; whoever hunts for new ones roams.
settings.register_profile(
    "myograph",
    deadline=None,
    print_blob=True,
    derandomize=ROAMING not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("myograph")

CACHE = "MYOGRAPH_CACHE"
made_cache = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Keep releases in a folder of this run, never in the user's cache; worker processes inherit it.

    A moment that is given to builds would be in every release, and in what is expected of it.
    """
    os.environ.pop("SOURCE_DATE_EPOCH", None)
    if "PYTEST_XDIST_WORKER" not in os.environ:
        config.stash[made_cache] = os.environ[CACHE] = tempfile.mkdtemp(prefix="myograph-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if made_cache in config.stash:
        shutil.rmtree(config.stash[made_cache], ignore_errors=True)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("shared"):
        for name in marker.args:
            shared_file(name)
