"""Draw the app's icons from the mark: python scripts/make_icons.py (needs the dev requirements and Chromium).

Home screens cut icons into circles and squircles, so the mark keeps to the inner 60 % of a filled square.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from chat_app.components.layout.mark import BACK, FRONT
from scripts.chromium import PROGRAM

ASSETS = Path(__file__).parents[1] / "assets"
GROUND, INK = "#0f6e6a", "#ffffff"
MASTER = 1024
FILES = {"icon-512.png": 512, "icon-192.png": 192, "apple-touch-icon.png": 180}
PAGE = f"""<body style="margin:0;background:{GROUND}"><svg viewBox="-8 -8 40 40" width="{MASTER}" height="{MASTER}" fill="{INK}">
<path opacity=".55" d="{BACK}"/><path d="{FRONT}"/></svg>"""


def draw() -> Image.Image:
    """The icon, as large as it is ever needed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": MASTER, "height": MASTER})
        page.set_content(PAGE)
        png = page.screenshot()
        browser.close()
    return Image.open(io.BytesIO(png)).convert("RGB")


def main() -> None:
    """Write all sizes."""
    master = draw()
    for name, size in FILES.items():
        icon = master.resize((size, size), Image.Resampling.LANCZOS)
        icon.quantize(64, method=Image.Quantize.MEDIANCUT).save(ASSETS / name, optimize=True)
    master.resize((64, 64), Image.Resampling.LANCZOS).save(ASSETS / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])


if __name__ == "__main__":
    main()
