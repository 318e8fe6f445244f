"""Pack bodies as clients take them: with Brotli where its library is installed, else with gzip."""

from __future__ import annotations

import asyncio
import gzip
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from myograph.server.negotiation import coding_for

if TYPE_CHECKING:
    from collections.abc import Callable

ASIDE = 256 * 1024
"""Bytes from which packing leaves the loop, so that others are served meanwhile."""


@cache
def known_codings() -> tuple[str, ...]:
    """Return what bodies can be packed with, best first."""
    return ("br", "gzip") if find_spec("brotli") is not None else ("gzip",)


def coding_of(header: str) -> str:
    """Return what to pack a body with for an Accept-Encoding header; empty for not at all."""
    return coding_for(header, known_codings()) if header else ""


async def pack(body: bytes, coding: str) -> bytes:
    """Return the packed body, always the same bytes for the same body."""
    packing = _packing(coding, large=len(body) >= ASIDE)
    return await asyncio.to_thread(packing, body) if len(body) >= ASIDE else packing(body)


def _packing(coding: str, *, large: bool) -> Callable[[bytes], bytes]:
    if coding == "br":
        brotli: Callable[..., bytes] = import_module("brotli").compress
        return partial(brotli, quality=3 if large else 5)
    return partial(gzip.compress, compresslevel=3 if large else 5, mtime=0)
