"""Endpoints that answer badly: each failure has a name, no half answer gets through, memory and time are bounded."""

from __future__ import annotations

import logging
import socket
import time
from dataclasses import replace

import pytest

from myograph.errors import (
    EndpointError,
    EndpointFailed,
    EndpointRefused,
    EndpointUnreachable,
    MalformedAnswer,
    MyographError,
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    UsageError,
)
from myograph.store.credentials import Credentials
from myograph.store.endpoint import Endpoint
from myograph.store.remote import RemoteStore
from myograph.store.replies import answer as read_answer
from myograph.store.transport import Reply, pause
from tests.engines.hostile import JSON_TYPE, YES, Answer, Asked, hostile, in_turn, raw, replying

ROWS = b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "uri", "value": "urn:a"}}]}}'
HEAD = f"HTTP/1.1 200 OK\r\nContent-Type: {JSON_TYPE}\r\n".encode()
XML_GRAPH = b"""<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">
<r:Description r:about="urn:a"><u:b r:resource="urn:c"/></r:Description></r:RDF>"""
ASK = "ASK {}"
SELECT = "SELECT ?a { ?a ?b ?c }"
CONSTRUCT = "CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }"


def store(url: str, **changes: object) -> RemoteStore:
    return RemoteStore(replace(Endpoint(url), **changes))  # type: ignore[arg-type]


def endless(_asked: Asked, connection: socket.socket) -> None:
    connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {JSON_TYPE}\r\n\r\n".encode())
    while True:
        connection.sendall(b" " * 65536)


