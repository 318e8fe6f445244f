"""The static site: every page from its template, in every language, each made when it is asked for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from myograph.causal.view import RANK
from myograph.viz.explorer import Start, explorer_page, map_pairs, tours_of
from myograph.viz.languages import Language, language, load_languages
from myograph.viz.lettering import Lettering
from myograph.viz.payload import plain_json
from myograph.viz.picture import picture
from myograph.viz.scripts import joined, policy
from myograph.viz.site import DIRECTIONS
from myograph.viz.style import environment, load_palette, style_sheet
from myograph.viz.voice import Voice, is_turning
from myograph.viz.worksheet import worksheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jinja2 import Environment

    from myograph.viz.picture import Picture
    from myograph.viz.records import Pair, Thing
    from myograph.viz.site import ClaimRow, EntityPage, MineralPage, Passage, Site

HOME = "index.html"
MENU = {
    "entities": "entities.html",
    "claims": "claims.html",
    "foods": "foods.html",
    "article": "article.html",
    "contested": "contested.html",
    "leftOut": "left-out.html",
    "questions": "questions.html",
    "tours": "tours.html",
    "worksheet": "worksheet.html",
    "about": "about.html",
}
"""The pages that every page leads to, by the key of their names."""

CONTESTED = ("contested", "contradicted", "no evidence found")
CERTAINTIES = {"asserted": 0, "likely": 1, "possible": 2}

NEIGHBOURS = 16
"""How many neighbours of an entity are drawn, the best-founded first."""

CHARTED = 15
"""How many foods the chart of a mineral shows."""

Maker = Callable[[], str]


class SitePages(Mapping[str, str]):
    """Hold the pages of a site by their addresses below its root; a page is made whenever it is asked for.

    The same site gives the same pages. Links are relative, so that pages work from files and below any path.
    """

    def __init__(self, makers: Mapping[str, Maker]) -> None:
        self._makers = dict(makers)

    @classmethod
    def of(cls, site: Site, viz: Path, languages: Sequence[str] = ()) -> SitePages:
        """Return the pages of a site; the first language stands at the root, each other one in a folder of its code.

        `viz` is the folder of templates, scripts and words; without `languages` there are all, English first. Raises
        UnknownName for a language without words.
        """
        known = load_languages(viz)
        chosen = [language(known, code) for code in dict.fromkeys(languages or known)]
        shared = _Shared.of(site, viz)
        makers: dict[str, Maker] = {}
        for number, spoken in enumerate(chosen):
            press = _Press.of(shared, spoken, chosen, f"{spoken.code}/" if number else "")
            makers |= {f"{press.below}{address}": maker for address, maker in press.makers()}
        return cls(makers)

    def __getitem__(self, address: str) -> str:
        return self._makers[address]()

    def __contains__(self, address: object) -> bool:
        return address in self._makers  # what a mapping does by itself would make the page

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


@dataclass(frozen=True, slots=True)
class _Shared:
    """Hold what the pages of every language have in common; `pictures` keeps those that were drawn."""

    site: Site
    viz: Path
    style: str
    script: str
    palette: Mapping[str, Any]
    lettering: Lettering
    pairs: tuple[Pair, ...]
    ids: Mapping[str, str]
    addresses: Mapping[str, str]

    @classmethod
    def of(cls, site: Site, viz: Path) -> _Shared:
        pages = {page.iri: page.pointer.page for page in site.entities}
        return cls(
            site,
            viz,
            style_sheet(viz),
            joined(viz / "modules", "lists.js"),
            load_palette(viz),
            Lettering.load(viz),
            map_pairs(site.shown),
            site.shown.by_iri,
            {thing.id: pages[thing.iri] for thing in site.shown.things if thing.iri in pages},
        )

    def around(self, page: EntityPage, voice: Voice) -> Picture | None:
        """Return the picture of an entity and its best-founded neighbours, or None where it has no causal claim."""
        own = self.ids.get(page.iri)
        touching = [pair for pair in self.pairs if own in {pair.tail, pair.head}]
        best = sorted(touching, key=lambda pair: (RANK[pair.verdict], pair.id))[:NEIGHBOURS]
        ids = {end for pair in best for end in (pair.tail, pair.head)}
        things = [replace(thing, label=voice.term(thing.label)) for thing in self.site.shown.things if thing.id in ids]
        return picture(things, best, self.lettering) if best else None


@dataclass(frozen=True, slots=True)
class _Press:
    """Make the pages of one language; `below` is the folder of the language, "" at the root."""

    shared: _Shared
    voice: Voice
    below: str
    languages: tuple[tuple[Language, str], ...]
    templates: Environment

    @classmethod
    def of(cls, shared: _Shared, spoken: Language, chosen: Sequence[Language], below: str) -> _Press:
        voice = Voice(spoken)
        others = tuple((each, f"{each.code}/" if number else "") for number, each in enumerate(chosen))
        templates = environment(shared.viz)
        templates.globals |= {
            "say": voice.say,
            "count": voice.count,
            "group_called": voice.group,
            "number": voice.number,
            "translated": voice.term,
            "is_foreign": voice.is_foreign,
            "in_english": voice.in_english,
            "is_turning": is_turning,
            "palette": shared.palette,
            "ranks": RANK,
            "certainties": CERTAINTIES,
            "directions": DIRECTIONS,
            "neighbours": NEIGHBOURS,
            "charted": CHARTED,
            "plain_json": plain_json,
            "pretty_json": partial(json.dumps, ensure_ascii=False, indent=2),
        }
        return cls(shared, voice, below, tuple(each for each in others if each[0] is not spoken), templates)

    def makers(self) -> Iterator[tuple[str, Maker]]:
        """Yield every address of the language with what makes its page."""
        site = self.shared.site
        yield HOME, self.explorer
        for key, values in self.lists().items():
            yield MENU[key], partial(self.listed, key, values)
        for mineral in site.foods.minerals:
            yield mineral.page, partial(self.food, mineral)
        for page in site.entities:
            yield page.pointer.page, partial(self.entity, page)
        for claim in site.claims:
            yield (
                claim.row.page,
                partial(self.page, "claim.html", claim.row.page, title=claim.row.statement, claim=claim),
            )
        for question in site.questions:
            address = question.page
            yield address, partial(self.page, "question.html", address, title=question.title, question=question)

    def explorer(self) -> str:
        """Return the map."""
        menu = tuple((str(self.voice.say(f"menu.{key}")), address) for key, address in MENU.items())
        return explorer_page(self.shared.site.shown, self.shared.viz, Start(self.voice.language.code, menu=menu))

    def page(self, template: str, address: str, **values: Any) -> str:
        """Return a page; addresses in it start with as many steps up as it stands below the first page."""
        spoken, shown = self.voice.language, self.shared.site.shown
        home = "../" * address.count("/")
        root = home + "../" * self.below.count("/")
        common = {
            "lang": spoken.code,
            "direction": spoken.direction,
            "words": spoken.strings,
            "style": self.shared.style,
            "script": self.shared.script,
            "policy": policy(scripts=(self.shared.script,), styles=(self.shared.style,)),
            "description": spoken["notAdvice"],
            "menu": [(self.voice.say(f"menu.{key}"), to) for key, to in MENU.items()],
            "switch": [
                {"code": other.code, "name": other.name, "href": f"{root}{folder}{address}"}
                for other, folder in self.languages
            ],
            "care": shown.care,
            "version": shown.version,
            "build": "",  # stands on About alone: whatever else did not change need not be written anew
            "here": address,
            "home": home,
        }
        return self.templates.get_template(template).render(common | values)

    def entity(self, page: EntityPage) -> str:
        """Return the page of an entity."""
        home = "../" * page.pointer.page.count("/")

        def address(thing: Thing) -> str | None:
            found = self.shared.addresses.get(thing.id)
            return None if found is None or thing.iri == page.iri else home + found

        own = self.shared.ids.get(page.iri, "")
        drawn = self.shared.around(page, self.voice)
        title = self.voice.term(page.pointer.label)
        return self.page(
            "entity.html", page.pointer.page, title=title, entity=page, drawn=drawn, mapped_id=own, door=address
        )

    def food(self, page: MineralPage) -> str:
        """Return the page of the foods of one mineral."""
        title = self.voice.say("foodTitle", mineral=self.voice.term(page.mineral.label))
        return self.page("food.html", page.page, title=title, page=page, cited=self.shared.site.foods.cited)

    def lists(self) -> dict[str, Callable[[], dict[str, Any]]]:
        """Return what fills each page of the menu, by its key."""
        return {
            "entities": self._entities,
            "claims": lambda: {"rows": self.shared.site.rows},
            "foods": self._foods,
            "article": self._article,
            "contested": self._contested,
            "leftOut": self._left_out,
            "questions": self._questions,
            "tours": self._tours,
            "worksheet": self._worksheet,
            "about": self._about,
        }

    def listed(self, key: str, values: Callable[[], dict[str, Any]]) -> str:
        """Return one of the pages of the menu."""
        address = MENU[key]
        return self.page(address, address, title=self.voice.say(f"title.{key}"), **values())

    def _entities(self) -> dict[str, Any]:
        order = {kind: place for place, kind in enumerate(self.shared.palette["kinds"])}

        def place(page: EntityPage) -> tuple[int, str, str]:
            kind = page.pointer.kind
            return order.get(kind, len(order)), kind, self.voice.term(page.pointer.label).casefold()

        ordered = sorted(self.shared.site.entities, key=place)
        return {"groups": [(kind, list(same)) for kind, same in groupby(ordered, key=lambda page: page.pointer.kind)]}

    def _foods(self) -> dict[str, Any]:
        foods = self.shared.site.foods
        amounts = [{row.food.label: row.amount for row in page.rows} for page in foods.minerals]
        rows = sorted(foods.minerals[0].rows, key=lambda row: -(row.amount or -1)) if foods.minerals else []
        return {"foods": foods, "matrix": [(row, [each.get(row.food.label) for each in amounts]) for row in rows]}

    def _article(self) -> dict[str, Any]:
        site = self.shared.site
        return {
            "article": site.article,
            "matching": site.matching,
            "total": len(site.passages),
            "sections": _sections(site.passages),
            "verdicts": _verdicts(site),
        }

    def _contested(self) -> dict[str, Any]:
        rows = sorted(self.shared.site.rows, key=lambda row: row.statement)
        groups = ((verdict, [row for row in rows if row.verdict == verdict]) for verdict in CONTESTED)
        return {"groups": [(verdict, same) for verdict, same in groups if same]}

    def _left_out(self) -> dict[str, Any]:
        left = sorted(
            (row for row in self.shared.site.rows if not row.in_article), key=lambda row: (row.kind, row.statement)
        )
        return {"groups": [(kind, list(same)) for kind, same in groupby(left, key=lambda row: row.kind)]}

    def _questions(self) -> dict[str, Any]:
        found = self.shared.site.questions
        return {"groups": [(group, list(same)) for group, same in groupby(found, key=lambda each: each.group)]}

    def _tours(self) -> dict[str, Any]:
        places = {self.shared.ids.get(page.iri, ""): page.pointer for page in self.shared.site.entities}
        return {"tours": tours_of(self.shared.site.shown, self.shared.viz), "places": places}

    def _worksheet(self) -> dict[str, Any]:
        site = self.shared.site
        return {"sheet": worksheet(site.shown, self.shared.pairs), "rows": {row.iri: row for row in site.rows}}

    def _about(self) -> dict[str, Any]:
        site = self.shared.site
        told = {"counts": site.counts, "kinds": site.kinds, "citation": site.citation}
        return told | {"care_told": True, "build": site.shown.build}


def _sections(passages: tuple[Passage, ...]) -> list[tuple[str, list[list[Passage]]]]:
    """Return the sections with their passages in runs, each run either all with claims or all without."""
    return [
        (section, [list(run) for _, run in groupby(same, key=lambda passage: bool(passage.said))])
        for section, same in groupby(passages, key=lambda passage: passage.section)
    ]


def _verdicts(site: Site) -> list[tuple[str, int]]:
    """Return how many claims of the article have each verdict, best first."""
    told: dict[str, ClaimRow] = {row.iri: row for passage in site.passages for row, _ in passage.said}
    counts = Counter(row.verdict for row in told.values())
    return sorted(counts.items(), key=lambda each: RANK[each[0]])
