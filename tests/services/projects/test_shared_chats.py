"""Chats of shared folders: who reads, who writes, what stays personal, what is gone at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlmodel import select

from chat_app.db import Database
from chat_app.errors import NotAllowedError, NotFoundError
from chat_app.models import Assistant, FolderMember, Message
from chat_app.services.budgets import payers
from chat_app.services.charging.queries import folder_of
from chat_app.services.chat.instructions import system_prompt
from chat_app.services.chat.messages import MessageService
from chat_app.services.chat.queries import get_conversation, list_folder_path
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.projects.rights import FolderRole
from chat_app.services.redaction.queries import choices
from chat_app.services.routing.queries import local_only_by
from chat_app.services.workspace.dto import FolderChanges
from chat_app.services.workspace.reading import Reading
from tests.services.projects.test_rights import share
from tests.services.workspace.desk import Desk


def let_in(db: Database, folder_id: str, actor: Actor, role: str) -> None:
    db.write_now(lambda session: share(session, folder_id, actor, role))


def put_out(db: Database, actor: Actor) -> None:
    db.write_now(
        lambda session: [session.delete(row) for row in session.exec(select(FolderMember).where(FolderMember.person_id == actor.user_id))]
    )


@pytest.mark.parametrize("role", ["", "viewer", "editor", "manager"])
async def test_reading_and_writing_in_a_shared_chat(desk: Desk, make_desk: Callable[[str], Desk], role: str) -> None:
    top, other = await desk.folder("Top"), make_desk("Bo")
    inner = await desk.folder("Inner", top.id)
    chat, private = desk.chat(inner.id), desk.chat()
    message = Message(id=new_id(), conversation_id=chat, role="user", text="Hello", created_at=utc_now())
    desk.db.write_now(lambda session: session.add(message))
    message_id = desk.db.read_now(lambda session: session.exec(select(Message.id)).one())
    let_in(desk.db, top.id, other.actor, role)
    messages = MessageService(desk.db, other.changes)
    if not role:
        with pytest.raises(NotFoundError):
            await other.conversations.get(other.actor, chat)
        assert await other.folders.list(other.actor) == []
        return
    assert (await other.conversations.get(other.actor, chat)).role == role
    assert (await messages.get(other.actor, message_id)).text == "Hello"
    assert await other.shown("folder", inner.id) == [chat]
    assert await other.shown() == []
    folders = await other.folders.list(other.actor)
    assert {(each.name, each.role, each.shared) for each in folders} == {("Top", role, True), ("Inner", role, True)}
    assert await other.folders.counts(other.actor) == {inner.id: 1}
    with pytest.raises(NotFoundError):
        await other.conversations.get(other.actor, private)
    await _writes(other, messages, chat, message_id, inner.id, may=role != "viewer")
    with pytest.raises(NotFoundError):
        await other.conversations.delete(other.actor, chat)


async def _writes(other: Desk, messages: MessageService, chat: str, message_id: str, folder_id: str, *, may: bool) -> None:
    """What an editor may and a viewer is refused."""
    if may:
        await other.conversations.rename(other.actor, chat, "New")
        await messages.edit_text(other.actor, message_id, "Changed")
        made = await other.conversations.create(other.actor, folder_id=folder_id)
        assert made.folder_id == folder_id
        return
    with pytest.raises(NotFoundError):
        await other.conversations.rename(other.actor, chat, "New")
    with pytest.raises(NotFoundError):
        await messages.edit_text(other.actor, message_id, "Changed")
    with pytest.raises(NotAllowedError):
        await other.conversations.create(other.actor, folder_id=folder_id)


async def test_drafts_and_marks_are_everybodys_own(desk: Desk, make_desk: Callable[[str], Desk]) -> None:
    folder, other = await desk.folder(), make_desk("Bo")
    chat = desk.chat(folder.id, draft="mine", favourite=True)
    let_in(desk.db, folder.id, other.actor, "viewer")
    reading = Reading(desk.db, other.changes)
    await reading.mark_seen(other.actor, chat)
    await other.conversations.save_draft(other.actor, chat, "theirs")
    seen, own = await other.conversations.get(other.actor, chat), await desk.conversations.get(desk.actor, chat)
    assert (seen.draft, seen.favourite) == ("theirs", False)
    assert (own.draft, own.favourite) == ("mine", True)


async def test_all_ends_with_the_membership(desk: Desk, make_desk: Callable[[str], Desk]) -> None:
    folder, other = await desk.folder(), make_desk("Bo")
    chat = desk.chat(folder.id)
    let_in(desk.db, folder.id, other.actor, "editor")
    await other.conversations.rename(other.actor, chat, "New")
    put_out(desk.db, other.actor)
    for least in (FolderRole.VIEWER, FolderRole.EDITOR):
        with pytest.raises(NotFoundError):
            desk.db.read_now(lambda session, least=least: get_conversation(session, other.actor, chat, least=least))
    assert await other.folders.list(other.actor) == await other.shown("folder", folder.id) == []
    assert desk.db.read_now(lambda session: list_folder_path(session, other.actor, folder.id)) == []


async def test_what_a_project_says_holds_for_whoever_writes_in_it(desk: Desk, make_desk: Callable[[str], Desk]) -> None:
    """Local models, placeholders and instructions; of folders above, too, which a member of an inner one does not see."""
    top, other, reader = await desk.folder("Top"), make_desk("Bo"), make_desk("Cy")
    inner = await desk.folder("Inner", top.id)
    chat = desk.chat(inner.id)
    await desk.folders.change(desk.actor, top.id, FolderChanges(local_only="on", instructions="Be brief.", payer="owner"))
    let_in(desk.db, inner.id, other.actor, "editor")
    let_in(desk.db, inner.id, reader.actor, "viewer")

    assert desk.db.read_now(lambda session: local_only_by(session, other.actor.user_id, chat)) == "folder"
    assert desk.db.read_now(lambda session: choices(session, other.actor.user_id, chat)).chat is None
    assert desk.db.read_now(lambda session: [row.instructions for row in list_folder_path(session, other.actor, inner.id)]) == [
        "Be brief.",
        "",
    ]
    assert [(each.name, each.parent_id) for each in await other.folders.list(other.actor)] == [("Inner", "")]
    assert [each.name for each in await other.folders.path(other.actor, inner.id)] == ["Inner"]


async def test_the_owner_pays_for_editors_and_for_nobody_else(desk: Desk, make_desk: Callable[[str], Desk]) -> None:
    folder, editor, viewer = await desk.folder(), make_desk("Bo"), make_desk("Cy")
    chat = desk.chat(folder.id)
    await desk.folders.change(desk.actor, folder.id, FolderChanges(payer="owner"))
    let_in(desk.db, folder.id, editor.actor, "editor")
    let_in(desk.db, folder.id, viewer.actor, "viewer")

    def payer(actor: Actor) -> str:
        return desk.db.read_now(lambda session: payers.payer_of(session, actor, folder_of(session, actor.user_id, chat)))

    assert payer(editor.actor) == desk.actor.user_id
    assert payer(viewer.actor) == viewer.actor.user_id
    put_out(desk.db, editor.actor)
    assert payer(editor.actor) == editor.actor.user_id


async def test_a_manager_sets_the_folder_but_not_who_pays(desk: Desk, make_desk: Callable[[str], Desk]) -> None:
    folder, manager, editor = await desk.folder(), make_desk("Bo"), make_desk("Cy")
    let_in(desk.db, folder.id, manager.actor, "manager")
    let_in(desk.db, folder.id, editor.actor, "editor")
    assert (await manager.folders.change(manager.actor, folder.id, FolderChanges(name="New", description="x"))).name == "New"
    with pytest.raises(NotAllowedError):
        await manager.folders.change(manager.actor, folder.id, FolderChanges(payer="owner"))
    with pytest.raises(NotAllowedError):
        await editor.folders.change(editor.actor, folder.id, FolderChanges(name="Mine"))
    made = await editor.folders.create(editor.actor, "Inner", folder.id)
    assert (made.parent_id, made.role) == (folder.id, "editor")
    assert "Inner" in await desk.names()


async def test_editors_move_chats_within_a_project_and_not_out_of_it(desk: Desk, make_desk: Callable[[str], Desk]) -> None:
    top, editor = await desk.folder("Top"), make_desk("Bo")
    inner, elsewhere = await desk.folder("Inner", top.id), await editor.folder("Mine")
    chat, own = desk.chat(top.id), editor.chat()
    let_in(desk.db, top.id, editor.actor, "editor")
    assert (await editor.do("move", chat, own, folder_id=inner.id)).count == 2
    assert (await editor.do("move", chat, folder_id=elsewhere.id)).count == 0
    assert (await editor.do("move", chat)).count == 0
    assert set(await desk.shown("folder", inner.id)) == {chat, own}


async def test_a_deleted_folder_gives_others_their_chats_back(desk: Desk, make_desk: Callable[[str], Desk]) -> None:
    folder, editor = await desk.folder(), make_desk("Bo")
    let_in(desk.db, folder.id, editor.actor, "editor")
    mine, theirs = desk.chat(folder.id), editor.chat(folder.id)
    await desk.folders.delete(desk.actor, folder.id, keep_chats=False)
    assert await desk.shown("trash") == [mine]
    assert await editor.shown("unfiled") == [theirs]


async def test_new_chats_begin_with_the_assistant_of_the_project_whoever_begins_them(desk: Desk, make_desk: Callable[[str], Desk]) -> None:
    top, editor = await desk.folder("Top"), make_desk("Bo")
    inner = await desk.folder("Inner", top.id)
    assistant = Assistant(
        id=new_id(), owner_id=desk.actor.user_id, name="A", system_prompt="Rhyme.", created_at=utc_now(), updated_at=utc_now()
    )
    assistant_id = assistant.id
    desk.db.write_now(lambda session: session.add(assistant))
    await desk.folders.change(desk.actor, top.id, FolderChanges(assistant_id=assistant_id))
    let_in(desk.db, top.id, editor.actor, "editor")
    with pytest.raises(NotFoundError):
        await editor.folders.change(editor.actor, (await editor.folder()).id, FolderChanges(assistant_id=assistant_id))
    made = await editor.conversations.create(editor.actor, folder_id=inner.id)
    assert made.assistant_id == assistant_id
    row = desk.db.read_now(lambda session: system_prompt(session, editor.actor, get_conversation(session, editor.actor, made.id)))
    assert row == "Rhyme."
