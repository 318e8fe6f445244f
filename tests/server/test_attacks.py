"""What hostile clients send: the right status, bounded time and memory, and everybody else is still answered."""

from __future__ import annotations

import gzip
import random
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.server.serving import ENDLESS, PLACE, Server, endpoint_store, serving

TIMEOUT = 1.2
HOST = b"Host: localhost\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = endpoint_store(tmp_path_factory.mktemp("attacks") / "store")
    with serving(store, "--timeout", str(TIMEOUT), "--memory", "256", "--max-answer", "4") as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client() as opened:
        yield opened
        assert opened.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
        assert opened.get("/health").status_code == 200


def cross(parts: int) -> str:
    return " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(parts))


REFUSED = {
    "parentheses 10 kB": ("SELECT (" + "(" * 5000 + "1" + ")" * 5000 + " AS ?n) {}", 403),
    "parentheses 1 MB": ("SELECT (" + "(" * 500_000 + "1" + ")" * 500_000 + " AS ?n) {}", 403),
    "groups 10 kB": ("SELECT * " + "{" * 5000 + "}" * 5000, 403),
    "groups 1 MB": ("SELECT * " + "{" * 500_000 + "}" * 500_000, 403),
    "negations 10 kB": ("SELECT * { FILTER(" + "!" * 10_000 + "true) }", 403),
    "negations 1 MB": ("SELECT * { FILTER(" + "!" * 1_000_000 + "true) }", 403),
    "unary minus": ("SELECT (" + "- " * 5000 + "1 AS ?n) {}", 400),
    "nested EXISTS": ("ASK " + "{ FILTER EXISTS " * 2000 + "{}" + "}" * 2000, 403),
    "nested OPTIONAL": ("ASK " + "{ OPTIONAL " * 2000 + "{}" + "}" * 2000, 403),
    "nested subqueries": ("SELECT * " + "{ SELECT * " * 2000 + "{}" + "}" * 2000, 403),
    "nested lists": ("ASK { " + "(" * 3000 + ")" * 3000 + " ?p ?o }", 403),
    "nested blank nodes": ("ASK { " + "[ ?p " * 3000 + "1" + "]" * 3000 + " }", 403),
    "nested quoted triples": ("ASK { " + "<< " * 3000 + "?s ?p ?o" + " >>" * 3000 + " ?p ?o }", 403),
    "10,000 UNIONs": ("SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 10_000) + " }", 403),
    "10,000 FILTERs joined": ("SELECT * { FILTER(" + "||".join(["?a"] * 10_000) + ") }", 403),
    "service": ("ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
    "service in lower case": ("ask{service<http://127.0.0.1:1/>{?s ?p ?o}}", 403),
    "service silent": ("ASK { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }", 403),
    "service behind a comment": ("ASK { SERVICE#\n#\n<http://127.0.0.1:1/> {} }", 403),
    "service by variable": ("ASK { VALUES ?g { <http://127.0.0.1:1/> } SERVICE ?g { } }", 403),
    "service glued to a name": ("PREFIX ex: <http://127.0.0.1:1/> ASK { SERVICEex:a {} }", 403),
    "service hidden in a comparison": ("ASK { FILTER(?a<?b)SERVICE#>\n<http://127.0.0.1:1/> {} }", 403),
    "service escaped": ("ASK { \\u0053ERVICE <http://127.0.0.1:1/> {} }", 400),
    "load": ("LOAD <http://127.0.0.1:1/>", 403),
    "load in lower case": ("load#\n<file:///etc/passwd>", 403),
    "load after a prefix": ("PREFIX a: <b> LOAD SILENT <http://127.0.0.1:1/> INTO GRAPH <g>", 403),
    "drop": ("DROP ALL", 403),
    "update after a query": ("ASK {} ; DROP ALL", 400),
    "NUL": ("ASK { ?s ?p 'a\0b' } \0", 400),
    "surrogate escape": ("ASK { ?s ?p '\\uD800' }", 400),
}


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_queries_are_refused(client: httpx.Client, name: str) -> None:
    query, status = REFUSED[name]
    told = client.post("/sparql", content=query.encode(), headers={"content-type": "application/sparql-query"})
    # What is longer than a query may be is turned away before it is read.
    assert told.status_code == (413 if len(query) > 256 * 1024 else status), told.text


HEAVY = {
    "star of 200 patterns": "SELECT * { " + " ".join(f"?s <{PLACE}value> ?o{n} ." for n in range(200)) + " }",
    "cross product": f"SELECT (COUNT(*) AS ?n) {{ {cross(6)} }}",
    "cross product in order": f"SELECT * {{ {cross(4)} }} ORDER BY ?a0 ?c3",
    "cross product in groups": f"SELECT ?a0 ?a1 ?a2 ?a3 (COUNT(*) AS ?n) {{ {cross(5)} }} GROUP BY ?a0 ?a1 ?a2 ?a3",
    "cross product, distinct": f"SELECT DISTINCT * {{ {cross(4)} }}",
    "cross product, written out": f"SELECT * {{ {cross(4)} }}",
    "paths": "SELECT * { ?a (<a>|!<b>)* ?b . ?b (<a>|!<b>)* ?c . ?c (<a>|!<b>)* ?d . ?d (<a>|!<b>)* ?e }",
    "long texts": "SELECT (STRLEN(?h) AS ?n) { BIND('"
    + "x" * 1000
    + "' AS ?a) "
    + " ".join(f"BIND(CONCAT({','.join([f'?{a}'] * 30)}) AS ?{b})" for a, b in zip("abcdefg", "bcdefgh", strict=True))
    + " }",
    "texts by join": f"SELECT (GROUP_CONCAT(?a0) AS ?t) {{ {cross(5)} }}",
    "backtracking": f"SELECT * {{ {cross(3)} FILTER(REGEX('{'a' * 5000}', '^(a+)+$|(a|aa)+$|(.*)*x')) }}",
    "replacing": f"SELECT (STRLEN(REPLACE('{'a' * 20000}', '(a*)*', '$1$1$1$1')) AS ?n) {{ {cross(3)} }}",
    "construct": f"CONSTRUCT {{ ?a0 ?b1 ?c2 }} {{ {cross(4)} }}",
}


@pytest.mark.parametrize("name", HEAVY)
def test_heavy_queries_end(client: httpx.Client, name: str) -> None:
    start = time.perf_counter()
    told = client.post("/sparql", data={"query": HEAVY[name]})
    seconds = time.perf_counter() - start
    assert told.status_code in (200, 413, 503), told.text
    assert seconds < 4 * TIMEOUT + 5
    if told.status_code == 200:
        assert told.content.rstrip().endswith(b"}")


def test_nothing_leaves_the_machine(server: Server) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.5)
    target = f"http://127.0.0.1:{listener.getsockname()[1]}/graph"
    with listener, server.client() as client:
        for query in (
            f"ASK FROM <{target}> {{ ?s ?p ?o }}",
            f"ASK FROM NAMED <{target}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
        ):
            assert client.get("/sparql", params={"query": query}).json()["boolean"] is False
        told = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }", "default-graph-uri": target})
        assert told.json()["boolean"] is False
        files = client.get("/sparql", params={"query": "ASK FROM <file:///etc/passwd> { ?s ?p ?o }"})
        assert files.json()["boolean"] is False
        with pytest.raises(TimeoutError):
            listener.accept()


