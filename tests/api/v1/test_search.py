"""Searching over REST."""

from __future__ import annotations

from typing import Any

import httpx

from chat_app.wiring import Services
from tests.api.v1.test_chat import ask, new_chat
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import OneModel


async def say(api: httpx.AsyncClient, model: OneModel, text: str, answer: str) -> dict[str, Any]:
    """Ask in a new chat; the answer."""
    model.gateway = ScriptedGateway([answer])
    return await ask(api, await new_chat(api), text=text)


async def test_what_was_said_is_found_with_its_message(api: httpx.AsyncClient, model: OneModel) -> None:
    done = await say(api, model, "Where do quokkas live?", "On Rottnest Island.")
    found = (await api.get("/search", params={"q": "quokka"})).json()
    answered = (await api.get("/search", params={"q": "island has:file"})).json()
    hit = next(hit for hit in found["hits"] if hit["kind"] == "message")

    assert hit["conversation_id"] == done["conversation_id"]
    assert [part["text"] for part in hit["snippet"] if part["marked"]] == ["quokkas"]
    assert answered["hits"] == []


async def test_answers_are_found_once_they_are_complete(api: httpx.AsyncClient, model: OneModel) -> None:
    await say(api, model, "Where?", "On Rottnest Island.")

    assert [hit["role"] for hit in (await api.get("/search", params={"q": "rottnest"})).json()["hits"]] == ["assistant"]


async def test_bad_operators_are_explained(api: httpx.AsyncClient, parts: Services) -> None:
    answer = await api.get("/search", params={"q": "x before:soon \0"})

    assert answer.status_code == 200
    assert answer.json()["problems"] == [{"key": "search.problem_date", "value": "soon"}]


async def test_places_in_a_chat_are_counted(api: httpx.AsyncClient, model: OneModel) -> None:
    done = await say(api, model, "one two one", "One more")
    found = (await api.get(f"/conversations/{done['conversation_id']}/search", params={"q": "ONE"})).json()

    assert [match["count"] for match in found["matches"]] == [2, 1]
    assert (await api.get("/conversations/01990000-0000-7000-8000-000000000000/search", params={"q": "x"})).status_code == 404
