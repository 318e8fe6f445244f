"""The explorer as one page that needs nothing else: map, table, outline, paths, tours, quiz.

The page is made by pyvis's way into a template (see `network`); everything it needs stands in it, its policy admits its
own scripts and styles and nothing from elsewhere, and without scripts it is a drawing and a table.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from myograph.causal.bars import BARS
from myograph.causal.view import RANK
from myograph.errors import ContentError
from myograph.viz.languages import FIRST, language, load_languages
from myograph.viz.lettering import Lettering
from myograph.viz.payload import BASES, drawing, plain_json, tables, words
from myograph.viz.picture import picture
from myograph.viz.records import pairs
from myograph.viz.scripts import joined, policy
from myograph.viz.staging import BRIEF, CORE, STAGES, opening
from myograph.viz.style import load_palette, style_sheet
from myograph.viz.tours import check_tour, load_tours

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from myograph.viz.picture import Picture
    from myograph.viz.records import CausalMap, Pair
    from myograph.viz.tours import Tour

HELPING = ("intervention", "food", "food group")
MINERALS = ("mineral", "substance", "function", "measurement")


@dataclass(frozen=True, slots=True)
class Start:
    """Say how the page begins: names of the state in `viz/modules/state.js` with their values.

    `menu` names the pages of a site around the page; then things and claims are linked to pages of their own.
    """

    lang: str = FIRST
    state: Mapping[str, str] = field(default_factory=dict)
    menu: tuple[tuple[str, str], ...] = ()


def explorer_page(shown: CausalMap, viz: Path, start: Start | None = None) -> str:
    """Return the page as HTML, the same bytes for the same map.

    `viz` is the folder of templates, scripts and words. Raises ContentError for a tour that names what the map does not
    hold, and UnknownName for a language without words.
    """
    from myograph.viz import network as border

    begun = start or Start()
    languages = load_languages(viz)
    spoken = language(languages, begun.lang)
    whole, first = _pictures(shown, viz)
    bundle, script = border.bundle(), joined(viz / "modules", "main.js")
    style = style_sheet(viz)
    context = {
        "lang": spoken.code,
        "direction": spoken.direction,
        "words": spoken.strings,
        "title": spoken.labels.get(shown.title, shown.title),
        "description": spoken["notAdvice"],
        "palette": load_palette(viz),
        "style": style,
        "policy": policy(scripts=(bundle, script), styles=(style,)),
        "bundle": bundle,
        "script": script,
        "picture": first,
        "links": shown.links,
        "labels": {thing.id: thing.label for thing in shown.things},
        "care": shown.care,
        "version": shown.version,
        "build": shown.build,
        "menu": begun.menu,
        "payload": plain_json(_payload(shown, viz, begun, (whole, first))),
        "model": _model,
    }
    return border.html(border.network(whole), viz / "templates", "explorer.html", context)


def tours_of(shown: CausalMap, viz: Path) -> tuple[Tour, ...]:
    """Return the tours whose every thing the map holds; raises ContentError when one names what nobody knows.

    A map that a bar or a source has narrowed lacks things that the tours name; it comes without those tours.
    """
    tours = load_tours(viz)
    wrong = [finding for tour in tours for finding in check_tour(tour, shown, frozenset(BARS))]
    if wrong and not shown.narrowed:
        raise ContentError(
            "\n".join(wrong), place=str(viz / "tours"), advice="Use the ids of the map, as in its links."
        )
    return tuple(tour for tour in tours if not any(check_tour(tour, shown, frozenset(BARS))))


def map_pairs(shown: CausalMap) -> tuple[Pair, ...]:
    """Return the arrows of the map, one for each pair of things."""
    return pairs(shown.links, RANK)


@lru_cache(maxsize=1)
def _pictures(shown: CausalMap, viz: Path) -> tuple[Picture, Picture]:
    """Return the picture of the core and that of the opening view; a site draws the same map once in each language."""
    lettering = Lettering.load(viz)
    arrows = map_pairs(shown)
    joined_ids = {end for pair in arrows for end in (pair.tail, pair.head)}
    core = {thing.id for thing in shown.things if thing.kind in CORE and thing.id in joined_ids}
    return picture(shown.things, arrows, lettering, core), picture(shown.things, arrows, lettering, first_view(shown))


def first_view(shown: CausalMap) -> tuple[str, ...]:
    """Return the ids of the opening view, at most twenty."""
    return opening(shown, map_pairs(shown), RANK)


def _payload(shown: CausalMap, viz: Path, start: Start, pictures: tuple[Picture, ...]) -> dict[str, Any]:
    palette = load_palette(viz)
    return tables(shown) | {
        "title": shown.title,
        "version": shown.version,
        "build": shown.build,
        "foot": shown.foot,
        "lang": start.lang,
        "start": dict(start.state),
        "site": bool(start.menu),
        "opening": first_view(shown),
        "brief": opening(shown, map_pairs(shown), RANK, BRIEF),
        "core": CORE,
        "helping": HELPING,
        "minerals": MINERALS,
        "stages": STAGES,
        "rank": RANK,
        "bars": {bar: sorted(verdicts, key=RANK.__getitem__) for bar, verdicts in BARS.items()},
        "palette": palette,
        "verdicts": list(palette["verdicts"]),
        "languages": words(load_languages(viz), shown, (*palette["verdicts"], *palette["kinds"])),
        "bases": BASES,
        "tours": [asdict(tour) for tour in tours_of(shown, viz)],
        "drawings": [drawing(each, shown) for each in pictures],
    }


def _model(nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> str:
    """Return what the page takes over from the network of pyvis: how vis-network is set, and how much there is."""
    from myograph.viz.network import OPTIONS

    return plain_json({"nodes": len(nodes), "edges": len(edges), "options": OPTIONS})