def test_bodies_have_an_end(server: Server, client: httpx.Client) -> None:
    head = b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\n"
    announced = server.raw(head + b"Content-Length: 100000000\r\n\r\n" + b"x" * 1000)
    assert announced.startswith(b"HTTP/1.1 413")
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    assert b"HTTP/1.1 413" in flood(server, head + b"Transfer-Encoding: chunked\r\n\r\n", chunk, 1600)
    bomb = gzip.compress(b"x" * 10_000_000)
    packed = client.post("/sparql", content=bomb, headers={"content-encoding": "gzip"})
    assert packed.status_code == 415


def flood(server: Server, head: bytes, piece: bytes, times: int) -> bytes:
    """Send the piece again and again, until the server answers or closes, and return what it said."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(head)
        try:
            for _ in range(times):
                connection.sendall(piece)
        except OSError:
            pass
        try:
            return connection.recv(65536)
        except ConnectionResetError:
            return b"HTTP/1.1 431 HTTP/1.1 413"


@pytest.mark.parametrize(
    "head",
    [
        b"GET /health HTTP/1.1\r\n" + HOST + b"X-Long: " + b"x" * 200_000 + b"\r\n\r\n",
        b"GET /health HTTP/1.1\r\n" + HOST + b"".join(b"X-%d: y\r\n" % n for n in range(20_000)) + b"\r\n",
        b"GET /sparql?query=" + b"x" * 200_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    ],
    ids=["one long header", "many headers", "long address"],
)
def test_headers_have_an_end(server: Server, head: bytes) -> None:
    assert flood(server, head, b"", 0).startswith(b"HTTP/1.1 431")


def test_endless_headers_are_cut_off(server: Server) -> None:
    assert b"HTTP/1.1 431" in flood(server, b"GET / HTTP/1.1\r\nX: ", b"x" * 65536, 1600)


@pytest.mark.parametrize(
    ("data", "statuses"),
    [
        (b"GET /health HTTP/1.1\r\nConnection: close\r\n\r\n", (400,)),
        (b"\0\0\0\0\r\n\r\n", (400,)),
        (b"GET /he\0alth HTTP/1.1\r\n" + HOST + b"\r\n", (400,)),
        (b"GET /%00 HTTP/1.1\r\nConnection: close\r\n" + HOST + b"\r\n", (404,)),
        (b"GET /%ff%fe HTTP/1.1\r\nConnection: close\r\n" + HOST + b"\r\n", (404,)),
        (b"GET /static/00/../../../etc/passwd HTTP/1.1\r\nConnection: close\r\n" + HOST + b"\r\n", (404,)),
        (b"GET /download/..%2f..%2fetc%2fpasswd HTTP/1.1\r\nConnection: close\r\n" + HOST + b"\r\n", (404,)),
        (b"POST /sparql HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n" + HOST + b"\r\nx", (400,)),
        (
            b"POST /sparql HTTP/1.1\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n" + HOST + b"\r\n0\r\n\r\n",
            (400,),
        ),
        (b"POST /sparql HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + HOST + b"\r\nzz\r\n", (400,)),
        (
            b"GET http://other.example.org/health HTTP/1.1\r\nHost: other.example.org\r\nConnection: close\r\n\r\n",
            (421,),
        ),
    ],
    ids=lambda value: repr(value[:40]) if isinstance(value, bytes) else "",
)
def test_broken_requests_are_told(server: Server, data: bytes, statuses: tuple[int, ...]) -> None:
    told = server.raw(data)
    assert told.startswith(tuple(b"HTTP/1.1 %d" % status for status in statuses)), told[:200]


def test_broken_text_is_no_fault_of_the_server(client: httpx.Client) -> None:
    chance = random.Random(7)
    for _ in range(200):
        data = chance.randbytes(chance.randrange(1, 60))
        told = client.post("/sparql", content=data, headers={"content-type": "application/sparql-query"})
        assert told.status_code in (400, 403), data
        address = client.get("/sparql?query=" + "".join(f"%{byte:02x}" for byte in data))
        assert address.status_code in (400, 403), data


def test_slow_clients_are_left(tmp_path: Path) -> None:
    with serving(endpoint_store(tmp_path / "store"), "--patience", "0.5") as server:
        started = time.perf_counter()
        assert server.raw(b"GET /health HTTP/1.1\r\nX-Slow: ").startswith(b"HTTP/1.1 408")
        assert server.raw(b"").startswith(b"HTTP/1.1 408")
        head = b"POST /sparql HTTP/1.1\r\nContent-Type: application/sparql-query\r\nContent-Length: 100\r\n"
        assert server.raw(head + HOST + b"\r\nASK").startswith(b"HTTP/1.1 408")
        assert time.perf_counter() - started < 10


def test_five_hundred_clients_half_of_them_slow(server: Server) -> None:
    opened = [socket.create_connection(("127.0.0.1", server.port), timeout=30) for _ in range(250)]
    try:
        for connection in opened:
            connection.sendall(b"GET /sparql?query=ASK HTTP/1.1\r\nX-Slow: ")
        with ThreadPoolExecutor(25) as pool, server.client() as client:
            asked = pool.map(lambda n: client.get("/sparql", params={"query": f"SELECT ({n} AS ?n) {{}}"}), range(250))
            assert {told.status_code for told in asked} == {200}
    finally:
        for connection in opened:
            connection.close()


def test_clients_that_do_not_read_do_not_stop_others(server: Server) -> None:
    query = "SELECT%20*%20%7B%20?a%20?b%20?c%20.%20?d%20?e%20?f%20%7D"
    request = f"GET /sparql?query={query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    opened = [socket.create_connection(("127.0.0.1", server.port), timeout=30) for _ in range(20)]
    for connection in opened:
        connection.sendall(request)
    with server.client() as client:
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
    for connection in opened:
        connection.close()


def test_quick_queries_are_answered_beside_endless_ones(server: Server) -> None:
    stop = threading.Event()

    def attack() -> None:
        with server.client() as hostile:
            while not stop.is_set():
                hostile.post("/sparql", data={"query": ENDLESS})

    threads = [threading.Thread(target=attack) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        with server.client() as client:
            told = [client.get("/sparql", params={"query": f"SELECT ({n} AS ?n) {{}}"}).status_code for n in range(50)]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert set(told) == {200}


def descriptors(pid: int) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts descriptors where /proc tells them")
def test_nothing_leaks(server: Server) -> None:
    pid = server.process.pid
    with server.client() as client:
        ask(client, range(150))
        before = descriptors(pid)
        ask(client, range(150, 1150))
        numbers = client.get("/metrics").text
        assert descriptors(pid) <= before + 2
    assert "myograph_workers_alive 2" in numbers
    assert "myograph_workers_waiting_jobs 0" in numbers


def ask(client: httpx.Client, numbers: range) -> None:
    for number in numbers:
        assert client.get("/sparql", params={"query": f"SELECT ({number} AS ?n) {{}}"}).status_code == 200
