"""Fetch a file once: kept in the cache, gone on with where it broke off, and believed only when it is whole.

A download is written beside its place under another name with a note of what the server said of it. When the
connection breaks, the rest is asked for, provided that the server still has the same file. A file that was fetched
before is only asked for again when the server says that it changed, and not at all when its checksum is given and
right.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPException, HTTPResponse
from typing import IO, TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from myograph import __version__
from myograph.errors import StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

PIECE = 256 * 1024
LARGEST = 16 * 2**30
"""Bytes; no ontology comes near it, and a server that never ends would fill the disk."""

ATTEMPTS = 4
PATIENCE = 60.0
"""Seconds without a byte after which a connection counts as broken."""

UNCHANGED, PART, WHOLE, NO_SUCH_PART = 304, 206, 200, 416
AGAIN = "Run the same command again: it goes on where it stopped."


@dataclass(frozen=True, slots=True)
class Fetched:
    """Name a file that was fetched, its digest, and what there is to tell about how it came here."""

    path: Path
    digest: str
    note: str


def is_address(text: str) -> bool:
    """Tell whether a text is the address of a file on the web."""
    return text.lower().startswith(("http://", "https://"))


def without_credentials(address: str) -> str:
    """Return an address without the user and password that may stand in it."""
    return re.sub(r"^(https?://)[^/@]*@", r"\1", address, flags=re.IGNORECASE)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal; raises UsageError when it cannot be read."""
    whole = sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                whole.update(piece)
    except OSError as fault:
        raise UsageError(f"cannot be read: {fault.strerror}", place=str(path)) from None
    return whole.hexdigest()


def check_digest(found: str, wanted: str | None, place: str) -> None:
    """Raise UsageError when a checksum was given and the file has another."""
    if wanted is not None and found != wanted.lower():
        raise UsageError(
            f"the checksum is {found}, and not {wanted.lower()}",
            place=place,
            advice="Get the file again from who published the checksum; nothing was imported.",
        )


def fetched(address: str, cache: Path, wanted: str | None, progress: Callable[[int, int], None]) -> Fetched:
    """Return the file at an address, from the cache where it is still right.

    `progress` is told bytes so far and bytes in all (0 when unknown). Raises StoreError when it cannot be fetched
    whole, and UsageError for a web page in its place and for a checksum that is not the `wanted` one.
    """
    folder = cache / "downloads" / sha256(address.encode()).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    download = _Download(address, folder, folder / _name(address), progress)
    if wanted is not None and download.kept and digest_of(download.target) == wanted.lower():
        return Fetched(download.target, wanted.lower(), "from the cache, checksum right")
    note = download.bring_up_to_date()
    digest = digest_of(download.target)
    try:
        check_digest(digest, wanted, without_credentials(address))
    except UsageError:
        download.target.unlink()
        raise
    return Fetched(download.target, digest, note)


def _name(address: str) -> str:
    last = unquote(urlsplit(address).path).rpartition("/")[2]
    return re.sub(r"[^\w.-]+", "_", last).lstrip(".")[-100:] or "file"


