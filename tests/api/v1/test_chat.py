"""Chats, messages and turns over REST."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from chat_app.errors import UpstreamRateLimitError
from chat_app.services.kernel.ids import new_id
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import OneModel
from tests.waiting import eventually


async def new_chat(api: httpx.AsyncClient) -> str:
    response = await api.post("/conversations", json={})
    assert response.status_code == 201
    assert response.headers["Location"].endswith(response.json()["id"])
    return str(response.json()["id"])


async def ask(api: httpx.AsyncClient, conversation_id: str, **body: object) -> dict[str, Any]:
    response = await api.post(f"/conversations/{conversation_id}/messages", json=body)
    assert response.status_code == 200, response.text
    message: dict[str, Any] = response.json()
    return message


def read_events(text: str) -> list[tuple[str, dict[str, Any]]]:
    """The events of an SSE body, each with the id it carried checked against its seq."""
    events = []
    for block in text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        data = json.loads(fields["data"])
        assert int(fields["id"]) == data["seq"]
        events.append((fields["event"], data))
    return events


class TestConversations:
    async def test_make_list_change_delete(self, api: httpx.AsyncClient) -> None:
        conversation_id = await new_chat(api)
        changed = await api.patch(f"/conversations/{conversation_id}", json={"title": "Trip", "draft": "Half", "model_id": "test/x"})
        assert (changed.json()["title"], changed.json()["draft"], changed.json()["model_id"]) == ("Trip", "Half", "test/x")
        listed = (await api.get("/conversations")).json()
        assert [item["title"] for item in listed["items"]] == ["Trip"]
        assert (await api.delete(f"/conversations/{conversation_id}")).status_code == 204
        assert (await api.get(f"/conversations/{conversation_id}")).status_code == 404
        restored = await api.patch(f"/conversations/{conversation_id}", json={"deleted": False})
        assert restored.json()["title"] == "Trip"

    @pytest.mark.parametrize(
        "body", [{"owner_id": "x"}, {"created_at": "2020-01-01"}, {"title": 1}, {"title": None, "role": "admin"}, [], "x"]
    )
    async def test_only_listed_fields_may_be_written(self, api: httpx.AsyncClient, body: object) -> None:
        conversation_id = await new_chat(api)
        response = await api.patch(f"/conversations/{conversation_id}", json=body)
        assert response.status_code == 422
        assert response.headers["Content-Type"] == "application/problem+json"


class TestMessages:
    async def test_an_answer_as_json(self, api: httpx.AsyncClient, model: OneModel) -> None:
        model.gateway = ScriptedGateway(["Hello ", "you."])
        answer = await ask(api, await new_chat(api), text="Hi")
        assert (answer["role"], answer["text"], answer["status"]) == ("assistant", "Hello you.", "complete")
        assert answer["usage"]["counted_by"] == "parley"
        listed = (await api.get(f"/conversations/{answer['conversation_id']}/messages")).json()
        assert [message["text"] for message in listed["messages"]] == ["Hi", "Hello you."]

    async def test_an_answer_as_events(self, api: httpx.AsyncClient, model: OneModel) -> None:
        model.gateway = ScriptedGateway(["Hello ", 0.05, "you."])
        conversation_id = await new_chat(api)
        response = await api.post(f"/conversations/{conversation_id}/messages", json={"text": "Hi", "stream": True})
        assert response.headers["Content-Type"].startswith("text/event-stream")
        events = read_events(response.text)
        assert [name for name, _ in events] == ["turn.started", "delta", "delta", "usage", "turn.completed"]
        assert events[-1][1]["message"]["text"] == "Hello you."

    async def test_resumes_after_the_last_event(self, api: httpx.AsyncClient, model: OneModel) -> None:
        model.gateway = ScriptedGateway(["A", 0.05, "B"])
        conversation_id = await new_chat(api)
        everything = read_events((await api.post(f"/conversations/{conversation_id}/messages", json={"text": "Hi", "stream": True})).text)
        turn_id = everything[0][1]["turn_id"]
        assert read_events((await api.get(f"/turns/{turn_id}/events?after=2")).text) == everything[2:]
        assert read_events((await api.get(f"/turns/{turn_id}/events", headers={"Last-Event-ID": "3"})).text) == everything[3:]

    async def test_the_last_event_does_not_repeat_the_text_to_who_asks_so(self, api: httpx.AsyncClient, model: OneModel) -> None:
        model.gateway = ScriptedGateway(["A", "B"])
        conversation_id = await new_chat(api)
        asked = await api.post(f"/conversations/{conversation_id}/messages", json={"text": "Hi", "stream": True})
        turn_id = read_events(asked.text)[0][1]["turn_id"]
        events = read_events((await api.get(f"/turns/{turn_id}/events?brief=true")).text)
        assert "".join(body["text"] for name, body in events if name == "delta") == "AB"
        assert (events[-1][0], events[-1][1]["message"]["status"]) == ("turn.completed", "complete")
        assert "text" not in events[-1][1]["message"]
        line = (await api.get(f"/turns/events?brief=true&turn={turn_id}")).text
        assert ('"text":"A"' in line, '"text":"AB"' in line) == (True, False)

    async def test_the_same_key_asks_once(self, api: httpx.AsyncClient, model: OneModel) -> None:
        gateway = model.gateway = ScriptedGateway(["Once."])
        path = f"/conversations/{await new_chat(api)}/messages"
        answers = [(await api.post(path, json={"text": "Hi"}, headers={"Idempotency-Key": "k"})).json() for _ in range(2)]
        assert answers[0] == answers[1]
        assert len(gateway.requests) == 1
        conflict = await api.post(path, json={"text": "Ho"}, headers={"Idempotency-Key": "k"})
        assert (conflict.status_code, conflict.json()["title"]) == (409, "error.idempotency_conflict")

    async def test_a_message_that_waits_is_accepted(self, api: httpx.AsyncClient, model: OneModel) -> None:
        go_on = asyncio.Event()
        model.gateway = ScriptedGateway(["One", go_on], ["Two"])
        conversation_id = await new_chat(api)
        first = asyncio.create_task(ask(api, conversation_id, text="A"))
        while not (await api.get(f"/conversations/{conversation_id}")).json()["running_turn_id"]:
            await asyncio.sleep(0.02)
        waiting = await api.post(f"/conversations/{conversation_id}/messages", json={"text": "B"})
        assert (waiting.status_code, waiting.json()["status"], waiting.json()["queued_text"]) == (202, "queued", "B")
        assert waiting.headers["Location"] == f"/api/v1/turns/{waiting.json()['id']}"
        go_on.set()
        assert (await first)["text"] == "One"
        events = read_events((await api.get(f"/turns/{waiting.json()['id']}/events")).text)
        assert [name for name, _ in events] == ["turn.queued", "turn.started", "delta", "usage", "turn.completed"]

    async def test_edit_in_place_branch_and_trash(self, api: httpx.AsyncClient, model: OneModel) -> None:
        model.gateway = ScriptedGateway(["One"], ["Two"])
        first = await ask(api, await new_chat(api), text="Q")
        second = await ask(api, first["conversation_id"], kind="regenerate", message_id=first["id"])
        assert second["sibling_count"] == 2
        assert (await api.patch(f"/messages/{first['id']}", json={"active": True, "text": "Changed"})).status_code == 204
        listed = (await api.get(f"/conversations/{first['conversation_id']}/messages")).json()["messages"]
        assert listed[-1]["text"] == "Changed"
        assert (await api.delete(f"/messages/{first['id']}")).status_code == 204
        assert (await api.get(f"/messages/{first['id']}")).status_code == 404
        await api.patch(f"/messages/{first['id']}", json={"deleted": False})
        assert (await api.get(f"/messages/{first['id']}")).status_code == 200

    async def test_a_providers_failure_is_a_problem_in_words(self, api: httpx.AsyncClient, model: OneModel) -> None:
        model.gateway = ScriptedGateway([UpstreamRateLimitError(provider="Test")])
        response = await api.post(
            f"/conversations/{await new_chat(api)}/messages", json={"text": "Hi"}, headers={"Accept-Language": "de-AT,de;q=0.9"}
        )
        problem = response.json()
        assert response.status_code == problem["status"] == 503
        assert problem["type"] == "urn:parley:error:upstream_rate_limit"
        assert problem["detail"] != problem["title"]


class TestTurns:
    async def test_stop(self, api: httpx.AsyncClient, model: OneModel) -> None:
        gateway = model.gateway = ScriptedGateway(["Half", asyncio.Event()])
        conversation_id = await new_chat(api)
        asked = asyncio.create_task(api.post(f"/conversations/{conversation_id}/messages", json={"text": "Hi"}))
        turn_id = ""
        while not turn_id:
            await asyncio.sleep(0.02)
            turn_id = (await api.get(f"/conversations/{conversation_id}")).json()["running_turn_id"]
        await eventually(lambda: gateway.waiting)
        assert (await api.post(f"/turns/{turn_id}/stop")).json()["status"] == "stopped"
        assert (await asked).json()["text"] == "Half"
        assert (await api.get(f"/turns/{turn_id}")).json()["status"] == "stopped"


class TestErrors:
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", "/conversations/{id}"),
            ("PATCH", "/conversations/{id}"),
            ("DELETE", "/conversations/{id}"),
            ("GET", "/conversations/{id}/messages"),
            ("POST", "/conversations/{id}/messages"),
            ("GET", "/messages/{id}"),
            ("PATCH", "/messages/{id}"),
            ("DELETE", "/messages/{id}"),
            ("GET", "/turns/{id}"),
            ("GET", "/turns/{id}/events"),
            ("POST", "/turns/{id}/stop"),
        ],
    )
    async def test_what_is_not_there(self, api: httpx.AsyncClient, method: str, path: str) -> None:
        bodies = {"PATCH": {"title": "x"} if "conv" in path else {"text": "x"}, "POST": {"text": "x"} if "messages" in path else None}
        unknown = await api.request(method, path.format(id=new_id()), json=bodies.get(method))
        assert unknown.status_code == 404
        assert unknown.headers["Content-Type"] == "application/problem+json"
        malformed = await api.request(method, path.format(id="1%27%20OR%201=1"), json=bodies.get(method))
        assert malformed.status_code == 422

    async def test_nesting_without_end(self, api: httpx.AsyncClient) -> None:
        response = await api.post("/conversations", content=b"[" * 100_000, headers={"Content-Type": "application/json"})
        assert response.status_code in {400, 422}

    async def test_openapi_describes_the_stream(self, api: httpx.AsyncClient) -> None:
        schema = (await api.get("/openapi.json")).json()
        operation = schema["paths"]["/api/v1/conversations/{conversation_id}/messages"]["post"]
        assert "text/event-stream" in operation["responses"]["200"]["content"]


async def test_models(api: httpx.AsyncClient) -> None:
    listed = (await api.get("/models")).json()
    assert listed["default_model_id"] == "offline/parley"
    assert [item["id"] for item in listed["items"]] == ["offline/parley"]
