"""`myograph view`: the explorer as one page."""

from __future__ import annotations

import click

from myograph.cli.opening import EVIDENCE, SOURCE, STORE, open_graph

EXAMPLES = """\b
Examples:
  myograph view --open                       write why-muscles-twitch.html and open it
  myograph view map.html                     write another file
  myograph view --from "poor sleep" --open   paths from poor sleep to muscle twitching
  myograph view --from sweating --to "muscle cramp" --evidence qualified
  myograph view --lang de
"""


@click.command(epilog=EXAMPLES)
@click.argument("file", type=click.Path(dir_okay=False), default="why-muscles-twitch.html")
@click.option("--from", "start", metavar="NAME", help="Begin with the paths from this thing.")
@click.option("--to", "end", metavar="NAME", help="Where the paths end. Default: muscle twitching.")
@EVIDENCE
@SOURCE
@click.option("--lang", default="en", show_default=True, help="Language of the page.")
@click.option("--open", "opened", is_flag=True, help="Open the page in the browser.")
@STORE
def view(
    file: str,
    start: str | None,
    end: str | None,
    evidence: str,
    source: str | None,
    lang: str,
    opened: bool,
    store: str | None,
) -> None:
    """Write the map of causes as one FILE that needs no network and no server.

    The page holds map, table, outline, paths, tours, quiz and what-if. Its address holds what is shown, so a link to it
    can be shared. --evidence sets the bar it begins with; --source leaves out what that source does not say.
    """
    from pathlib import Path

    from myograph.causal.bars import admitted
    from myograph.cli.destination import opened as destination
    from myograph.knowledge.showing import causal_map, path_state
    from myograph.viz.explorer import Start, explorer_page

    graph = open_graph(store)
    admitted(evidence)
    shown = causal_map(graph, source=source)
    state = path_state(graph, shown, start, end) | ({"bar": evidence} if evidence != "any" else {})
    page = explorer_page(shown, graph.content.viz, Start(lang, state))
    path = Path(file)
    with destination(path) as place:
        place.stream.write(page.encode())
    click.echo(f"{path}: {len(page.encode()) // 1000} kB, one file, works without a network", err=True)
    if opened and path.is_file():
        click.launch(str(path))
