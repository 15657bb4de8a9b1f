"""What nobody uses goes; what somebody uses stays."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest
from sqlmodel import select

from chat_app.models import Attachment
from chat_app.services.chat.dto import NewTurn
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import Chat
from tests.services.files.conftest import Desk, in_pieces
from tests.services.files.test_files import picture


def age(desk: Desk, hours: float) -> None:
    """Let everything on the disk be so old."""
    moment = time.time() - hours * 3600
    for path in [*desk.folder.glob("blobs/*/*"), *desk.folder.glob("uploads/*")]:
        os.utime(path, (moment, moment))


def rows(desk: Desk) -> int:
    return len(desk.db.read_now(lambda session: session.exec(select(Attachment.id)).all()))


async def sent(desk: Desk, chat: Chat, content: bytes) -> str:
    chat.model.gateway = ScriptedGateway()
    file = await desk.add(content, "a.jpg")
    turn = await chat.turns.begin(chat.actor, NewTurn("", text="Look", attachment_ids=(file.id,)))
    await chat.end(turn)
    return turn.conversation_id


async def test_what_was_not_sent_goes_after_a_day(desk: Desk) -> None:
    await desk.add(picture(), "a.jpg")
    age(desk, 30)
    desk.clock.ahead = timedelta(hours=23)
    assert await desk.sweeper.sweep() == 0
    desk.clock.ahead = timedelta(hours=25)
    assert await desk.sweeper.sweep() == 3
    assert (rows(desk), await desk.kept()) == (0, set())


async def test_what_was_sent_stays(desk: Desk, chat: Chat) -> None:
    await sent(desk, chat, picture())
    age(desk, 100)
    desk.clock.ahead = timedelta(days=100)
    assert await desk.sweeper.sweep() == 0
    assert len(await desk.kept()) == 3


async def test_what_waits_in_the_queue_stays(desk: Desk, chat: Chat) -> None:
    import asyncio

    chat.model.gateway = ScriptedGateway(["One", asyncio.Event()])
    first = await chat.turns.begin(chat.actor, NewTurn("", text="Wait"))
    file = await desk.add()
    await chat.turns.begin(chat.actor, NewTurn(first.conversation_id, text="x", attachment_ids=(file.id,)))
    age(desk, 100)
    desk.clock.ahead = timedelta(days=3)
    assert await desk.sweeper.sweep() == 0
    assert rows(desk) == 1


async def test_rows_and_blobs_go_with_their_chat(desk: Desk, chat: Chat) -> None:
    one, two = await sent(desk, chat, picture(300, 300)), await sent(desk, chat, picture(200, 200))
    kept = await desk.kept()
    await chat.conversations.delete(chat.actor, one)
    age(desk, 100)
    assert await desk.sweeper.sweep() == 0
    assert await chat.conversations.purge(timedelta(seconds=-1)) == 1
    assert rows(desk) == 1
    assert await desk.sweeper.sweep() == 2
    assert len(kept - await desk.kept()) == 2
    assert (await chat.shown(two))[0].attachments


async def test_bytes_that_two_files_share_stay_for_the_second(desk: Desk) -> None:
    first, second = await desk.add(), await desk.add()
    await desk.files.delete(desk.actor, first.id)
    age(desk, 5)
    assert await desk.sweeper.sweep() == 0
    assert await desk.bytes_of(second.id) == b"Some words."


async def test_a_young_blob_without_a_row_may_get_one(desk: Desk) -> None:
    file = await desk.add()
    await desk.files.delete(desk.actor, file.id)
    assert await desk.sweeper.sweep() == 0
    age(desk, 2)
    assert await desk.sweeper.sweep() == 1


@pytest.mark.parametrize(("hours", "left"), [(20, 1), (30, 0)])
async def test_uploads_that_nobody_goes_on_with(desk: Desk, hours: int, left: int) -> None:
    upload = await desk.uploads.begin(desk.actor, "big.txt", 1_000)
    await desk.uploads.append(desk.actor, upload.id, 0, in_pieces(b"x" * 500))
    (desk.folder / "uploads" / "dead.work").mkdir()
    age(desk, hours)
    desk.clock.ahead = timedelta(hours=hours)
    await desk.sweeper.sweep()
    assert len(await desk.uploads.list(desk.actor)) == left
    assert len(desk.left_over()) == left
