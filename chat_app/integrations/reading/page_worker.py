"""The process that draws a page: `python -m chat_app.integrations.reading.page_worker <file> <folder> <page> <width>`.

Of a PDF, or the picture that a file is. It leaves what it drew and the places of the words, or why it refuses, in the folder, and ends. Width 0: no picture is drawn.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from chat_app.integrations.files.images import clean_image
from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.files.sniffing import recognised
from chat_app.integrations.files.worker_side import work_without_rights
from chat_app.integrations.reading.page_renderer import PICTURE
from chat_app.integrations.reading.pdf import open_pdf
from chat_app.integrations.reading.pdf_segments import word_boxes
from chat_app.integrations.reading.readers import load_parsers

MAX_PIXELS = 30_000_000
"""A page that is a thousand times as high as wide is drawn smaller than asked for."""


def main(arguments: list[str]) -> None:
    """Draw one page, and say where its words stand."""
    path, folder, page, width = Path(arguments[0]), Path(arguments[1]), int(arguments[2]), int(arguments[3])
    import PIL.Image  # noqa: F401, PLC0415

    load_parsers()
    work_without_rights(folder, lambda: _drawn(path, folder, page, width))


def _drawn(path: Path, folder: Path, number: int, width: int) -> dict[str, Any]:
    if recognised(path, "").kind == "image":
        return _picture(path, folder, number, width)
    document = open_pdf(path)
    if not 1 <= number <= len(document):
        raise FileRefusedError("reading.no_such_page", page=number)
    page = document[number - 1]
    if width:
        across, down = page.get_size()
        scale = min(width / max(across, 1), (MAX_PIXELS / max(across * down, 1)) ** 0.5)
        page.render(scale=scale).to_pil().save(folder / PICTURE, "PNG")
    return {"words": word_boxes(page)}


def _picture(path: Path, folder: Path, number: int, width: int) -> dict[str, Any]:
    """A picture is a page by itself; what is written on it was recognised and is known to the document alone."""
    from PIL import Image  # noqa: PLC0415

    if number != 1:
        raise FileRefusedError("reading.no_such_page", page=number)
    if width:
        with Image.open(clean_image(path, folder).image) as picture:
            picture.thumbnail((width, MAX_PIXELS // width))
            picture.save(folder / PICTURE, "PNG")
    return {"words": []}


if __name__ == "__main__":
    main(sys.argv[1:])
