"""The static site: every page from its template, and written only where it changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from myograph.causal.view import RANK
from myograph.errors import UsageError
from myograph.viz.explorer import Start, explorer_page, map_pairs, plain_json, tours_of
from myograph.viz.languages import language, load_languages
from myograph.viz.lettering import Lettering
from myograph.viz.picture import picture
from myograph.viz.scripts import joined, policy
from myograph.viz.style import environment, load_palette, style_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from jinja2 import Environment

    from myograph.viz.picture import Picture
    from myograph.viz.records import Pair
    from myograph.viz.site import ClaimRow, EntityPage, Site

MENU = (
    ("Map", "index.html"),
    ("Entities", "entities.html"),
    ("Claims", "claims.html"),
    ("The article, checked", "article.html"),
    ("Contested", "contested.html"),
    ("What the article leaves out", "left-out.html"),
    ("Questions", "questions.html"),
    ("Tours", "tours.html"),
    ("About", "about.html"),
)

MARK = ".myograph-pages"
"""Stands in a folder that holds a site: only there are pages that are no longer made taken away."""

NEIGHBOURS = 16
"""How many neighbours of an entity are drawn, the best-founded first."""


@dataclass(frozen=True, slots=True)
class Written:
    """Tell what a run did, in pages."""

    made: int
    changed: int
    taken_away: int


def site_pages(site: Site, viz: Path, lang: str = "en") -> Iterator[tuple[str, str]]:
    """Yield the address and the text of every page; the first is the map."""
    yield "index.html", explorer_page(site.shown, viz, Start(lang, menu=MENU[1:]))
    press = _Press.of(site, viz, lang)
    yield from press.lists(site)
    for page in site.entities:
        yield (
            page.pointer.page,
            press.page("entity.html", page.pointer, title=page.pointer.label, entity=page, drawn=press.around(page)),
        )
    for claim in site.claims:
        yield claim.row.page, press.page("claim.html", None, claim.row.page, title=claim.row.statement, claim=claim)
    for question in site.questions:
        yield question.page, press.page("question.html", None, question.page, title=question.title, question=question)


@dataclass(frozen=True, slots=True)
class _Press:
    """Hold what every page has in common."""

    templates: Environment
    common: Mapping[str, Any]
    lettering: Lettering
    site: Site
    pairs: tuple[Pair, ...]
    ids: Mapping[str, str]

    @classmethod
    def of(cls, site: Site, viz: Path, lang: str) -> _Press:
        words, style = language(load_languages(viz), lang), style_sheet(viz)
        sorter = joined(viz / "modules", "sorting.js")
        common = {
            "lang": "en",
            "direction": "ltr",
            "words": words.strings,
            "style": style,
            "sorter": sorter,
            "policy": policy(scripts=(sorter,), styles=(style,)),
            "description": words["notAdvice"],
            "menu": MENU,
            "palette": load_palette(viz),
            "care": site.shown.care,
            "version": site.shown.version,
            "build": site.shown.build,
            "plain_json": plain_json,
            "care_open": False,
        }
        return cls(environment(viz), common, Lettering.load(viz), site, map_pairs(site.shown), site.shown.by_iri)

    def page(self, template: str, pointer: object = None, here: str = "", **values: Any) -> str:
        """Return a page; addresses in it start with as many steps up as it stands below the first page."""
        address = here or getattr(pointer, "page", "")
        whole = {**self.common, "here": address, "home": "../" * address.count("/"), **values}
        return self.templates.get_template(template).render(whole)

    def lists(self, site: Site) -> Iterator[tuple[str, str]]:
        """Yield the pages that list something."""
        rows = site.rows
        contested = [row for row in rows if row.verdict in {"contested", "contradicted", "no evidence found"}]
        left_out = sorted((row for row in rows if not row.in_article), key=lambda row: (row.kind, row.statement))
        pages: dict[str, dict[str, Any]] = {
            "entities.html": {"groups": _by_kind(site.entities)},
            "claims.html": {"rows": rows},
            "article.html": {"article": site.article, "sections": _sections(site), "verdicts": _verdicts(site)},
            "contested.html": {"rows": sorted(contested, key=lambda row: (-RANK[row.verdict], row.statement))},
            "left-out.html": {
                "groups": [(kind, list(same)) for kind, same in groupby(left_out, key=lambda row: row.kind)]
            },
            "questions.html": {"groups": [(g, list(s)) for g, s in groupby(site.questions, key=lambda q: q.group)]},
            "tours.html": {"tours": tours_of(site.shown, self._viz)},
            "about.html": {"counts": site.counts, "citation": site.citation, "care_open": True},
        }
        for address, values in pages.items():
            title = next(name for name, href in MENU if href == address)
            yield address, self.page(address, None, address, title=title, **values)

    @property
    def _viz(self) -> Path:
        from pathlib import Path

        loader: Any = self.templates.loader
        return Path(loader.searchpath[0]).parent

    def around(self, page: EntityPage) -> Picture | None:
        """Return the picture of an entity and its best-founded neighbours, or None where it has no causal claim."""
        own = self.ids.get(page.iri)
        touching = [pair for pair in self.pairs if own in {pair.tail, pair.head}]
        best = sorted(touching, key=lambda pair: (RANK[pair.verdict], pair.id))[:NEIGHBOURS]
        if not best:
            return None
        ids = {end for pair in best for end in (pair.tail, pair.head)}
        return picture(self.site.shown.things, best, self.lettering, ids)


def _by_kind(pages: tuple[EntityPage, ...]) -> list[tuple[str, list[EntityPage]]]:
    ordered = sorted(pages, key=lambda page: (page.pointer.kind, page.pointer.label))
    return [(kind, list(same)) for kind, same in groupby(ordered, key=lambda page: page.pointer.kind)]


def _sections(site: Site) -> list[tuple[str, list[Any]]]:
    return [(section, list(same)) for section, same in groupby(site.passages, key=lambda passage: passage.section)]


def _verdicts(site: Site) -> list[tuple[str, int]]:
    """Return how many claims of the article have each verdict, best first."""
    told: dict[str, ClaimRow] = {row.iri: row for passage in site.passages for row, _ in passage.said}
    counts = Counter(row.verdict for row in told.values())
    return sorted(counts.items(), key=lambda each: RANK[each[0]])


def write_pages(pages: Iterator[tuple[str, str]], folder: Path) -> Written:
    """Write the pages into the folder: unchanged ones are left alone, and ones that are no longer made are taken away.

    Raises UsageError for a folder that holds something else.
    """
    _check_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / MARK).is_file():
        (folder / MARK).touch()
    made: dict[Path, bool] = {}
    for address, text in pages:
        made[folder / address] = _replace(folder / address, text.encode())
    old = set(_pages_of(folder)) - set(made)
    for path in old:
        path.unlink()
    _replace(folder / MARK, "".join(f"{path.relative_to(folder).as_posix()}\n" for path in sorted(made)).encode())
    return Written(len(made), sum(made.values()), len(old))


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError("this is a file, not a folder", place=str(folder), advice="Name a folder.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise UsageError("the folder holds something else", place=str(folder), advice="Name an empty or a new folder.")


def _pages_of(folder: Path) -> Iterator[Path]:
    """Yield the pages that an earlier run wrote and that are still there."""
    mark = folder / MARK
    for name in mark.read_text(encoding="utf-8").splitlines() if mark.is_file() else ():
        path = folder / name
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            yield path


def _replace(path: Path, data: bytes) -> bool:
    """Write a file unless it holds just that; return whether it changed."""
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.new")
    aside.write_bytes(data)
    aside.replace(path)
    return True
