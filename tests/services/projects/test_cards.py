"""The list of projects: what stands in it, with which figures, and nothing of what one may not read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from chat_app.models import Conversation, Document, FolderMember
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.projects.cards import CardService
from chat_app.services.workspace.dto import FolderChanges
from tests.services.projects.test_copying import projects_of
from tests.services.workspace.desk import Desk


def document(desk: Desk, folder_id: str) -> Document:
    now = utc_now()
    return Document(
        id=new_id(), owner_id=desk.actor.user_id, folder_id=folder_id, name="a.pdf", state="ready", created_at=now, updated_at=now
    )


async def test_a_card_sums_up_its_tree_and_lists_no_folder_twice(desk: Desk) -> None:
    top, other = await desk.folder("Top"), await desk.folder("Other")
    inner = await desk.folder("Inner", top.id)
    desk.chat(top.id)
    desk.chat(inner.id)
    desk.chat(inner.id, archived_at=utc_now())
    desk.db.write_now(lambda session: session.add_all([document(desk, inner.id), document(desk, other.id)]))
    cards = {card.folder.name: card for card in await CardService(desk.db).list(desk.actor)}
    assert set(cards) == {"Top", "Other"}
    assert (cards["Top"].chats, cards["Top"].documents, cards["Top"].members, cards["Top"].owner_name) == (2, 1, 1, "")
    assert (cards["Other"].chats, cards["Other"].used_at) == (0, cards["Other"].folder.created_at)


async def test_the_last_used_stands_first(desk: Desk) -> None:
    quiet, busy = await desk.folder("Quiet"), await desk.folder("Busy")
    desk.chat(quiet.id)
    chat = desk.chat(busy.id)
    later = utc_now() + timedelta(hours=1)
    desk.db.write_now(lambda session: setattr(session.get_one(Conversation, chat), "updated_at", later))
    found = await CardService(desk.db).list(desk.actor)
    assert [(card.folder.id, card.used_at) for card in found] == [(busy.id, later), (quiet.id, quiet.created_at)]


async def test_a_shared_folder_is_a_project_of_its_own_and_says_whose(desk: Desk, make_desk: Callable[[str], Desk]) -> None:
    bo = make_desk("Bo")
    top = await desk.folder("Top")
    inner = await desk.folder("Inner", top.id)
    desk.chat(top.id)
    desk.chat(inner.id)
    now = utc_now()
    row = FolderMember(
        id=new_id(), folder_id=inner.id, person_id=bo.actor.user_id, role="viewer", invited_by=desk.actor.user_id, created_at=now
    )
    desk.db.write_now(lambda session: session.add(row))
    (card,) = await CardService(bo.db).list(bo.actor)
    assert (card.folder.id, card.folder.role, card.chats, card.members) == (inner.id, "viewer", 1, 2)
    assert card.owner_name


async def test_archived_ones_and_templates_are_lists_of_their_own(desk: Desk) -> None:
    top, away = await desk.folder("Top"), await desk.folder("Away")
    inner = await desk.folder("Inner", top.id)
    await projects_of(desk).archive(desk.actor, away.id)
    await desk.folders.change(desk.actor, inner.id, FolderChanges(is_template=True))
    cards = CardService(desk.db)
    assert [card.folder.id for card in await cards.list(desk.actor)] == [top.id]
    assert [card.folder.id for card in await cards.list(desk.actor, archived=True)] == [away.id]
    assert [card.folder.id for card in await cards.list(desk.actor, templates=True)] == [inner.id]
