"""A site in which every text tries to break out of its page, to turn it round, or to burst it."""

from __future__ import annotations

from decimal import Decimal

from myograph.viz.site import (
    Cell,
    Cited,
    ClaimPage,
    ClaimRow,
    Daily,
    EntityPage,
    FoodRow,
    Foods,
    Judged,
    Mapped,
    MineralPage,
    Passage,
    Pointer,
    QuestionPage,
    Site,
    Where,
)
from tests.viz.examples import NASTY, nasty_map


def nasty_site() -> Site:
    """Return a site with one entity, claim and question for each nasty text, and an entity without claims."""
    claims = tuple(_claim(number, text) for number, text in enumerate(NASTY))
    entities = (
        *(_entity(number, text, (claims[number],)) for number, text in enumerate(NASTY)),
        _entity(99, "lonely", ()),
    )
    return Site(
        shown=nasty_map(),
        entities=entities,
        claims=claims,
        article=NASTY[0],
        passages=tuple(_passage(number, text, claims[number].row) for number, text in enumerate(NASTY)),
        questions=tuple(_question(number, text) for number, text in enumerate(NASTY)),
        foods=Foods((_mineral(),), (_cited(NASTY[0]),)),
        counts=(("entities", len(entities)),),
        kinds=tuple((text, 1) for text in NASTY),
        citation=NASTY[1],
        matching=3,
    )


def _pointer(number: int, text: str) -> Pointer:
    return Pointer(text, "cause" if number % 2 else text, f"entity/{number}.html")


def _cited(text: str) -> Cited:
    return Cited(f"javascript:window.fired=1//{text}", text, "", (text,))


def _row(number: int, text: str) -> ClaimRow:
    own = _pointer(number, text)
    return ClaimRow(
        page=f"claim/{number}.html", iri=text, statement=text, subject=own, verb=text, object=own, sign=text, kind=text,
        certainty=text, weakest=text * 2, places=1, sources=2, verdict="contested" if number % 2 else "contradicted",
        qualifiers=(text,), in_article=bool(number % 3),
    )  # fmt: skip


def _claim(number: int, text: str) -> ClaimPage:
    judged = tuple(Judged(way, text, text, text, (text,), _cited(text)) for way in ("supports", "disputes"))
    where = Where(text, text, text, (text,), implied=True, attributed=text, passage=number)
    return ClaimPage(_row(number, text), text, (where,), judged, (_cited(text),), text, text, text, {"@id": text})


def _entity(number: int, text: str, claims: tuple[ClaimPage, ...]) -> EntityPage:
    mapped = (Mapped("exact", text, "javascript:window.fired=1", text, text, Decimal("0.5"), text),) if claims else ()
    return EntityPage(
        pointer=_pointer(number, text), iri=text, curie=text, definition=text, also=(text,),
        relations=((text, _pointer(number, text)),), out=claims, into=claims, beside=claims, mapped=mapped,
        unmapped=(text,) if claims else (), query=text, data={"@id": text, "name": text},
    )  # fmt: skip


def _passage(number: int, text: str, row: ClaimRow) -> Passage:
    said = ((row, Where("", "", text, (text,))),) if number % 2 else ()
    return Passage(number, f"{number // 4}{text}", text, said, text, quote=text, changed=False)


def _question(number: int, text: str) -> QuestionPage:
    rows = ((Cell(text), Cell("12345.5", Decimal("12345.5")), Cell(text, page="entity/1.html")),) if number else ()
    return QuestionPage(
        f"question/{number}.html", text, text, text, text, (text, text, text), rows, ((text, text, text),), text
    )


def _mineral() -> MineralPage:
    daily = Daily(NASTY[0], NASTY[1], Decimal(300), NASTY[2], _cited(NASTY[3]))
    rows = tuple(
        FoodRow(Pointer(text, "food", ""), Decimal(number) if number else None, text, text, Decimal(30), None)
        for number, text in enumerate(NASTY)
    )
    return MineralPage("food/0.html", _pointer(0, NASTY[0]), (daily,), rows)
