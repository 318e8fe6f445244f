"""A download is whole or an error, goes on where it broke off, and is not repeated without need."""

from __future__ import annotations

import socket
from hashlib import sha256
from pathlib import Path

import pytest

from myograph.errors import StoreError, UsageError
from myograph.importers.download import Fetched, fetched, without_credentials
from tests.engines.hostile import Answer, Asked, hostile, in_turn, raw, replying

BODY = b"@prefix a: <urn:a> .\n" * 1000
TYPE = "text/turtle"
WHOLE = replying(BODY, media_type=TYPE, ETag='"one"')
UNCHANGED = raw(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n")


def get(url: str, cache: Path, wanted: str | None = None) -> Fetched:
    return fetched(url, cache, wanted, lambda _so_far, _total: None)


def broken_off(at: int) -> Answer:
    head = f'HTTP/1.1 200 OK\r\nContent-Length: {len(BODY)}\r\nETag: "one"\r\nConnection: close\r\n\r\n'.encode()
    return raw(head + BODY[:at])


def rest(asked: Asked, connection: socket.socket) -> None:
    """Answer a Range as a server does that still has the file of this tag."""
    start = int(asked.headers["range"].removeprefix("bytes=").rstrip("-"))
    assert asked.headers["if-range"] == '"one"'
    head = f"HTTP/1.1 206 Partial Content\r\nContent-Length: {len(BODY) - start}\r\n"
    head += f'Content-Range: bytes {start}-{len(BODY) - 1}/{len(BODY)}\r\nETag: "one"\r\nConnection: close\r\n\r\n'
    connection.sendall(head.encode() + BODY[start:])


def test_a_file_is_fetched_once_while_it_stays_the_same(tmp_path: Path) -> None:
    with hostile(in_turn(WHOLE, UNCHANGED)) as server:
        first, second = get(server.url, tmp_path), get(server.url, tmp_path)
    assert (first.note, second.note) == ("fetched", "from the cache, unchanged on the server")
    assert first.path == second.path
    assert first.path.read_bytes() == BODY
    assert first.digest == second.digest == sha256(BODY).hexdigest()
    assert server.asked[1].headers["if-none-match"] == '"one"'


def test_a_download_goes_on_where_it_broke_off(tmp_path: Path) -> None:
    with hostile(in_turn(broken_off(5000), rest)) as server:
        found = get(server.url, tmp_path)
    assert found.path.read_bytes() == BODY
    assert found.note == "fetched, gone on with where it broke off"
    assert [asked.headers.get("range") for asked in server.asked] == [None, "bytes=5000-"]


def test_a_file_that_changed_meanwhile_is_fetched_anew(tmp_path: Path) -> None:
    with hostile(in_turn(broken_off(5000), replying(b"@prefix b: <urn:b> .", media_type=TYPE, ETag='"two"'))) as server:
        assert get(server.url, tmp_path).path.read_bytes() == b"@prefix b: <urn:b> ."


def test_a_server_that_never_gets_on_is_told_and_nothing_is_kept(tmp_path: Path) -> None:
    with hostile(broken_off(0)) as server, pytest.raises(StoreError, match="broke off") as told:
        get(server.url, tmp_path)
    assert "goes on where it stopped" in str(told.value)
    assert not list(tmp_path.rglob("sparql"))


def test_without_network_the_cache_is_taken_and_with_a_checksum_nobody_is_asked(tmp_path: Path) -> None:
    with hostile(WHOLE) as server:
        get(server.url, tmp_path)
    assert "cannot be asked" in get(server.url, tmp_path).note
    assert get(server.url, tmp_path, sha256(BODY).hexdigest().upper()).note == "from the cache, checksum right"


@pytest.mark.parametrize(
    "answer",
    [
        replying(b"<!DOCTYPE html><html>sign in</html>", media_type="text/html"),
        replying(b"\n <html lang='en'>", media_type="text/plain"),
        replying(b"not found, but said with 200", media_type="text/html; charset=utf-8"),
        replying(b"", media_type=TYPE),
    ],
)
def test_a_page_in_the_place_of_a_file_is_refused(answer: Answer, tmp_path: Path) -> None:
    with hostile(answer) as server, pytest.raises(UsageError, match=r"web page|empty"):
        get(server.url, tmp_path)
    assert not list(tmp_path.rglob("sparql"))


def test_a_wrong_checksum_is_told_and_the_file_is_not_kept(tmp_path: Path) -> None:
    with hostile(WHOLE) as server, pytest.raises(UsageError, match=f"{sha256(BODY).hexdigest()}, and not 00"):
        get(server.url, tmp_path, "00")
    assert not list(tmp_path.rglob("sparql"))


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "500 Internal Server Error"])
def test_a_refusal_is_told(status: str, tmp_path: Path) -> None:
    with hostile(replying(b"", status)) as server, pytest.raises(StoreError, match=f"answers {status}"):
        get(server.url, tmp_path)


def test_a_redirection_leads_to_the_web_only(tmp_path: Path) -> None:
    elsewhere = replying(b"", "302 Found", Location="ftp://127.0.0.1/a.owl")
    with hostile(elsewhere) as server, pytest.raises(StoreError, match="points to 'ftp:"):
        get(server.url, tmp_path)


def test_credentials_are_not_told() -> None:
    assert without_credentials("https://me:secret@good.example/a.owl") == "https://good.example/a.owl"
