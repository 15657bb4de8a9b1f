"""Files that are no project, or want to be more than one: refused with a reason, and nothing of them stays."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import orjson
import pytest
from sqlmodel import select

from chat_app import models
from chat_app.services.project_files import archive as archives
from chat_app.services.project_files import form
from chat_app.services.project_files.dto import ImportState
from chat_app.services.project_files.parsing import rows
from tests.services.project_files.conftest import Desk
from tests.services.project_files.filling import fill

Members = dict[str, bytes]
MANIFEST = orjson.dumps({"format": "parley-project", "version": 1})
FOLDER = orjson.dumps({"line": "folder", "id": "f", "name": "F", "created_at": "2026-01-01T00:00:00Z"}) + b"\n"


BEES = b"Bees dance in the dark of the hive."


def packed(members: Members, compression: int = ZIP_DEFLATED) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def small(**members: bytes) -> Members:
    return {"manifest.json": MANIFEST, "folders.jsonl": FOLDER} | {f"{name}.jsonl": data for name, data in members.items()}


def _line(kind: str, /, **values: object) -> bytes:
    usual: dict[str, dict[str, object]] = {
        "chat": {"id": "c", "folder_id": "f", "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z"},
        "message": {"conversation_id": "c", "role": "user", "text": "x", "created_at": "2026-01-01T00:00:00Z"},
        "folder": {"name": "F", "created_at": "2026-01-01T00:00:00Z"},
        "note": {"id": "n", "folder_id": "f", "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z"},
        "document": {
            "id": "d",
            "folder_id": "f",
            "name": "a.txt",
            "kind": "text",
            "media_type": "text/plain",
            "size": len(BEES),
            "sha256": hashlib.sha256(BEES).hexdigest(),
            "file": "documents/1",
            "text": "texts/1.txt",
            "created_at": "2026-01-01T00:00:00Z",
            "updated_at": "2026-01-01T00:00:00Z",
        },
        "passage": {"id": "p", "document_id": "d", "number": 0, "text": "Bees dance.", "start": 0, "end": len(BEES), "tokens": 3},
    }
    return orjson.dumps({"line": kind, **usual.get(kind, {}), **values}) + b"\n"


def _read(**passage: object) -> bytes:
    """A project with a document of one passage."""
    lines = _line("document", tokens=-5) + _line("passage", **passage)
    return packed(small(documents=lines) | {"documents/1": BEES, "texts/1.txt": BEES})


CHAT = _line("chat")
HOSTILE: dict[str, tuple[bytes, str]] = {
    "no ZIP": (b"PK" + b"x" * 500, "no_project"),
    "nothing": (b"", "no_project"),
    "another ZIP": (packed({"a.txt": b"a"}), "no_project"),
    "another format": (packed({"manifest.json": b'{"format": "parley-chat", "version": 1}'}), "no_project"),
    "a newer one": (packed(small() | {"manifest.json": b'{"format": "parley-project", "version": 2}'}), "newer"),
    "no folder": (packed(small() | {"folders.jsonl": b""}), "no_project"),
    "a way up": (packed(small() | {"../../etc/passwd": b"x"}), "broken"),
    "a way to the top": (packed(small() | {"/etc/passwd": b"x"}), "broken"),
    "a way of Windows": (packed(small() | {"..\\x": b"x"}), "broken"),
    "a drive": (packed(small() | {"C:x": b"x"}), "broken"),
    "a bomb": (packed(small() | {"documents/1": b"\0" * 40_000_000}), "too_large"),
    "another compression": (packed(small(), ZIP_BZIP2), "no_project"),
    "a cut file": (packed(small())[:-30], "no_project"),
    "half a line": (packed(small(chats=CHAT[:-9])), "broken"),
    "a passage longer than any": (_read(text="lies " * 5_000), "broken"),
    "a passage at no place": (_read(boxes="[[1,NaN,1,1,1]]"), "broken"),
    "a passage without end": (_read(boxes="[[1,0,0,Infinity,1]]"), "broken"),
    "a passage beyond all numbers": (_read(boxes=f"[[1,0,0,{10**400},1]]"), "broken"),
    "more rows than memory should hold": (packed(small() | {"folders.jsonl": FOLDER + b'{"line":"tag","id":"t","name":"t"}\n' * 20_001}), "too_large"),
    "a line longer than any": (packed(small() | {"folders.jsonl": _line("folder", id="f", x="x" * 2_000_001)}), "too_large"),
    "a note longer than any": (packed(small() | {"folders.jsonl": FOLDER + _line("note", text="x" * 200_001)}), "broken"),
    "a description longer than any": (packed(small() | {"folders.jsonl": _line("folder", id="f", description="x" * 2_001)}), "broken"),
    "a message longer than any": (packed(small(chats=CHAT + _line("message", id="m", text="x" * 1_000_001))), "broken"),
    "a list for a row": (packed(small(chats=b"[]\n")), "broken"),
    "NUL": (packed(small(chats=_line("chat", title="a\0b"))), "broken"),
    "a wrong kind": (packed(small(chats=_line("chat", title={"a": 1}))), "broken"),
    "a number too large": (packed(small(chats=CHAT + _line("message", id="m", rating=2**40))), "broken"),
    "a role of its own": (packed(small(chats=CHAT + _line("message", id="m", role="admin"))), "broken"),
    "a time without zone": (packed(small(chats=_line("chat", created_at="2026-01-01T00:00:00"))), "broken"),
    "a foreign folder": (packed(small(chats=_line("chat", folder_id="g"))), "broken"),
    "an answer before its question": (
        packed(small(chats=CHAT + _line("message", id="m", parent_id="n") + _line("message", id="n"))),
        "broken",
    ),
    "an id twice": (packed(small(chats=CHAT + _line("message", id="m") + _line("message", id="m"))), "broken"),
    "folders in a ring": (packed(small() | {"folders.jsonl": FOLDER + _line("folder", id="g", parent_id="g")}), "no_project"),
    "a document of others' bytes": (
        packed(
            small(
                documents=_line(
                    "document", id="d", folder_id="f", name="a", size=3, sha256="a" * 64, file="documents/1",
                    created_at="2026-01-01T00:00:00Z", updated_at="2026-01-01T00:00:00Z",
                )
            )
            | {"documents/1": b"abc"}
        ),
        "broken",
    ),
    "a script for a picture": (
        packed(
            small(
                chats=CHAT
                + _line("message", id="m")
                + _line(
                    "attachment", id="a", conversation_id="c", message_id="m", name="a.png", kind="image", media_type="text/html", size=8,
                    sha256="5b63e5b2097fc6906601e85e381d998a7db971aca73c9213dc2b107ccab734d4", created_at="2026-01-01T00:00:00Z", file="files/1",
                )
            )
            | {"files/1": b"<script>"}
        ),
        "broken",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
async def test_refused_and_nothing_stays(desk: Desk, what: str) -> None:
    data, reason = HOSTILE[what]
    state = await desk.into(desk.person(), data)
    assert (state.state, state.problem) == ("failed", f"project_file.error.{reason}")
    assert desk.count(models.Folder, models.Conversation, models.Document, models.Message, models.Attachment) == [0] * 5
    assert not list(desk.files.folder.glob("*"))


def _many(_data: bytes) -> bytes:
    return packed(small() | {f"x/{number}": b"" for number in range(archives.MAX_MEMBERS)})


def _elsewhere(data: bytes) -> bytes:
    """Says that its directory is described elsewhere, as archives beyond 4 GB do."""
    at = data.rfind(b"PK\x05\x06")
    return data[:at] + b"PK\x06\x07" + struct.pack("<LQL", 0, 0, 1) + data[at:]


def _twice(data: bytes) -> bytes:
    target = BytesIO(data)
    with pytest.warns(UserWarning, match="Duplicate"), ZipFile(target, "a") as archive:
        archive.writestr("folders.jsonl", FOLDER)
    return target.getvalue()


def _damaged(data: bytes) -> bytes:
    """One byte of the first row is another one."""
    with ZipFile(BytesIO(data)) as archive:
        at = archive.getinfo("folders.jsonl").header_offset + 120
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


@pytest.mark.parametrize("change", [_many, _elsewhere, _twice, _damaged])
async def test_a_true_project_spoiled(desk: Desk, change: Callable[[bytes], bytes]) -> None:
    ada, bo = desk.person("Ada"), desk.person("Bo")
    data = change(await desk.out(ada, await fill(desk, ada, 5)))
    before = desk.count(models.Folder, models.Conversation, models.Document)
    state = await desk.into(bo, data)
    assert state.state == "failed"
    assert state.problem in {"project_file.error.broken", "project_file.error.too_large", "project_file.error.no_project"}
    assert desk.count(models.Folder, models.Conversation, models.Document) == before


async def test_what_a_zip_says_of_bytes_is_believed_by_nobody_else(desk: Desk) -> None:
    """Bo's ZIP has a text of his own for Ada's file: she reads what stands in hers, and so does he once it was read."""
    ada, bo = desk.person("Ada"), desk.person("Bo")
    top = desk.project(ada)
    document = await desk.read(ada, "What stands in the file.", "a.txt", top)
    data = await desk.out(ada, top)
    members: Members = {}
    with ZipFile(BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["texts/00001.txt"] = b"What somebody says!!!!!!"
    await desk.imported(bo, packed(members))
    again = await desk.read(ada, "What stands in the file.", "b.txt")
    for found in (document, again):
        assert [one.text for one in (await desk.passages.list(ada, found.id)).items] == ["What stands in the file."]


async def test_a_passage_weighs_what_it_is_and_not_what_its_line_says(desk: Desk) -> None:
    state = await desk.into(desk.person(), _read(text="lies and instructions " * 500, tokens=-1_000_000_000))
    assert state.state == "done"
    assert desk.db.read_now(lambda session: session.exec(select(models.Chunk.tokens)).one()) > 1_000
    assert desk.db.read_now(lambda session: session.exec(select(models.Document.tokens)).one()) == 0


def test_of_a_line_stays_only_what_is_known(tmp_path: Path) -> None:
    path = tmp_path / "project.zip"
    path.write_bytes(packed(small(chats=_line("chat", tags=["t"], x=[[]] * 1_000))))
    with closing(archives.ProjectArchive(path, 10**9)) as archive:
        assert [beside for _, _, beside in rows(archive, form.CHATS)] == [{"tags": ["t"]}]


async def test_one_at_a_time_and_seen_by_its_person_only(desk: Desk) -> None:
    ada, bo = desk.person("Ada"), desk.person("Bo")
    data = packed(small())
    state: ImportState = await desk.into(ada, data)
    assert state.state == "done"
    from chat_app.services.project_files.errors import ImportNotFoundError

    with pytest.raises(ImportNotFoundError):
        desk.coming_in.get(bo, state.id)


async def test_files_whose_bytes_are_not_there_are_left_out_and_named(desk: Desk) -> None:
    ada, bo = desk.person("Ada"), desk.person("Bo")
    top = await fill(desk, ada, 6)
    for blob in [each async for each in desk.blobs.list()]:
        await desk.blobs.delete(blob.sha256)
    state = await desk.into(bo, await desk.out(ada, top))
    assert state.state == "done"
    assert {"d0.txt", "a ü.txt", "p.png"} <= set(state.left_out)
