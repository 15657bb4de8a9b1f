"""The process that draws pages for recognition: `python -m chat_app.integrations.reading.scan_worker <file> <folder>`.

It leaves `page-1.png` and so on, and how large the pages are, or why it refuses, and ends.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from chat_app.integrations.files.images import clean_image
from chat_app.integrations.files.sniffing import recognised
from chat_app.integrations.files.worker_side import work_without_rights
from chat_app.integrations.reading.pdf import open_pdf
from chat_app.integrations.reading.readers import load_parsers

MAX_PAGES = 200
SCALE = 200 / 72
"""Pixels for a point: 200 for an inch, which letters of ten points need."""
MAX_PIXELS = 30_000_000


def main(arguments: list[str]) -> None:
    """Draw the pages of a PDF, or the picture that a file is."""
    path, folder = Path(arguments[0]), Path(arguments[1])
    import PIL.Image  # noqa: F401, PLC0415

    load_parsers()
    work_without_rights(folder, lambda: _drawn(path, folder))


def _drawn(path: Path, folder: Path) -> dict[str, Any]:
    found = recognised(path, "")
    if found.kind == "image":
        picture = clean_image(path, folder)
        picture.image.rename(folder / "page-1.png")
        return {"pages": [[picture.width, picture.height, 1]], "cut": False, "kind": "image", "media_type": found.media_type}
    document = open_pdf(path)
    count = min(len(document), MAX_PAGES)
    pages = [_draw(document[index], folder / f"page-{index + 1}.png") for index in range(count)]
    return {"pages": pages, "cut": count < len(document), "kind": "pdf", "media_type": "application/pdf"}


def _draw(page: Any, target: Path) -> list[float]:
    width, height = page.get_size()
    scale = min(SCALE, (MAX_PIXELS / max(width * height, 1)) ** 0.5)
    page.render(scale=scale, grayscale=True).to_pil().save(target, "PNG")
    return [width, height, scale]


if __name__ == "__main__":
    main(sys.argv[1:])
