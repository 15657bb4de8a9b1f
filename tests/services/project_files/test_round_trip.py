"""Out, in, and out again: the same project but for ids and the time of the import."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import orjson
import pytest
from sqlmodel import col, select

from chat_app import models
from chat_app.services.project_files.form import KINDS
from chat_app.services.workspace.errors import FolderNotFoundError
from tests.services.project_files.conftest import Desk
from tests.services.project_files.filling import fill

_ID = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OF_THE_IMPORT = {"document": ("updated_at",)}


def canonical(data: bytes) -> dict[str, bytes]:
    """What a ZIP holds, with a number in place of each id in the order of their appearance."""
    numbers: dict[bytes, bytes] = {}
    found: dict[str, bytes] = {}
    with ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        for name in sorted(
            archive.namelist(),
            key=lambda one: (one.endswith("jsonl"), one != "folders.jsonl", one != "documents.jsonl", one != "questions.jsonl"),
        ):
            content = archive.read(name)
            if name == "manifest.json":
                content = orjson.dumps({key: value for key, value in orjson.loads(content).items() if key in ("format", "version", "name")})
            if name.endswith(".jsonl"):
                content = b"\n".join(_plain(line) for line in content.splitlines())
                content = _ID.sub(lambda one: numbers.setdefault(one[0], b"#%d" % len(numbers)), content)
            found[name] = content
    return found


def _lines(data: bytes) -> list[set[str]]:
    with ZipFile(BytesIO(data)) as archive:
        return [
            {orjson.loads(line)["line"] for line in archive.read(name).splitlines()}
            for name in archive.namelist()
            if name.endswith(".jsonl")
        ]


def _plain(line: bytes) -> bytes:
    row = orjson.loads(line)
    return orjson.dumps({name: value for name, value in row.items() if name not in OF_THE_IMPORT.get(row["line"], ())})


@pytest.mark.parametrize("seed", range(3))
async def test_out_in_and_out_again_is_the_same(desk: Desk, seed: int) -> None:
    ada, bo = desk.person("Ada"), desk.person("Bo")
    first = await desk.out(ada, await fill(desk, ada, seed))
    made = await desk.imported(bo, first)
    assert KINDS.keys() == {kind for lines in _lines(first) for kind in lines}
    assert canonical(await desk.out(bo, made)) == canonical(first)


async def test_what_came_in_is_its_importers_and_can_be_found(desk: Desk) -> None:
    ada, bo = desk.person("Ada"), desk.person("Bo")
    top = await fill(desk, ada, 7)
    data = await desk.out(ada, top)
    made = await desk.imported(bo, data)
    missing, loose = desk.differences()
    off = select(models.Chunk.id).join(models.Document).where(~col(models.Document.enabled), col(models.Chunk.enabled))
    assert (missing, loose) == (desk.db.read_now(lambda session: set(session.exec(off).all())), set())
    with pytest.raises(FolderNotFoundError):
        await desk.out(ada, made)

    def look(session: object) -> None:
        folders = session.exec(select(models.Folder).where(models.Folder.owner_id == bo.user_id)).all()  # type: ignore[attr-defined]
        assert {(row.name, row.payer) for row in folders} == {("Projekt: A/B", ""), ("Inner Ä/..", ""), ("Other", "")}
        mine = select(models.Document).where(models.Document.owner_id == bo.user_id)
        assert {(row.state, row.version, row.enabled) for row in session.exec(mine).all()} == {("ready", 1, True), ("ready", 1, False)}  # type: ignore[attr-defined]
        edited = select(models.Chunk.text).join(models.Document).where(models.Document.owner_id == bo.user_id, col(models.Chunk.edited))
        assert all(text.startswith("Corrected") for text in session.exec(edited).all())  # type: ignore[attr-defined]
        entries = select(models.SearchEntry.kind).where(models.SearchEntry.owner_id == bo.user_id)
        assert set(session.exec(entries).all()) == {"chat", "message", "file"}  # type: ignore[attr-defined]
        contents = session.exec(select(models.DocumentContent.reader).distinct()).all()  # type: ignore[attr-defined]
        assert not [reader for reader in contents if reader.startswith("zip")]

    desk.db.read_now(look)
    with ZipFile(BytesIO(data)) as archive:
        texts = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".jsonl"))
        assert {ada.user_id.encode() in texts, b"sale_nano" in texts, b"gone" in texts} == {False}


async def test_readers_take_along_what_they_may_read_and_nothing_personal(desk: Desk) -> None:
    ada, bo = desk.person("Ada"), desk.person("Bo")
    top = await fill(desk, ada, 8)
    with pytest.raises(FolderNotFoundError):
        await desk.out(bo, top)
    desk.share(top, bo, "viewer")
    data = await desk.out(bo, top)
    assert b"not yet" not in b"".join(canonical(data).values())
    _, pieces = await desk.going_out.begin(bo, top)
    await anext(pieces)
    desk.share(top, bo, "")
    with pytest.raises(FolderNotFoundError):
        [piece async for piece in pieces]
