"""The live feeds: nothing is lost between looking and waiting."""

from __future__ import annotations

import asyncio

import pytest

from chat_app.services.chat import feed as feed_module
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.events import EventType
from chat_app.services.chat.feed import ChangeFeed, TurnFeed, TurnHub
from chat_app.services.kernel.actor import Actor


async def read(feed: TurnFeed, after: int = 0) -> list[int]:
    return [event.seq async for batch in feed.follow(after) for event in batch]


class TestTurnFeed:
    async def test_every_viewer_gets_every_event_once(self) -> None:
        feed = TurnFeed()
        viewers = [asyncio.create_task(read(feed, after)) for after in (0, 0, 3)]
        for number in range(50):
            feed.publish(EventType.DELTA, text=str(number))
            if number % 7 == 0:
                await asyncio.sleep(0)
        feed.close()
        everything = list(range(1, 51))
        assert [await viewer for viewer in viewers] == [everything, everything, everything[3:]]

    async def test_shows_signs_of_life(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(feed_module, "IDLE_SECONDS", 0.01)
        feed = TurnFeed()
        batches = feed.follow()
        assert await anext(batches) == []
        feed.publish(EventType.DELTA, text="x")
        assert [event.seq for event in await anext(batches)] == [1]

    async def test_a_seq_from_the_future_gets_the_rest_only(self) -> None:
        feed = TurnFeed()
        feed.publish(EventType.DELTA, text="x")
        feed.close()
        assert await read(feed, after=99) == []


class TestTurnHub:
    async def test_forgets_ended_turns(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(feed_module, "KEEP_CLOSED_SECONDS", 0.01)
        hub = TurnHub()
        hub.open("t")
        hub.close("t")
        assert hub.find("t") is not None
        await asyncio.sleep(0.05)
        assert hub.find("t") is None


class TestChangeFeed:
    async def test_tells_the_person_and_nobody_else(self) -> None:
        changes = ChangeFeed()
        mine, theirs = changes.watch(Actor("me")), changes.watch(Actor("them"))
        waiting = asyncio.create_task(anext(mine)), asyncio.create_task(anext(theirs))
        await asyncio.sleep(0)
        changes.publish("me", ConversationChange("c", "turn"))
        assert (await waiting[0]).conversation_id == "c"
        assert not waiting[1].done()
        waiting[1].cancel()

    async def test_tells_everybody_what_is_for_everybody(self) -> None:
        changes = ChangeFeed()
        watching = [changes.watch(Actor(name)) for name in ("me", "them")]
        waiting = [asyncio.create_task(anext(each)) for each in watching]
        await asyncio.sleep(0)
        changes.publish_to_all(ConversationChange("", "banners"))
        assert [(await each).kind for each in waiting] == ["banners", "banners"]
        for each in watching:
            await each.aclose()
        changes.publish_to_all(ConversationChange("", "banners"))
        assert changes.count("me") == 1

    async def test_a_page_that_reads_no_more_costs_nothing(self) -> None:
        changes = ChangeFeed()
        watching = changes.watch(Actor("me"))
        first = asyncio.create_task(anext(watching))
        await asyncio.sleep(0)
        for number in range(1_000):
            changes.publish("me", ConversationChange(str(number), "turn"))
        await first
        await watching.aclose()
        assert not changes._watchers

    async def test_gives_what_came_since_the_page_began_to_read(self) -> None:
        changes = ChangeFeed()
        changes.publish("me", ConversationChange("before", "turn"))
        noted = changes.count("me")
        changes.publish("me", ConversationChange("between", "turn"))
        watching = changes.watch(Actor("me"), noted)
        assert (await anext(watching)).conversation_id == "between"
        later = asyncio.create_task(anext(watching))
        await asyncio.sleep(0)
        changes.publish("me", ConversationChange("after", "turn"))
        assert (await later).conversation_id == "after"
        await watching.aclose()
