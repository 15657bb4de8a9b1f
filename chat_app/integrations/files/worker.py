"""The process that reads one file: `python -m chat_app.integrations.files.worker <file> <folder> <name>`.

It writes what it found to `result.json` in the folder, or why it refuses, and ends. It is killed when that takes too long.
"""

from __future__ import annotations

import sys
import zipfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from chat_app.integrations.files.images import clean_image
from chat_app.integrations.files.office import read_office
from chat_app.integrations.files.pdf import read_pdf
from chat_app.integrations.files.plain_text import read_text
from chat_app.integrations.files.port import FileRefusedError, ReadFile
from chat_app.integrations.files.sniffing import Sniffed, sniffed
from chat_app.integrations.files.text_budget import EnoughError, TextBudget
from chat_app.integrations.files.worker_side import work_without_rights

MAX_TEXT = 2_000_000
SECONDS = 40.0


def main(arguments: list[str]) -> None:
    """Read one file and write the result."""
    path, folder, name = Path(arguments[0]), Path(arguments[1]), arguments[2]
    _load_parsers()
    work_without_rights(folder, lambda: {"file": asdict(read_file(path, name, folder))})


def read_file(path: Path, name: str, folder: Path) -> ReadFile:
    """Find out what `path` is and what stands in it; raises `FileRefusedError`."""
    found = sniffed(path, name)
    if found.kind == "image":
        image = clean_image(path, folder)
        return ReadFile(
            "image",
            image.media_type,
            width=image.width,
            height=image.height,
            image=image.image,
            model_image=image.model_image,
            thumbnail=image.thumbnail,
        )
    budget = TextBudget(MAX_TEXT, SECONDS)
    with suppress(EnoughError):
        _read(path, found, budget)
    text = budget.text
    if not text.strip():
        raise FileRefusedError("attachment.too_complex" if budget.cut else "attachment.no_text")
    return ReadFile(found.kind, found.media_type, text, problem="attachment.cut" if budget.cut else "")


def _read(path: Path, found: Sniffed, budget: TextBudget) -> None:
    if found.kind == "pdf":
        read_pdf(path, budget)
    elif found.kind == "office":
        try:
            read_office(path, found.media_type, budget)
        except (zipfile.BadZipFile, KeyError, ValueError) as error:
            raise FileRefusedError("attachment.broken") from error
    else:
        read_text(path, budget)


def _load_parsers() -> None:
    """What loads libraries or starts helpers at import does so before the rights are gone."""
    import encodings.idna  # noqa: F401, PLC0415

    import lxml.etree  # noqa: F401, PLC0415


if __name__ == "__main__":
    main(sys.argv[1:])