class _OnTheWeb(HTTPRedirectHandler):
    """Follow redirections to web addresses only."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: object, newurl: str
    ) -> Request | None:
        if not is_address(newurl):
            raise StoreError(f"the server points to {newurl!r}", place=req.full_url, advice="Get the file yourself.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Download:
    """Hold one download: its address, the folder of its own, the file, and whom to tell of progress."""

    address: str
    folder: Path
    target: Path
    progress: Callable[[int, int], None]

    @property
    def kept(self) -> bool:
        return self.target.is_file()

    @property
    def part(self) -> Path:
        return self.folder / "unfinished"

    def bring_up_to_date(self) -> str:
        """Fetch the file unless the cache has what the server has; return what there is to tell."""
        for attempt in range(1, ATTEMPTS + 1):
            begun = self.part.stat().st_size if self.part.is_file() else 0
            try:
                return self._ask(begun)
            except HTTPError as fault:
                if fault.code == UNCHANGED:
                    return "from the cache, unchanged on the server"
                if fault.code != NO_SUCH_PART:
                    raise self._failed(
                        f"the server answers {fault.code} {fault.reason}", "Check the address."
                    ) from None
                self.part.unlink(missing_ok=True)
            except (OSError, HTTPException) as fault:
                if isinstance(fault, StoreError):
                    raise
                now = self.part.stat().st_size if self.part.is_file() else 0
                if now == begun and self.kept:
                    return f"from the cache, the server cannot be asked ({_reason(fault)})"
                if now == begun or attempt == ATTEMPTS:
                    raise self._failed(f"the download broke off: {_reason(fault)}", AGAIN) from None
        raise self._failed("the download kept breaking off", AGAIN)

    def _ask(self, begun: int) -> str:
        said = self._noted(self.part if begun else self.target)
        request = Request(self.address, headers=self._headers(begun, said))  # noqa: S310 - only web addresses come here
        with build_opener(_OnTheWeb).open(request, timeout=PATIENCE) as reply:
            going_on = reply.status == PART and _starts_at(reply, begun)
            if begun and not going_on:
                begun = 0
            self._note(self.part, dict(reply.headers))
            self._take(reply, begun)
        self._refuse_page(reply.headers.get("content-type") or "")
        self.part.replace(self.target)
        self._note_of(self.part).replace(self._note_of(self.target))
        return "fetched, gone on with where it broke off" if going_on else "fetched"

    def _headers(self, begun: int, said: Mapping[str, str]) -> dict[str, str]:
        headers = {"User-Agent": f"myograph/{__version__}", "Accept-Encoding": "identity"}
        tag = said.get("etag") or said.get("last-modified")
        if begun and tag and not tag.startswith("W/"):
            return headers | {"Range": f"bytes={begun}-", "If-Range": tag}
        if self.kept and said.get("etag"):
            return headers | {"If-None-Match": said["etag"]}
        if self.kept and said.get("last-modified"):
            return headers | {"If-Modified-Since": said["last-modified"]}
        return headers

    def _take(self, reply: HTTPResponse, begun: int) -> None:
        expected = _length(reply.headers.get("content-length"))
        total = begun + expected if expected else 0
        with self.part.open("ab" if begun else "wb") as file:
            if begun:
                file.truncate(begun)
            while piece := reply.read(PIECE):
                file.write(piece)
                self.progress(file.tell(), total)
                if file.tell() > LARGEST:
                    raise self._failed(f"the file has more than {LARGEST} bytes", "Get the file yourself.")
            if total and file.tell() != total:
                raise ConnectionError(f"{file.tell()} of {total} bytes came")

    def _refuse_page(self, kind: str) -> None:
        with self.part.open("rb") as file:
            beginning = file.read(PIECE).lstrip().lower()
        if not beginning or beginning.startswith((b"<!doctype html", b"<html")) or kind.lower().startswith("text/html"):
            self.part.unlink()
            problem = "a web page came, not a file" if beginning else "the file that came is empty"
            raise UsageError(
                problem,
                place=without_credentials(self.address),
                advice="Use the address of the file itself; on GitHub that of `raw`.",
            )

    def _note_of(self, path: Path) -> Path:
        return path.with_name(f"{path.name}.said")

    def _note(self, path: Path, headers: Mapping[str, str]) -> None:
        said = {name.lower(): value for name, value in headers.items() if name.lower() in ("etag", "last-modified")}
        self._note_of(path).write_text(json.dumps(said), encoding="utf-8")

    def _noted(self, path: Path) -> dict[str, str]:
        with suppress(OSError, ValueError):
            return dict(json.loads(self._note_of(path).read_text("utf-8")))
        return {}

    def _failed(self, problem: str, advice: str) -> StoreError:
        return StoreError(problem, place=without_credentials(self.address), advice=advice)


def _length(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdigit() else 0


def _starts_at(reply: HTTPResponse, begun: int) -> bool:
    return (reply.headers.get("content-range") or "").startswith(f"bytes {begun}-")


def _reason(fault: Exception) -> str:
    inner = getattr(fault, "reason", fault)
    return str(getattr(inner, "strerror", None) or inner or type(fault).__name__)
