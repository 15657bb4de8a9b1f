"""Changes in shared chats reach the pages of all who may read them, and of nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from chat_app.services.chat.dto import ConversationChange
from chat_app.services.projects.feed import SharedFeed
from tests.services.projects.test_rights import share
from tests.services.workspace.desk import Desk


async def test_members_hear_of_a_change_and_others_do_not(desk: Desk, make_desk: Callable[[str], Desk]) -> None:
    top, member, stranger = await desk.folder("Top"), make_desk("Bo"), make_desk("Cy")
    inner = await desk.folder("Inner", top.id)
    shared, private = desk.chat(inner.id), desk.chat()
    desk.db.write_now(lambda session: share(session, top.id, member.actor, "viewer", "group"))
    feed = SharedFeed(desk.db)
    watching = [asyncio.ensure_future(anext(feed.watch(each.actor))) for each in (member, stranger)]
    await asyncio.sleep(0)
    feed.publish(desk.actor.user_id, ConversationChange(private, "turn"))
    feed.publish(desk.actor.user_id, ConversationChange(shared, "draft"))
    feed.publish(desk.actor.user_id, ConversationChange(shared, "turn"))
    heard = await asyncio.wait_for(watching[0], 15)
    assert (heard.conversation_id, heard.kind) == (shared, "turn")
    assert not watching[1].done()
    watching[1].cancel()
    await feed.close()
