"""Take the pictures of the documentation anew: `python -m tests.viz.pictures`."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image

import myograph
from myograph.content import Content
from myograph.knowledge.showing import causal_map
from myograph.viz.explorer import explorer_page
from tests.viz import browsing

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
COLOURS = 96
PICTURES = {
    "explorer": "",
    "paths": "task=paths&from=physical-overexertion&path=2",
}


def main() -> None:
    """Write each picture without the last line of the page, which names the build."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, browsing.browser() as opened:
        page = Path(folder) / "map.html"
        page.write_text(explorer_page(causal_map(myograph.open()), Content.find().viz), encoding="utf-8")
        with browsing.visit(opened, page.as_uri()) as seen:
            for name, fragment in PICTURES.items():
                seen.go(fragment)
                foot = seen.page.locator(".foot").bounding_box()
                clip = {"x": 0, "y": 0, "width": 1280, "height": foot["y"]}
                taken = Image.open(BytesIO(seen.page.screenshot(clip=clip))).convert("RGB")
                taken.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
