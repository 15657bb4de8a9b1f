"""The process that draws one page of a PDF: `python -m chat_app.integrations.reading.page_worker <file> <folder> <page> <width>`.

It leaves the picture and the places of the words, or why it refuses, in the folder, and ends. Width 0: no picture is drawn.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from chat_app.integrations.files.port import RESULT, FileRefusedError
from chat_app.integrations.files.sandbox import give_up_rights
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
    give_up_rights()
    try:
        result: dict[str, Any] = _drawn(path, folder, page, width)
    except FileRefusedError as refusal:
        result = {"refused": refusal.key, "params": refusal.params}
    except (MemoryError, RecursionError):
        result = {"refused": "attachment.too_complex", "params": {}}
    except Exception:  # noqa: BLE001  (whatever a broken file makes its parser stumble over)
        result = {"refused": "attachment.broken", "params": {}}
    (folder / RESULT).write_text(json.dumps(result), encoding="utf-8")


def _drawn(path: Path, folder: Path, number: int, width: int) -> dict[str, Any]:
    document = open_pdf(path)
    if not 1 <= number <= len(document):
        raise FileRefusedError("reading.no_such_page", page=number)
    page = document[number - 1]
    if width:
        across, down = page.get_size()
        scale = min(width / max(across, 1), (MAX_PIXELS / max(across * down, 1)) ** 0.5)
        page.render(scale=scale).to_pil().save(folder / PICTURE, "PNG")
    return {"words": word_boxes(page)}


if __name__ == "__main__":
    main(sys.argv[1:])
