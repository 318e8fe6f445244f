"""Pictures of paths and ladders, as SVG or PNG, fit for a paper.

Everything is told twice, by colour and without it: the sign of a link by its colour and by its head (an arrow
promotes, a bar opposes, both at once where claims disagree), its verdict by line style and glyph, the kind of a thing
by colour and glyph. The table of all of these is content, `viz/palette.json`.

Where things stand is said in `layout`; the end of the paths is on the right. Nothing is random and no clock is asked:
the same paths give the same bytes with the same version of matplotlib.
"""

from __future__ import annotations

import io
import json
import textwrap
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from myograph.causal.layout import layout
from myograph.causal.links import BY_DEFINITION, CONFLICTING, OPPOSES, PROMOTES
from myograph.errors import ContentError, MissingExtra, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.path import Path as Curve

    from myograph.causal.links import Node
    from myograph.causal.paths import Path, Step
    from myograph.content import Content

    Place = tuple[float, float]

KINDS_OF_FILE = ("svg", "png")
MOST_STEPS = 400
MOST_LABELLED = 16
"""Beyond so many links their verbs are left out."""

BOX = (2.1, 0.42)
PITCH = (3.4, 0.72)
MARGIN = 0.5
NARROWEST = 5.0
DOTS_PER_INCH = 200
HEADS = {PROMOTES: "-|>", OPPOSES: "|-|,widthA=0,widthB=0.35", CONFLICTING: "<|-|>"}
EXTRA_SIGNS = {CONFLICTING: ("≠", "#5b3a8c")}
EXTRA_VERDICTS = {BY_DEFINITION: ("≡", "dashdot", 1.5)}


@dataclass(frozen=True, slots=True)
class Style:
    """Hold how things are drawn: signs and kinds as (glyph, colour), verdicts as (glyph, line, width)."""

    signs: Mapping[str, tuple[str, str]]
    verdicts: Mapping[str, tuple[str, str, float]]
    kinds: Mapping[str, tuple[str, str]]

    @classmethod
    def load(cls, content: Content) -> Style:
        """Read the palette of the content; raises ContentError when it is missing or broken."""
        path = content.viz / "palette.json"
        try:
            table = json.loads(path.read_text(encoding="utf-8"))
            signs = {name: (row["glyph"], row["light"]) for name, row in table["signs"].items()}
            verdicts = {name: (row["glyph"], row["line"], row["width"]) for name, row in table["verdicts"].items()}
            kinds = {name: (row["glyph"], row["light"]) for name, row in table["kinds"].items()}
        except (OSError, ValueError, LookupError) as fault:
            raise ContentError(f"the palette cannot be read: {fault}", place=str(path)) from None
        return cls(EXTRA_SIGNS | signs, EXTRA_VERDICTS | verdicts, kinds)


def picture(paths: Sequence[Path], style: Style, *, title: str = "", kind: str = "svg") -> bytes:
    """Return the paths drawn together, each link once.

    Raises UsageError for no path, for another kind of file and for too many links, and MissingExtra without matplotlib.
    """
    if kind not in KINDS_OF_FILE:
        raise UsageError(f"pictures are not written as {kind!r}", advice=f"Choose {' or '.join(KINDS_OF_FILE)}.")
    steps = {(step.subject.iri, step.object.iri): step for path in paths for step in path.steps}
    if not steps:
        raise UsageError("there is nothing to draw", advice="Ask for a lower evidence bar, or for longer paths.")
    if len(steps) > MOST_STEPS:
        raise UsageError(
            f"{len(steps)} links do not fit into a picture", advice=f"Ask for fewer paths ({MOST_STEPS} links)."
        )
    with drawing():
        return file_bytes(_drawn(list(steps.values()), style, title), kind)


@contextmanager
def drawing() -> Iterator[None]:
    """Draw the same bytes every time within the block; raises MissingExtra without matplotlib."""
    try:
        import matplotlib as mpl
    except ImportError:
        raise MissingExtra("matplotlib", "pictures") from None
    # names may hold a dollar sign, which is no formula
    with mpl.rc_context(
        {"svg.hashsalt": "myograph", "svg.fonttype": "path", "font.family": "DejaVu Sans", "text.parse_math": False}
    ):
        yield


def kind_of_file(name: str) -> str:
    """Return "svg" or "png" by the ending of a file name; raises UsageError for another."""
    ending = FilePath(name).suffix.removeprefix(".").lower()
    if ending not in KINDS_OF_FILE:
        raise UsageError("the picture needs a name that ends in .svg or .png", place=name)
    return ending


def _drawn(steps: list[Step], style: Style, title: str) -> Figure:
    nodes = {node.iri: node for step in steps for node in (step.subject, step.object)}
    links = [(step.subject.iri, step.object.iri) for step in steps]
    plan = layout(links, {iri: node.label for iri, node in nodes.items()})
    figure, axes, corner = _sheet([*plan.places.values(), *(place for bends in plan.bends.values() for place in bends)])
    ways = {link: [plan.places[link[0]], *plan.bends[link], plan.places[link[1]]] for link in links}
    ports = _ports(ways)
    for step, link in zip(steps, links, strict=True):
        along = [_inches(place) for place in ways[link]]
        along[-1] = (along[-1][0], along[-1][1] + ports[link])
        _draw_step(axes, step, along, style, labelled=len(steps) <= MOST_LABELLED)
    for iri, node in nodes.items():
        _draw_node(axes, node, _inches(plan.places[iri]), style)
    axes.text(*corner, title, fontsize=11, fontweight="bold", va="center")
    axes.legend(handles=_legend(steps, style), loc="lower left", fontsize=7, frameon=False, ncols=4, handlelength=3.2)
    return figure


