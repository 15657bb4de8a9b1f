"""Comparisons over REST, and several turns on one line."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest

from chat_app.container import override_services
from chat_app.services.chat.comparisons import ComparisonService
from chat_app.services.kernel.ids import new_id
from chat_app.wiring import Services
from tests.api.v1.test_chat import ask, new_chat
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import OneModel

MODELS = ["test/one", "test/two"]


@pytest.fixture
async def api(parts: Services, api: httpx.AsyncClient) -> Any:
    with override_services(parts, comparisons=ComparisonService(parts.db, parts.changes, parts.turns)):
        yield api


def read_line(text: str) -> list[tuple[str, dict[str, Any]]]:
    """The events of a line, each with the id it carried checked against its turn and seq."""
    events = []
    for block in text.strip().split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n"))
        data = json.loads(fields["data"])
        assert fields["id"] == f"{data['turn_id']}:{data['seq']}"
        events.append((fields["event"], data))
    return events


async def compare(api: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    conversation_id = await new_chat(api)
    response = await api.post(f"/conversations/{conversation_id}/messages", json={"text": "Hello", "model_ids": MODELS, **body})
    assert response.status_code == 200, response.text
    comparison: dict[str, Any] = response.json()
    return comparison


class TestAsk:
    async def test_all_models_answer(self, api: httpx.AsyncClient, model: OneModel) -> None:
        model.gateway = ScriptedGateway(["Fine."])
        comparison = await compare(api)
        assert [(answer["model_id"], answer["text"], answer["status"]) for answer in comparison["answers"]] == [
            (model_id, "Fine.", "complete") for model_id in MODELS
        ]
        assert (await api.get(f"/comparisons/{comparison['id']}")).json() == comparison

    async def test_a_stream_carries_the_events_of_all(self, api: httpx.AsyncClient, model: OneModel) -> None:
        model.gateway = ScriptedGateway(["Good ", "morning."])
        conversation_id = await new_chat(api)
        body = {"text": "Hello", "model_ids": MODELS, "stream": True}
        response = await api.post(f"/conversations/{conversation_id}/messages", json=body)
        events = read_line(response.text)
        texts: dict[str, str] = {}
        for kind, data in events:
            if kind == "delta":
                texts[data["turn_id"]] = texts.get(data["turn_id"], "") + data["text"]
        assert list(texts.values()) == ["Good morning."] * 2
        assert sum(kind == "turn.completed" for kind, _ in events) == 2

    async def test_too_many_are_refused(self, api: httpx.AsyncClient) -> None:
        conversation_id = await new_chat(api)
        body = {"text": "Hello", "model_ids": [f"test/{number}" for number in range(7)]}
        assert (await api.post(f"/conversations/{conversation_id}/messages", json=body)).status_code == 422

    async def test_a_chat_keeps_the_models_it_compares(self, api: httpx.AsyncClient) -> None:
        conversation_id = await new_chat(api)
        body = {"model_id": MODELS[0], "compare_model_ids": MODELS[1:], "compare_blind": True}
        changed = (await api.patch(f"/conversations/{conversation_id}", json=body)).json()
        assert (changed["compare_model_ids"], changed["compare_blind"]) == (MODELS[1:], True)


class TestDecide:
    async def test_choose_vote_merge_and_standings(self, api: httpx.AsyncClient, model: OneModel) -> None:
        model.gateway = ScriptedGateway(["Fine."])
        comparison = await compare(api, blind=True)
        path, answer_id = f"/comparisons/{comparison['id']}", comparison["answers"][1]["id"]
        voted = (await api.post(f"{path}/vote", json={"answer_id": answer_id})).json()
        assert (voted["vote_id"], voted["revealed"]) == (answer_id, True)
        assert (await api.post(f"{path}/vote", json={"answer_id": answer_id})).status_code == 422
        chosen = (await api.post(f"{path}/choose", json={"answer_id": comparison["answers"][0]["id"]})).json()
        assert chosen["winner_id"] == comparison["answers"][0]["id"]
        merge = await api.post(f"{path}/merge", json={"model_id": "test/three", "recipe": "table"})
        assert merge.status_code == 202
        events = await api.get(f"/turns/{merge.json()['id']}/events")
        assert "turn.completed" in events.text
        assert len((await api.get(path)).json()["answers"]) == 3
        added = await api.post("/comparisons", json={"message_id": answer_id, "model_id": "test/four"})
        assert added.status_code == 202
        standings = (await api.get("/comparisons/standings")).json()
        assert standings["models"][0]["votes"] == pytest.approx({"games": 1, "wins": 1, "rate": 1.0, "low": 0.2065, "high": 1.0}, abs=1e-3)

    async def test_names_can_be_shown_without_a_vote(self, api: httpx.AsyncClient, model: OneModel) -> None:
        model.gateway = ScriptedGateway(["Fine."])
        comparison = await compare(api, blind=True)
        assert (await api.post(f"/comparisons/{comparison['id']}/reveal")).json()["revealed"]

    async def test_unknown_ones(self, api: httpx.AsyncClient) -> None:
        assert (await api.get(f"/comparisons/{new_id()}")).status_code == 404
        assert (await api.get("/comparisons/nonsense")).status_code == 422


class TestLine:
    async def test_each_turn_resumes_after_its_own_seq(self, api: httpx.AsyncClient, model: OneModel) -> None:
        model.gateway = ScriptedGateway(["Good ", "morning."])
        comparison = await compare(api)
        one, two = (answer["turn_id"] for answer in comparison["answers"])
        all_of_them = read_line((await api.get("/turns/events", params={"turn": [f"{one}:0", f"{two}:0"]})).text)
        last = max(data["seq"] for _, data in all_of_them if data["turn_id"] == one)
        rest = read_line((await api.get("/turns/events", params={"turn": [f"{one}:{last - 1}", two]})).text)
        assert [data["seq"] for _, data in rest if data["turn_id"] == one] == [last]
        assert [data["seq"] for _, data in rest if data["turn_id"] == two] == list(range(1, last + 1))

    async def test_running_ones_come_live(self, api: httpx.AsyncClient, model: OneModel) -> None:
        go = asyncio.Event()
        model.gateway = ScriptedGateway(["Good ", go, "morning."])
        conversation_id = await new_chat(api)
        asked = asyncio.create_task(api.post(f"/conversations/{conversation_id}/messages", json={"text": "Hello", "model_ids": MODELS}))
        async with asyncio.timeout(20):
            while len(running := (await api.get(f"/conversations/{conversation_id}")).json()["running_turn_ids"]) < 2:
                await asyncio.sleep(0.01)
        line = asyncio.create_task(api.get("/turns/events", params={"turn": running}))
        await asyncio.sleep(0.05)
        go.set()
        events = read_line((await line).text)
        assert {data["turn_id"] for kind, data in events if kind == "turn.completed"} == set(running)
        await asked

    async def test_an_unknown_one_makes_it_a_404(self, api: httpx.AsyncClient, model: OneModel) -> None:
        model.gateway = ScriptedGateway(["Fine."])
        known = (await ask(api, await new_chat(api), text="Hello"))["turn_id"]
        assert (await api.get("/turns/events", params={"turn": [known, new_id()]})).status_code == 404

    @pytest.mark.parametrize("turns", [[], ["nonsense"], [f"{new_id()}:-1"], [f"{new_id()}:x"], [new_id() for _ in range(13)]])
    async def test_nonsense_is_refused(self, api: httpx.AsyncClient, turns: list[str]) -> None:
        assert (await api.get("/turns/events", params={"turn": turns})).status_code == 422
