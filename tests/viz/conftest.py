"""One browser and one site for all tests of pages; a page of the site is made when a test opens it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import myograph
from myograph.knowledge.site import site_of
from myograph.viz.pages import SitePages
from myograph.viz.site import Site
from tests.viz import browsing
from tests.viz.examples import VIZ, put


@pytest.fixture(scope="session")
def opened() -> Iterator[Any]:
    browsing.chromium()
    with browsing.browser() as found:
        yield found


@pytest.fixture(scope="session")
def site() -> Site:
    return site_of(myograph.open())


@pytest.fixture(scope="session")
def pages(site: Site) -> SitePages:
    return SitePages.of(site, VIZ)


@pytest.fixture(scope="session")
def opened_page(pages: SitePages, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Return what writes a page of the site and tells its address."""
    folder = tmp_path_factory.mktemp("site")

    def written(address: str) -> str:
        return put(folder, address, pages[address])

    return written
