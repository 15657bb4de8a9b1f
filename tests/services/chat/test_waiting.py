"""A message that waits goes with the rights that are left when its turn comes."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from chat_app.models import ApiKey, Group, GroupMember, User
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import Chat


async def test_neither_models_nor_limits_of_before(chat: Chat) -> None:
    go_on, seen = asyncio.Event(), []
    chat.model.gateway, route = ScriptedGateway(["One", go_on], ["Two"]), chat.model.route

    def watched(actor, model_id):
        seen.append(actor.policy.models)
        return route(actor, model_id)

    chat.model.route = watched  # type: ignore[method-assign]
    first = await chat.begin("A")
    second = await chat.begin("B", first.conversation_id)
    chat.db.write_now(lambda session: join_group(session, chat.actor.user_id, '{"models": ["openai/*"]}'))
    go_on.set()
    await chat.end(second)
    assert seen == [(), ("openai/*",)]


@pytest.mark.parametrize("lost", ["key", "person", "nothing"])
async def test_not_without_key_or_person(chat: Chat, lost: str) -> None:
    go_on = asyncio.Event()
    gateway = chat.model.gateway = ScriptedGateway(["One", go_on], ["Two"])
    first, browser, key_id = await chat.begin("A"), chat.actor, new_id()
    row = ApiKey(id=key_id, owner_id=browser.user_id, name="k", prefix=key_id[:12], secret_hash="x", created_at=utc_now())
    chat.db.write_now(lambda session: session.add(row))
    chat.actor = replace(browser, api_key_id=key_id)
    second = await chat.begin("B", first.conversation_id)
    if lost != "nothing":
        table, column, row_id = (ApiKey, "revoked_at", key_id) if lost == "key" else (User, "suspended_at", browser.user_id)
        chat.db.write_now(lambda session: setattr(session.get_one(table, row_id), column, utc_now()))
    go_on.set()
    await chat.end(first if lost != "nothing" else second)
    await asyncio.sleep(0.1)
    assert len(gateway.requests) == (2 if lost == "nothing" else 1)
    assert ((await chat.turns.get(browser, second.id)).status == "queued") is (lost != "nothing")


def join_group(session, user_id: str, policy: str) -> None:
    now, group_id = utc_now(), new_id()
    session.add(Group(id=group_id, name="Team", policy=policy, created_at=now, updated_at=now))
    session.flush()
    session.add(GroupMember(group_id=group_id, user_id=user_id, leads=False, added_at=now))
