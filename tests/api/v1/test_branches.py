"""Forks, the map, marks, summaries and side questions over REST."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from chat_app.container import override_services
from chat_app.services.chat.side_questions import SideQuestionService
from chat_app.services.chat.summaries import SummaryService
from chat_app.services.kernel.ids import new_id
from chat_app.wiring import Services
from tests.api.v1.test_chat import ask, new_chat, read_events
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import OneModel


@pytest.fixture
async def answer(api: httpx.AsyncClient, model: OneModel, parts: Services) -> Any:
    """An answer; whatever is asked next gets "Next."."""
    model.gateway = ScriptedGateway(["An answer."], ["Next."])
    own = {
        "summaries": SummaryService(parts.db, model, parts.changes),
        "side_questions": SideQuestionService(parts.db, model, parts.changes),
    }
    with override_services(parts, **own):
        yield await ask(api, await new_chat(api), text="Hi")


async def messages(api: httpx.AsyncClient, conversation_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await api.get(f"/conversations/{conversation_id}/messages")).json()["messages"]
    return found


async def test_fork(api: httpx.AsyncClient, answer: dict[str, Any]) -> None:
    response = await api.post(f"/messages/{answer['id']}/fork")
    assert response.status_code == 201
    made = response.json()
    assert response.headers["Location"] == f"/api/v1/conversations/{made['id']}"
    assert [message["text"] for message in await messages(api, made["id"])] == ["Hi", "An answer."]
    assert (await api.post(f"/messages/{answer['id']}/fork", json={"all_branches": True})).status_code == 201
    assert (await api.post(f"/messages/{new_id()}/fork")).status_code == 404


async def test_tree(api: httpx.AsyncClient, answer: dict[str, Any]) -> None:
    tree = (await api.get(f"/conversations/{answer['conversation_id']}/tree")).json()
    assert [(node["excerpt"], node["lane"], node["on_show"]) for node in tree["nodes"]] == [("Hi", 0, True), ("An answer.", 0, True)]
    assert tree["cost_nano"] == tree["nodes"][0]["cost_nano"] > 0
    assert (await api.get(f"/conversations/{new_id()}/tree")).status_code == 404


async def test_marks(api: httpx.AsyncClient, answer: dict[str, Any]) -> None:
    marks = {"excluded": True, "pinned": True, "rating": 1, "clears_context": True}
    assert (await api.patch(f"/messages/{answer['id']}", json=marks)).status_code == 204
    marked = (await api.get(f"/messages/{answer['id']}")).json()
    assert {name: marked[name] for name in marks} == marks
    pinned = (await api.get(f"/conversations/{answer['conversation_id']}/pinned")).json()["items"]
    assert [item["id"] for item in pinned] == [answer["id"]]
    taken_back = await api.post(f"/conversations/{answer['conversation_id']}/clear-context")
    assert taken_back.json() == {"clears_context": False}
    assert (await api.patch(f"/messages/{answer['id']}", json={"rating": 5})).status_code == 422


async def test_summaries(api: httpx.AsyncClient, answer: dict[str, Any]) -> None:
    chat = answer["conversation_id"]
    assert (await api.post(f"/conversations/{chat}/summaries")).status_code == 422
    assert (await api.post(f"/conversations/{chat}/summaries", json={"message_id": answer["id"]})).status_code == 204
    summary = (await messages(api, chat))[-1]["summary"]
    assert (summary["text"], summary["count"]) == ("Next.", 2)
    assert (await api.patch(f"/summaries/{summary['id']}", json={"text": "Mine."})).status_code == 204
    assert (await messages(api, chat))[-1]["summary"]["text"] == "Mine."
    assert (await api.post(f"/summaries/{summary['id']}/regenerate")).status_code == 204
    summary = (await messages(api, chat))[-1]["summary"]
    assert summary["text"] == "Next."
    assert (await api.delete(f"/summaries/{summary['id']}")).status_code == 204
    assert (await messages(api, chat))[-1]["summary"] is None
    assert (await api.delete(f"/summaries/{summary['id']}")).status_code == 404


async def test_side_question(api: httpx.AsyncClient, answer: dict[str, Any]) -> None:
    chat = answer["conversation_id"]
    body = {"text": "Why?", "quote": "An", "message_id": answer["id"], "rounds": [{"question": "a", "answer": "b"}]}
    response = await api.post(f"/conversations/{chat}/side-questions", json=body)
    assert response.headers["Content-Type"].startswith("text/event-stream")
    events = read_events(response.text)
    assert [name for name, _ in events] == ["delta", "turn.completed"]
    assert events[-1][1]["message"]["text"] == "Next."
    assert len(await messages(api, chat)) == 2
    assert (await api.post(f"/conversations/{chat}/side-questions", json={"text": " "})).status_code == 422
    assert (await api.post(f"/conversations/{new_id()}/side-questions", json={"text": "x"})).status_code == 404
