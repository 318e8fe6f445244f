"""What every test may rely on: a cache folder of its own, and shared material by marker."""

from __future__ import annotations

import pytest

from tests.shared_material import shared_file


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("shared"):
        for name in marker.args:
            shared_file(name)
