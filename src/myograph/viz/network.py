"""The only place that knows pyvis: its network as the model, its `generate_html` as the way into a template.

pyvis 0.3 is used by its public interface and with what is safe in it: positions are given and physics is off, options
are a dictionary, the template is ours and escapes. Its own template, menus, `show` and `write_html` contact third
parties or run what a label smuggles in, and are not used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from myograph.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pyvis.network import Network

    from myograph.viz.picture import Picture

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "interaction": {"dragNodes": False, "hover": True, "multiselect": False, "keyboard": {"enabled": False}},
    "layout": {"improvedLayout": False},
    "edges": {"smooth": False, "arrows": {"to": {"enabled": True}}},
}

BUNDLE = "vis-9.1.2/vis-network.min.js"


def network(picture: Picture) -> Network:
    """Return the picture as a plain pyvis network: nodes at fixed places, one edge for each pair.

    Nodes have the ids, labels and kinds (`group`) of the things. Whoever wants may go on with it as with any other.
    """
    from pyvis.network import Network

    net = Network(directed=True)
    for box in picture.boxes:
        net.add_node(
            box.thing.id,
            label=box.thing.label,
            group=box.thing.kind,
            shape="box",
            x=box.x,
            y=box.y,
            physics=False,
        )
    for arrow in picture.arrows:
        net.add_edge(arrow.pair.tail, arrow.pair.head, id=arrow.pair.id)
    net.options = dict(OPTIONS)
    return net


def html(net: Network, templates: Path, template: str, context: Mapping[str, object]) -> str:
    """Return the page that a template makes of a network and of the context; everything is escaped."""
    net.set_template_dir(str(templates), template)
    net.templateEnv.autoescape = True
    net.templateEnv.trim_blocks = True
    net.templateEnv.lstrip_blocks = True
    net.templateEnv.globals.update(context)
    page: str = net.generate_html()
    return page


def bundle() -> str:
    """Return the script of vis-network as the installed pyvis brings it; raises ContentError when it does not."""
    from importlib.resources import files

    script = files("pyvis") / "templates" / "lib" / BUNDLE
    try:
        return script.read_text(encoding="utf-8")
    except OSError:
        advice = "Install pyvis 0.3.2: pip install 'pyvis>=0.3.2,<0.4'"
        raise ContentError("the installed pyvis has no vis-network 9.1.2", place=str(script), advice=advice) from None
