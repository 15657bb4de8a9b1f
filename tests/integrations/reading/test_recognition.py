"""Scans and pictures are recognised where there is Tesseract; what it says becomes text with places."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from chat_app.integrations.files.port import FileRefusedError
from tests.integrations.reading.conftest import Read

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
WORDS = (
    "5\t1\t1\t1\t1\t1\t100\t50\t60\t20\t96.1\tRechnung",
    "5\t1\t1\t1\t1\t2\t170\t52\t40\t18\t91.0\tNr.",
    "5\t1\t1\t1\t2\t1\t100\t80\t60\t20\t88.0\t4711",
    "5\t1\t2\t1\t1\t1\t300\t300\t4\t4\t11.0\t~",
)


def picture(form: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (400, 400), "white").save(file, form)
    return file.getvalue()


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    """A program that is called as Tesseract is and writes what Tesseract writes."""
    table = "\\n".join((HEAD, *words)).replace("\t", "\\t")
    program = folder / "tesseract"
    program.write_text(f'#!/bin/sh\ntest -s "$1" || exit 1\nprintf "{table}\\n" > "$2.tsv"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


@pytest.mark.parametrize(("form", "kind"), [("PNG", "image"), ("PDF", "pdf")])
async def test_what_is_recognised_is_text_with_places(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, kind: str
) -> None:
    install(tmp_path, monkeypatch, *WORDS)
    document = await read(picture(form), "scan")
    assert (document.text, document.kind, len(document.pages)) == ("Rechnung Nr. 4711", kind, 1)
    scale = 400 / document.pages[0].width if kind == "image" else 200 / 72
    page, left, top, right, bottom = document.boxes_of(0, 8)[0]
    assert (page, *(round(side * scale) for side in (left, top, right, bottom))) == pytest.approx((1, 100, 50, 210, 70), abs=1)


async def test_nothing_recognised_is_said(read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch)
    with pytest.raises(FileRefusedError, match=r"reading\.picture_empty"):
        await read(picture("PNG"), "scan.png")


async def test_without_the_program_it_is_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(FileRefusedError, match=r"reading\.picture"):
        await read(picture("PNG"), "scan.png")
