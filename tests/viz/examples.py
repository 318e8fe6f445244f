"""Small maps for the tests of what is seen, and texts that try to break out of a page."""

from __future__ import annotations

from pathlib import Path

from myograph.content import Content
from myograph.viz.records import CausalMap, Finding, Link, Reference, Thing

VIZ = Content.find().viz

NASTY = (
    "<script>window.fired=1</script>",
    "<img src=x onerror=window.fired=1>",
    "</script><script>window.fired=1</script>",
    '"><svg onload=window.fired=1>',
    "'-window.fired=1-'",
    "javascript:window.fired=1",
    "{{ 7 * 7 }}{% for x in y %}",
    "${window.fired=1}",
    "<!--<script>",
    "]]><script>window.fired=1</script>",
    "a\u2028b\u0000c",
    "\u202emuscle\u202c",
    "שריר עוויתות",
    "💪🏽 muscle 👨‍👩‍👧",
    "x" * 300,
    'href="javascript:window.fired=1"',
)


def nasty_map() -> CausalMap:
    """Return a map in which every field of everything tries to break out."""
    things = [thing("foot", "symptom", "muscle twitching")]
    links = []
    references = []
    for number, text in enumerate(NASTY):
        things.append(Thing(f"{number}{text}", f"javascript:alert({text})", text, "cause", text, (text, text)))
        found = Finding(text, text, text, f"r{number}", (text,))
        links.append(
            Link(
                f"l{number}{text}", text, f"{number}{text}", "foot", text, "promotes", "supported", text, "asserted",
                "possible", 3, (text,), (f"r{number}",), (found,),
            )
        )  # fmt: skip
        references.append(Reference(f"r{number}", f"javascript:window.fired=1//{text}", text, text))
    care = NASTY
    return CausalMap(NASTY[0], "foot", tuple(things), tuple(links), tuple(references), care, NASTY[1], NASTY[2], True)


def thing(name: str, kind: str, label: str | None = None) -> Thing:
    return Thing(name, f"https://example.org/{name}", label or name, kind)


def link(tail: str, head: str, sign: str = "promotes", verdict: str = "supported", name: str = "") -> Link:
    own = name or f"{tail}-{head}"
    return Link(own, f"https://example.org/claim/{own}", tail, head, "causes", sign, verdict, f"{tail} causes {head}.",
                "asserted", "asserted", 1)  # fmt: skip


def large_map(nodes: int) -> CausalMap:
    """Return a map with so many things, each joined to a few others."""
    kinds = ("cause", "imbalance", "mechanism", "symptom")
    things = [thing(f"n{number}", kinds[number * 4 // nodes]) for number in range(nodes)]
    links = [link(f"n{number}", f"n{(number * 7 + 13) % nodes}") for number in range(nodes)]
    return CausalMap("Large", f"n{nodes - 1}", tuple(things), tuple(links), narrowed=True)


def put(folder: Path, address: str, text: str) -> str:
    """Write a page once and return where a browser finds it."""
    path = folder / address
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return path.as_uri()