def dripping_head(_asked: Asked, connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        connection.sendall(b".")
        time.sleep(0.05)


def dripping_body(_asked: Asked, connection: socket.socket) -> None:
    connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: {JSON_TYPE}\r\n\r\n".encode())
    while True:
        connection.sendall(b" ")
        time.sleep(0.05)


def silent(_asked: Asked, connection: socket.socket) -> None:
    connection.recv(1)


MALFORMED: dict[str, tuple[Answer, str]] = {
    "a web page": (replying(b"<html><title>Welcome</title></html>", media_type="text/html"), "a web page: Welcome"),
    "half a JSON": (replying(ROWS[:60]), "not well-formed"),
    "no JSON": (replying(b"nothing to see"), "not well-formed"),
    "nothing": (replying(b""), "not well-formed"),
    "JSON of something else": (replying(b'{"error": "timed out"}'), "not well-formed"),
    "rubbish after good rows": (replying(ROWS[:-3] + b",{]}}"), "not well-formed"),
    "another type": (replying(ROWS, media_type="application/pdf"), "the type 'application/pdf'"),
    "no type": (replying(ROWS, media_type=None), "untyped"),
    "bytes that are no UTF-8": (replying(ROWS.replace(b"urn:a", b"urn:\xe9")), "not well-formed"),
    "unknown charset": (replying(ROWS, media_type=f"{JSON_TYPE}; charset=klingon"), "charset it names, 'klingon'"),
    "a codec that is no charset": (replying(ROWS, media_type=f"{JSON_TYPE}; charset=zlib"), "charset it names, 'zlib'"),
    "wrong charset": (replying(b"\xff\xfe\x00", media_type=f"{JSON_TYPE}; charset=ascii"), "charset it names, 'ascii'"),
    "compressed": (replying(ROWS, Content_Encoding="gzip"), "compressed"),
    "a part": (replying(ROWS, "206 Partial Content"), "half an answer"),
    "rows left out": (replying(ROWS, X_SPARQL_MaxRows="1"), "only the first 1 rows"),
    "a truth value for rows": (replying(YES), "something else than was asked with SELECT"),
    "ended early": (raw(HEAD + b"Content-Length: 999\r\n\r\n{"), "ends after 1 of 999 bytes"),
    "a broken chunk": (
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/x\r\n\r\nzz\r\n"), "breaks off"),
    "no HTTP": (raw(b"220 mail.example.org ESMTP\r\n"), "does not speak HTTP"),
    "a redirect to nowhere": (replying(b"", "302 Found"), "without telling where|status 302"),
    "a redirect to a file": (replying(b"", "302 Found", Location="file:///etc/passwd"), "what is no address"),
    "a redirect loop": (replying(b"", "302 Found", Location="/sparql"), "redirects more than 5 times"),
}  # fmt: skip


@pytest.mark.parametrize("case", MALFORMED)
def test_what_is_no_answer_is_told_apart(case: str) -> None:
    answer, told = MALFORMED[case]
    with hostile(answer) as server, pytest.raises(EndpointError, match=told) as caught:
        store(server.url).query(SELECT, timeout=20)
    assert server.url in str(caught.value)


STATUSES: dict[str, tuple[type[MyographError], str, int]] = {
    "400 Bad Request": (QueryError, "does not accept the query: too clever", 2),
    "401 Unauthorized": (EndpointRefused, "who asks", 1),
    "403 Forbidden": (EndpointRefused, "does not allow", 1),
    "404 Not Found": (EndpointUnreachable, "nothing at this address", 1),
    "405 Method Not Allowed": (EndpointFailed, "status 405: too clever", 1),
    "429 Too Many Requests": (EndpointFailed, "too busy after 2 attempts", 1),
    "500 Internal Server Error": (EndpointFailed, "status 500: too clever", 1),
    "503 Service Unavailable": (EndpointFailed, "too busy after 2 attempts", 1),
}


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_says_whose_fault_it_is(status: str) -> None:
    kind, told, code = STATUSES[status]
    answer = replying(b"<html><script>x()</script><p>too\nclever</p></html>", status, "text/html")
    with hostile(answer) as server, pytest.raises(kind, match=told) as caught:
        store(server.url, attempts=2, longest_pause=0.01).query(SELECT)
    assert type(caught.value) is kind
    assert caught.value.exit_code == code


def test_where_nobody_listens_nothing_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(EndpointUnreachable, match="cannot be reached: Connection refused"):
        store(f"http://127.0.0.1:{port}/sparql").query(ASK)


def test_a_host_that_is_none_is_not_reached() -> None:
    with pytest.raises(EndpointUnreachable, match="cannot be reached"):
        store("http://nowhere.invalid/sparql").query(ASK, timeout=30)


def test_a_server_without_tls_is_not_reached_by_https() -> None:
    with (
        hostile(raw(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as server,
        pytest.raises(EndpointUnreachable, match="secure"),
    ):
        store(server.url.replace("http:", "https:")).query(ASK)


@pytest.mark.parametrize("answer", [silent, dripping_head, dripping_body], ids=lambda answer: answer.__name__)
def test_an_endpoint_that_takes_too_long_is_left(answer: Answer) -> None:
    with hostile(answer) as server, pytest.raises(QueryTimeout, match=r"within 0\.5 s") as caught:
        store(server.url, silence=1).query(ASK, timeout=0.5)
    assert caught.value.exit_code == 3


def test_silence_ends_a_query_without_a_timeout() -> None:
    with hostile(silent) as server, pytest.raises(QueryTimeout, match=r"within 0\.2 s"):
        store(server.url, silence=0.2).query(ASK)


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_a_timeout_that_is_none_is_refused(timeout: float) -> None:
    with pytest.raises(UsageError, match="is not a timeout"):
        store("http://127.0.0.1:9/").query(ASK, timeout=timeout)


def test_an_endless_body_is_cut_off() -> None:
    with hostile(endless) as server, pytest.raises(MalformedAnswer, match="more than 1 MiB"):
        store(server.url, most_bytes=1024 * 1024).query(ASK)


def test_a_body_that_is_announced_too_large_is_not_read() -> None:
    answer = raw(f"HTTP/1.1 200 OK\r\nContent-Type: {JSON_TYPE}\r\nContent-Length: 10000000000\r\n\r\n".encode())
    with hostile(answer) as server, pytest.raises(MalformedAnswer, match="more than 256 MiB"):
        store(server.url).query(ASK)


def test_an_endless_complaint_is_cut_off() -> None:
    def complaining(_asked: Asked, connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\n\r\n")
        while True:
            connection.sendall(b"no " * 20000)

    with hostile(complaining) as server, pytest.raises(QueryError) as caught:
        store(server.url).query(ASK, timeout=20)
    assert len(str(caught.value)) < 500


def test_a_complaint_cannot_write_to_the_terminal() -> None:
    with (
        hostile(replying(b"\x1b[31mred\x07", "500 Oops", "text/plain")) as server,
        pytest.raises(EndpointFailed) as told,
    ):
        store(server.url).query(ASK)
    assert "\x1b" not in str(told.value)
    assert "\x07" not in str(told.value)


@pytest.mark.parametrize("status", ["429 Slow", "502 Bad", "503 Busy", "504 Late"])
def test_a_busy_server_is_asked_again(status: str) -> None:
    busy = replying(b"", status, "text/plain", Retry_After="0")
    with hostile(in_turn(busy, busy, replying())) as server:
        assert store(server.url).ask(ASK) is True
    assert len(server.asked) == 3


def test_a_fault_of_the_query_is_not_tried_again() -> None:
    with hostile(replying(b"no", "500 Oops", "text/plain")) as server, pytest.raises(EndpointFailed):
        store(server.url).query(ASK)
    assert len(server.asked) == 1


def test_waiting_for_a_busy_server_ends_at_the_deadline() -> None:
    busy = replying(b"", "503 Busy", "text/plain", Retry_After="3600")
    with hostile(busy) as server, pytest.raises(QueryTimeout):
        store(server.url).query(ASK, timeout=0.5)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("value", "attempt", "seconds"),
    [("2", 1, 2.0), ("3600", 1, 30.0), ("", 1, 0.5), ("", 3, 2.0), ("", 20, 30.0), ("-1", 1, 0.5), ("soon", 2, 1.0),
     ("9" * 400, 1, 30.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 1, 0.0), ("Wed, 21 Oct 2999 07:28:00 GMT", 1, 30.0)],
)  # fmt: skip
def test_a_pause_is_what_the_server_asks_for_and_bounded(value: str, attempt: int, seconds: float) -> None:
    assert pause(Reply(503, {"retry-after": value}, b""), attempt, 30.0) == seconds


def test_a_short_query_goes_by_get_and_a_long_one_by_post() -> None:
    with hostile(replying()) as server:
        store(server.url).ask(ASK)
        store(server.url).ask(f"ASK {{}} #{'é' * 2000}")
    short, long = server.asked
    assert (short.method, short.parameters["query"]) == ("GET", [ASK])
    assert (long.method, long.target) == ("POST", "/sparql")
    assert long.parameters["query"] == [f"ASK {{}} #{'é' * 2000}"]


def test_a_request_carries_headers_graphs_and_the_parameters_of_its_address() -> None:
    with hostile(replying()) as server:
        where = store(f"{server.url}?key=a%20b", headers=(("X-Team", "muscle"),), graphs=("urn:g", "urn:h"))
        where.ask(ASK)
        where.ask("ASK FROM <urn:own> {}")
    asked, own = server.asked
    assert asked.headers["x-team"] == "muscle"
    assert asked.headers["user-agent"].startswith("myograph/")
    assert asked.parameters["key"] == ["a b"]
    assert asked.parameters["default-graph-uri"] == asked.parameters["named-graph-uri"] == ["urn:g", "urn:h"]
    assert "default-graph-uri" not in own.parameters


def test_prefixes_that_are_known_are_declared_for_the_endpoint() -> None:
    with hostile(replying()) as server:
        store(server.url).ask("ASK { ex:a ex:b ?c }", prefixes={"ex": "urn:x:", "other": "urn:y:"})
    assert server.asked[0].parameters["query"] == ["PREFIX ex: <urn:x:> ASK { ex:a ex:b ?c }"]


def test_a_syntax_error_has_a_line_and_a_column_whatever_the_endpoint_says() -> None:
    with hostile(replying(b"parse error", "400 Bad", "text/plain")) as server, pytest.raises(QuerySyntaxError) as told:
        store(server.url).query("SELECT ?a {\n  ?a ?b }")
    assert told.value.line == 2


def test_an_update_is_not_sent() -> None:
    with hostile(replying()) as server, pytest.raises(QueryRefused, match="DROP is an update"):
        store(server.url).query("DROP ALL")
    assert not server.asked


@pytest.mark.parametrize(
    ("text", "method"), [(ASK, "select"), (SELECT, "ask"), (SELECT, "construct"), (CONSTRUCT, "ask")]
)
def test_another_form_than_asked_for_is_not_sent(text: str, method: str) -> None:
    with hostile(replying()) as server, pytest.raises(QueryRefused):
        getattr(store(server.url), method)(text)
    assert not server.asked


def test_virtuoso_s_blank_nodes_and_truth_values_are_understood() -> None:
    body = b'{"head":{"vars":["__ASK_RETVAL"]},"results":{"bindings":[%s]}}'
    one = b'{"__ASK_RETVAL":{"type":"typed-literal","datatype":"http://www.w3.org/2001/XMLSchema#integer","value":"1"}}'
    with hostile(in_turn(replying(body % one), replying(body % b""))) as server:
        assert store(server.url).ask(ASK) is True
        assert store(server.url).ask(ASK) is False
    node = b'{"type":"bnode","value":"nodeID://b1"}'
    rows = b'{"head":{"vars":["a","b"]},"results":{"bindings":[{"a":%s,"b":%s}]}}' % (node, node)
    with hostile(replying(rows)) as server:
        (row,) = store(server.url).select(SELECT)
    assert row["a"] == row["b"]


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/n-triples", b"<urn:a> <urn:b> <urn:c> ."),
        ("text/turtle;charset=utf-8", b"<urn:a> <urn:b> <urn:c>."),
        ("application/rdf+xml", XML_GRAPH),
    ],
)
def test_graphs_come_in_several_formats(media_type: str, body: bytes) -> None:
    reply = Reply(200, {"content-type": media_type}, body)
    triples = read_answer(reply, "CONSTRUCT", Endpoint("http://127.0.0.1/"))
    assert [str(triple) for triple in triples] == ["<urn:a> <urn:b> <urn:c>"]  # type: ignore[union-attr]


def test_half_a_graph_is_none() -> None:
    answer = replying(b"<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn", media_type="text/turtle")
    with hostile(answer) as server, pytest.raises(MalformedAnswer, match="not well-formed"):
        store(server.url).construct(CONSTRUCT)


SECRET = "s3cret-Ω"
BASIC = Credentials("basic", "anna", SECRET)


def test_a_password_is_sent_and_never_shown(caplog: pytest.LogCaptureFixture) -> None:
    def repeating(asked: Asked, connection: socket.socket) -> None:
        told = f"not {asked.headers['authorization']} {SECRET}".encode()
        replying(told, "401 Unauthorized", "text/plain")(asked, connection)

    with caplog.at_level(logging.DEBUG), hostile(repeating) as server, pytest.raises(EndpointRefused) as told:
        store(server.url, credentials=BASIC).query(ASK)
    assert server.asked[0].headers["authorization"] == "Basic YW5uYTpzM2NyZXQtzqk="
    shown = [str(told.value), repr(told.value), repr(BASIC), repr(store(server.url, credentials=BASIC)), caplog.text]
    assert not [text for text in shown if SECRET in text or "YW5uYTpzM2NyZXQtzqk=" in text or "anna" in text]


def test_a_token_is_sent() -> None:
    with hostile(replying()) as server:
        store(server.url, credentials=Credentials("bearer", "", "abc")).ask(ASK)
    assert server.asked[0].headers["authorization"] == "Bearer abc"


def test_a_password_does_not_follow_a_redirect_to_another_server() -> None:
    with hostile(replying()) as other:
        answer = replying(b"", "302 Found", Location=other.url)
        with hostile(answer) as server, pytest.raises(EndpointRefused, match="another server"):
            store(server.url, credentials=BASIC).query(ASK)
    assert not other.asked


def test_a_redirect_on_the_same_server_is_followed_with_the_password() -> None:
    with hostile(in_turn(replying(b"", "307 Moved", Location="/there"), replying())) as server:
        assert store(server.url, credentials=BASIC).ask(ASK)
    assert [(asked.target[:6], "authorization" in asked.headers) for asked in server.asked] == [
        ("/sparq", True),
        ("/there", True),
    ]


def test_what_is_posted_is_not_redirected() -> None:
    with hostile(replying(b"", "302 Found", Location="/there")) as server, pytest.raises(EndpointError, match="posted"):
        store(server.url).query(f"ASK {{}} #{'x' * 3000}")


def test_credentials_do_not_travel_in_the_clear() -> None:
    with pytest.raises(UsageError, match="in the clear"):
        Endpoint("http://example.org/sparql", credentials=BASIC)
    for safe in ("https://example.org/sparql", "http://localhost:8890/sparql", "http://[::1]:8890/sparql"):
        assert Endpoint(safe, credentials=BASIC).credentials is BASIC
    digest = Credentials("digest", "anna", SECRET)
    assert Endpoint("http://example.org/sparql", credentials=digest).credentials is digest


@pytest.mark.parametrize(
    "url",
    ["", "sparql", "ftp://h/", "http://", "http://h:x/", "http://h:99999/", "http://h/a b", "http://h/\n", "http://h/#x",
     "http://anna:s3cret-%CE%A9@h/", "http://h/é", "http://[::1/"],
)  # fmt: skip
def test_what_is_no_address_is_refused_without_showing_a_password(url: str) -> None:
    with pytest.raises(UsageError) as told:
        Endpoint.at(url, {})
    assert "s3cret" not in str(told.value)
