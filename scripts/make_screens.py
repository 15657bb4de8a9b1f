"""Take the pictures of docs/screens: python -m scripts.make_screens [name …] (needs the dev requirements, Chromium and a built frontend).

What is on them stands in scripts/screens: a function for each in pictures.py, the texts in desk_*.toml.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from scripts.chromium import PROGRAM
from scripts.screens.desk import Desk, desk
from scripts.screens.pictures import PICTURES, Picture
from tests.e2e.server import build_frontend

SCREENS = Path(__file__).parents[1] / "docs" / "screens"
MOST_BYTES = 250_000
WIDE = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
LOCALES = {"en": "en-GB", "de": "de-DE"}
SETTLED = 900
"""Milliseconds after which nothing moves any more."""


def take(browser: Browser, desk: Desk, wanted: Picture) -> bytes:
    """The picture in a browser of its own."""
    options = {"color_scheme": "dark" if wanted.dark else "light", "locale": LOCALES[wanted.language], "timezone_id": "Europe/Berlin"}
    context = browser.new_context(base_url=desk.url, **(PHONE if wanted.phone else WIDE), **options)
    page = context.new_page()
    page.goto(f"/c/{desk.chats[wanted.chat]}" if wanted.chat in desk.chats else wanted.chat)
    page.get_by_test_id("chat-item").first.wait_for(state="attached")
    page.wait_for_timeout(SETTLED)
    wanted.prepare(page, desk)
    page.wait_for_timeout(SETTLED)
    png = page.screenshot()
    context.close()
    return png


def save(name: str, png: bytes) -> None:
    """With all its colours, unless that makes it too large."""
    target = SCREENS / f"{name}.png"
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.save(target, optimize=True)
    if target.stat().st_size > MOST_BYTES:
        image.quantize(256, method=Image.Quantize.FASTOCTREE).save(target, optimize=True)


def main() -> None:
    """Take those that are named, or all."""
    build_frontend()
    wanted = [each for each in PICTURES if not sys.argv[1:] or each.name in sys.argv[1:]]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox", "--disable-gpu"])
        for language in LOCALES:
            if mine := [each for each in wanted if each.language == language]:
                with desk(language) as filled:
                    for each in mine:
                        save(each.name, take(browser, filled, each))
        browser.close()


if __name__ == "__main__":
    main()
