"""Text in pictures, where Tesseract is installed: pages are drawn in one process and recognised in others, one for each page."""

from __future__ import annotations

import asyncio
import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

from chat_app.integrations.files.port import FileRefusedError
from chat_app.integrations.files.worker_process import absolute, run_worker, worker_result
from chat_app.integrations.reading.draft import Draft, Line
from chat_app.integrations.reading.port import ParsedDocument

PICTURES = frozenset({"reading.scan", "reading.scrambled", "reading.picture"})
"""Why a file was refused whose text may be recognised."""
DRAWER, RECOGNISER = "chat_app.integrations.reading.scan_worker", "chat_app.integrations.reading.tesseract_worker"
DRAW_SECONDS, PAGE_SECONDS = 90.0, 60.0
MAX_TABLE = 20_000_000
SURE = 30.0
"""Words that Tesseract is less sure of, in percent, are mostly specks."""
LANGUAGES = ("deu", "eng", "fra", "spa", "ita")
FOLDERS = (
    "/usr/share/tesseract-ocr",
    "/usr/share/tessdata",
    "/usr/share/tesseract",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)


def tesseract_path() -> str:
    """Where the program is; "" where it is not installed."""
    return shutil.which("tesseract") or ""


async def recognise(path: Path, folder: Path) -> ParsedDocument:
    """Recognise the text of a scan or picture; raises `FileRefusedError`."""
    await run_worker(DRAWER, [absolute(path), absolute(folder)], wall_seconds=DRAW_SECONDS)
    drawn = await asyncio.to_thread(worker_result, folder)
    languages = await asyncio.to_thread(_languages)
    for number in range(1, len(drawn["pages"]) + 1):
        base = absolute(folder / f"page-{number}")
        await run_worker(RECOGNISER, [tesseract_path(), f"{base}.png", base, languages], wall_seconds=PAGE_SECONDS)
    return await asyncio.to_thread(_document, folder, drawn)


def _languages() -> str:
    """Of those that are installed, the ones we know of: "deu+eng"."""
    found = {file.stem for folder in FOLDERS for file in Path(folder).rglob("*.traineddata")}
    return "+".join(language for language in LANGUAGES if language in found)


def _document(folder: Path, drawn: dict[str, object]) -> ParsedDocument:
    draft = Draft()
    draft.unit = "page"
    draft.mark_cut(bool(drawn["cut"]))
    for number, (width, height, scale) in enumerate(drawn["pages"], 1):  # type: ignore[arg-type, misc, var-annotated]
        draft.page(width=width, height=height)
        for lines in _paragraphs(folder / f"page-{number}.tsv", number, scale):
            draft.add_lines("text", lines)
    kind, media_type = str(drawn["kind"]), str(drawn["media_type"])
    document = draft.document(kind, media_type)
    if not document.blocks:
        raise FileRefusedError("reading.picture_empty")
    return document


def _paragraphs(table: Path, page: int, scale: float) -> Iterator[list[Line]]:
    """The lines of each paragraph, with their places in points: `scale` pixels are one."""
    if not table.is_file() or table.stat().st_size > MAX_TABLE:
        return
    paragraphs: dict[tuple[str, str], dict[str, list[dict[str, str]]]] = {}
    with table.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row.get("level") == "5" and (row.get("text") or "").strip() and float(row.get("conf") or 0) >= SURE:
                paragraphs.setdefault((row["block_num"], row["par_num"]), {}).setdefault(row["line_num"], []).append(row)
    for lines in paragraphs.values():
        yield [_line(words, page, scale) for words in lines.values()]


def _line(words: list[dict[str, str]], page: int, scale: float) -> Line:
    left, top = min(int(word["left"]) for word in words), min(int(word["top"]) for word in words)
    right = max(int(word["left"]) + int(word["width"]) for word in words)
    bottom = max(int(word["top"]) + int(word["height"]) for word in words)
    sides = (left / scale, top / scale, right / scale, bottom / scale)
    return Line(" ".join(word["text"] for word in words), (page, *sides), " ")
