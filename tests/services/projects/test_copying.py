"""A copied project has all that was in it, and nothing in common with it but bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import AsyncMock

import pytest
from sqlmodel import col, select

from chat_app.models import Attachment, Chunk, Conversation, Document, Folder, IndexTask, Message, ProjectNote
from chat_app.services.audit import AuditLog
from chat_app.services.files.dto import FileLimits
from chat_app.services.files.errors import StorageFullError
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.knowledge.errors import TooManyDocumentsError
from chat_app.services.projects.copying import Parts
from chat_app.services.projects.projects import ProjectService
from chat_app.services.site import SiteService
from chat_app.services.site.knowledge_section import Knowledge
from chat_app.services.workspace.dto import FolderChanges
from chat_app.services.workspace.errors import FolderNotFoundError
from tests.services.projects.test_rights import share
from tests.services.workspace.desk import Desk

LIMITS = FileLimits.of_megabytes(1, 1, 1, 1)


def projects_of(desk: Desk) -> ProjectService:
    return ProjectService(desk.db, desk.changes, SiteService(desk.db, AuditLog(desk.db, utc_now), utc_now), LIMITS)


async def fill(desk: Desk) -> str:
    """A folder with an inner one, in which a note, a document with an edited passage, and a chat of two branches with a file lie."""
    top = await desk.folder("Top")
    inner = await desk.folder("Inner", top.id)
    await desk.folders.change(desk.actor, top.id, FolderChanges(instructions="Be brief.", payer="owner", is_template=True))
    chat, now, owner = desk.chat(inner.id), utc_now(), desk.actor.user_id
    ids = [new_id() for _ in range(3)]
    messages = [
        Message(id=id_, conversation_id=chat, parent_id=parent, role=role, text=text, created_at=now)
        for id_, parent, role, text in zip(ids, (None, ids[0], ids[0]), ("user", "assistant", "assistant"), ("Q", "A", "B"), strict=True)
    ]
    document = Document(
        id=new_id(), owner_id=owner, folder_id=inner.id, name="a.txt", sha256="0" * 64, state="ready", created_at=now, updated_at=now
    )
    chunk = Chunk(id=new_id(), document_id=document.id, number=0, text="mine", text_hash="1" * 64, start=0, end=4, tokens=1, edited=True)

    def write(session: Any) -> None:
        session.add(
            ProjectNote(id=new_id(), folder_id=inner.id, author_id=owner, title="N", text="note", version=3, created_at=now, updated_at=now)
        )
        session.add(document)
        session.add_all(messages)
        session.flush()
        session.add(chunk)
        session.add(Attachment(id=new_id(), owner_id=owner, conversation_id=chat, message_id=ids[0], name="f.txt", kind="text", media_type="text/plain", size=1, sha256="2" * 64, created_at=now))  # fmt: skip
        session.get_one(Conversation, chat).active_leaf_id = ids[2]

    desk.db.write_now(write)
    return top.id


@pytest.mark.parametrize("parts", [Parts(), Parts(chats=True, files=True)])
async def test_what_goes_along(desk: Desk, make_desk: Callable[[str], Desk], parts: Parts) -> None:
    folder_id, other = await fill(desk), make_desk("Bo")
    service = projects_of(desk)
    with pytest.raises(FolderNotFoundError):
        await service.duplicate(other.actor, folder_id)
    desk.db.write_now(lambda session: share(session, folder_id, other.actor, "viewer"))
    made = await service.duplicate(other.actor, folder_id, "Copy", parts)
    assert (made.name, made.instructions, made.payer, made.is_template, made.role) == ("Copy", "Be brief.", "inherit", False, "owner")

    def look(session: Any) -> None:
        mine = other.actor.user_id
        inner = session.exec(select(Folder).where(Folder.parent_id == made.id)).one()
        assert (inner.name, inner.owner_id) == ("Inner", mine)
        note = session.exec(select(ProjectNote).where(ProjectNote.folder_id == inner.id)).one()
        assert (note.text, note.author_id, note.version) == ("note", mine, 1)
        documents = session.exec(select(Document).where(Document.folder_id == inner.id)).all()
        chats = session.exec(select(Conversation).where(Conversation.folder_id == inner.id)).all()
        assert (len(documents), len(chats)) == (parts.files, parts.chats)
        if not parts.chats:
            return
        assert (documents[0].owner_id, documents[0].sha256) == (mine, "0" * 64)
        chunk = session.exec(select(Chunk).where(Chunk.document_id == documents[0].id)).one()
        assert (chunk.text, chunk.edited) == ("mine", True)
        assert session.exec(select(IndexTask.document_id)).all() == [documents[0].id]
        assert (chats[0].owner_id, chats[0].title) == (mine, "x")
        texts = session.exec(select(Message.text).where(Message.conversation_id == chats[0].id).order_by(col(Message.text))).all()
        assert texts == ["A", "B", "Q"]
        assert session.exec(select(Attachment.owner_id).where(Attachment.conversation_id == chats[0].id)).one() == mine

    desk.db.read_now(look)


async def test_put_away_and_taken_out(desk: Desk) -> None:
    folder = await desk.folder()
    service = projects_of(desk)
    await service.archive(desk.actor, folder.id)
    assert (await service.list(desk.actor), [one.id for one in await service.list(desk.actor, archived=True)]) == ([], [folder.id])
    await service.archive(desk.actor, folder.id, False)
    assert [one.id for one in await service.list(desk.actor)] == [folder.id]


@pytest.mark.parametrize(("documents", "size", "error"), [(0, 1, TooManyDocumentsError), (10, LIMITS.storage_bytes + 1, StorageFullError)])
async def test_a_copy_has_no_more_documents_than_its_person_may(desk: Desk, monkeypatch: Any, documents: int, size: int, error: Any):
    folder_id = await fill(desk)
    monkeypatch.setattr(SiteService, "load", AsyncMock(return_value=Knowledge(documents_per_person=documents)))
    desk.db.write_now(lambda session: setattr(session.exec(select(Document)).one(), "size", size))
    service = projects_of(desk)
    with pytest.raises(error):
        await service.duplicate(desk.actor, folder_id, parts=Parts(files=True))
    assert len(await service.list(desk.actor, templates=True)) == 1
    await service.duplicate(desk.actor, folder_id)
