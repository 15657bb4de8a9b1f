"""What somebody marked or missed in another person's chat is theirs: neither is shown to the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from chat_app.models import Conversation, Message, Turn
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.workspace.dto import Listing
from chat_app.services.workspace.reading import Reading
from tests.services.projects.test_shared_chats import let_in, put_out
from tests.services.workspace.desk import Desk


def answer(desk: Desk, chat: str) -> None:
    """An answer that ended in a moment from now."""
    now, message_id, turn_id = utc_now(), new_id(), new_id()

    def write(session: Any) -> None:
        session.add(
            Turn(
                id=turn_id, owner_id=desk.actor.user_id, conversation_id=chat, kind="send", status="complete", model_id="m",
                idempotency_key=turn_id, created_at=now, ended_at=now + timedelta(minutes=1),
            )
        )  # fmt: skip
        session.add(Message(id=message_id, conversation_id=chat, role="assistant", text="A", turn_id=turn_id, created_at=now))
        session.get_one(Conversation, chat).active_leaf_id = message_id

    desk.db.write_now(write)


async def marks(desk: Desk, folder_id: str) -> list[tuple[bool, bool]]:
    page = await desk.listing.page(desk.actor, Listing("folder", folder_id))
    overview = await desk.listing.overview(desk.actor, {Listing("folder", folder_id): 10})
    assert overview.pages[Listing("folder", folder_id)].items == page.items
    return [(one.favourite, one.unread) for one in page.items]


async def test_favourites_and_what_is_unread_are_of_the_reader(desk: Desk, make_desk: Callable[[str], Desk]) -> None:
    folder, other = await desk.folder("Top"), make_desk("Bo")
    chat = desk.chat(folder.id, favourite=True, seen_at=utc_now())
    let_in(desk.db, folder.id, other.actor, "viewer")
    answer(desk, chat)
    assert await marks(desk, folder.id) == [(True, True)]
    assert await marks(other, folder.id) == [(False, False)], "nobody has missed what was never open"
    await Reading(desk.db, other.changes).mark_seen(other.actor, chat)
    assert await marks(other, folder.id) == [(False, True)]
    assert (await other.do("favourite", chat)).count == 1
    assert (await other.do("favourite", chat)).count == 0
    assert await marks(other, folder.id) == [(True, True)]
    assert await other.shown("favourites") == [chat]
    await desk.do("unfavourite", chat)
    assert await desk.shown("favourites") == []
    assert await other.shown("favourites") == [chat]
    put_out(desk.db, other.actor)
    assert await other.shown("favourites") == []
    assert (await other.do("unfavourite", chat)).count == 0