def _inches(place: Place) -> Place:
    return place[0] * PITCH[0], place[1] * PITCH[1]


def _ports(ways: Mapping[tuple[str, str], Sequence[Place]]) -> dict[tuple[str, str], float]:
    """Return how far above the middle of its box each link arrives, so that heads do not cover each other."""
    arriving: dict[str, list[tuple[str, str]]] = {}
    for link in sorted(ways, key=lambda link: (ways[link][-2][1], link)):
        arriving.setdefault(link[1], []).append(link)
    return {
        link: BOX[1] * 0.8 * ((position + 0.5) / len(links) - 0.5)
        for links in arriving.values()
        for position, link in enumerate(links)
    }


def _sheet(places: Iterable[Place]) -> tuple[Figure, Axes, Place]:
    """Return a figure just large enough, its axes in inches, and the corner for the title."""
    from matplotlib.figure import Figure

    across, down = zip(*map(_inches, places), strict=True)
    left, right = min(across) - BOX[0] / 2 - MARGIN, max(across) + BOX[0] / 2 + MARGIN
    low, high = min(down) - PITCH[1] - 2 * MARGIN, max(down) + PITCH[1] + MARGIN
    width = max(right - left, NARROWEST)
    figure = Figure(figsize=(width, high - low))
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(left, left + width)
    axes.set_ylim(low, high)
    return figure, axes, (left + MARGIN / 2, high - MARGIN)


def _draw_node(axes: Axes, node: Node, place: Place, style: Style) -> None:
    from matplotlib.patches import FancyBboxPatch

    glyph, colour = style.kinds.get(node.kind, ("", "#333333"))
    corner = (place[0] - BOX[0] / 2, place[1] - BOX[1] / 2)
    box = FancyBboxPatch(
        corner, *BOX, boxstyle="round,pad=0.02", facecolor="white", edgecolor=colour, linewidth=1.2, zorder=3
    )
    axes.add_patch(box)
    words = textwrap.fill(f"{glyph} {node.label}".strip(), 26)
    size = 8 if words.count("\n") == 0 else 6.5 if words.count("\n") == 1 else 5
    axes.text(*place, words, ha="center", va="center", fontsize=size, color="black", zorder=4)


def _draw_step(axes: Axes, step: Step, along: Sequence[Place], style: Style, *, labelled: bool) -> None:
    from matplotlib.patches import FancyArrowPatch

    sign, colour = style.signs[step.sign]
    glyph, line, width = style.verdicts[step.verdict]
    arrow = FancyArrowPatch(
        path=_curve(along), arrowstyle=HEADS[step.sign], mutation_scale=11, color=colour, fill=False,
        linestyle=line, linewidth=0.6 + 0.6 * width, zorder=1,
    )  # fmt: skip
    axes.add_patch(arrow)
    if labelled:
        words = textwrap.fill(f"{sign} {step.verbs[0]} {glyph}", 22)
        behind = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.9}
        axes.text(*_middle(along), words, ha="center", va="center", fontsize=5.5, color=colour, zorder=2, bbox=behind)


def _curve(along: Sequence[Place]) -> Curve:
    """Return a curve from the right side of the first box to the left side of the last one, level at every place."""
    from matplotlib.path import Path as Curve

    half, reach = BOX[0] / 2, (PITCH[0] - BOX[0]) * 0.6
    turn = half if along[-1][0] >= along[0][0] else -half
    points, codes = [(along[0][0] + turn, along[0][1])], [Curve.MOVETO]
    for number, (x, y) in enumerate(along[1:], start=2):
        before = points[-1]
        arrival = (x - turn * 1.04, y)
        points += [(before[0] + reach * (turn / half), before[1]), (arrival[0] - reach * (turn / half), y), arrival]
        codes += [Curve.CURVE4] * 3
        if number < len(along):
            points.append((x + turn, y))
            codes.append(Curve.LINETO)
    return Curve(points, codes)


def _middle(along: Sequence[Place]) -> Place:
    if len(along) > 2:  # noqa: PLR2004
        return along[len(along) // 2]
    (x, y), (other_x, other_y) = along
    return (x + other_x) / 2, (y + other_y) / 2


def _legend(steps: Iterable[Step], style: Style) -> list[Line2D]:
    from matplotlib.lines import Line2D

    every = list(steps)
    signs = [sign for sign in style.signs if any(step.sign == sign for step in every)]
    verdicts = [verdict for verdict in style.verdicts if any(step.verdict == verdict for step in every)]
    shown: list[Line2D] = []
    for sign in signs:
        glyph, colour = style.signs[sign]
        shown.append(Line2D([], [], color=colour, linewidth=2, label=f"{glyph} {sign}"))
    for verdict in verdicts:
        glyph, line, width = style.verdicts[verdict]
        look: dict[str, Any] = {"color": "#333333", "linestyle": line, "linewidth": 0.6 + 0.6 * width}
        shown.append(Line2D([], [], label=f"{glyph} {verdict}", **look))
    return shown


def file_bytes(figure: Figure, kind: str) -> bytes:
    """Return a figure as a file of a kind, without a date."""
    written = io.BytesIO()
    metadata = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
    figure.savefig(written, format=kind, dpi=DOTS_PER_INCH, metadata=metadata)
    return written.getvalue()
