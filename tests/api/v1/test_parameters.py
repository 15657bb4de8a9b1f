"""Parameters, presets and the fit check as programs use them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from chat_app.container import override_services
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.chat.chat_settings import ChatSettingsService
from chat_app.services.chat.fitting import FitService
from chat_app.wiring import Services
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import OneModel
from tests.services.chat.test_fit import LARGE, SMALL, Shelf

GPT = ModelCard("openai/gpt-4o", "GPT-4o", "openai", "OpenAI", max_output_tokens=16_384)


@pytest.fixture(autouse=True)
async def shelf(parts: Services, model: OneModel) -> AsyncIterator[None]:
    cards, model.gateway = Shelf(SMALL, LARGE, GPT), ScriptedGateway(["Yes."])
    fit = FitService(parts.db, parts.changes, cards)
    parts.turns._check = fit.check
    with override_services(parts, fit=fit, chat_settings=ChatSettingsService(parts.db, parts.changes, cards)):
        yield


async def new_chat(api: httpx.AsyncClient, model_id: str) -> str:
    return (await api.post("/conversations", json={"model_id": model_id})).json()["id"]


async def test_what_a_model_takes(api: httpx.AsyncClient) -> None:
    items = (await api.get("/models/parameters", params={"model_id": GPT.id})).json()["items"]
    temperature = next(item for item in items if item["name"] == "temperature")
    assert (temperature["minimum"], temperature["maximum"], temperature["default"]) == (0, 2, 1)
    assert (await api.get("/models/parameters", params={"model_id": "no/model"})).status_code == 404


async def test_a_chats_settings(api: httpx.AsyncClient) -> None:
    chat = await new_chat(api, GPT.id)
    assert (await api.put(f"/conversations/{chat}/parameters", json={"parameters": {"temperature": 0.5}})).status_code == 200
    await api.put(f"/conversations/{chat}/system-prompt", json={"text": "Rhyme."})
    settings = (await api.get(f"/conversations/{chat}/settings")).json()
    assert settings == {"system_prompt": "Rhyme.", "parameters": {"temperature": 0.5}, "told": "Rhyme."}
    refused = await api.put(f"/conversations/{chat}/parameters", json={"parameters": {"top_k": 5}})
    assert (refused.status_code, refused.json()["title"]) == (422, "error.parameter_unsupported")


async def test_presets(api: httpx.AsyncClient) -> None:
    chat = await new_chat(api, GPT.id)
    made = (await api.post("/parameter-presets", json={"name": "Cool", "parameters": {"temperature": 0.1}})).json()
    assert (await api.put(f"/conversations/{chat}/preset/{made['id']}")).json()["parameters"] == {"temperature": 0.1}
    await api.patch(f"/parameter-presets/{made['id']}", json={"name": "Cold"})
    assert [item["name"] for item in (await api.get("/parameter-presets")).json()["items"]] == ["Cold"]
    assert (await api.delete(f"/parameter-presets/{made['id']}")).status_code == 204
    assert (await api.get(f"/parameter-presets/{made['id']}")).status_code == 404


async def test_the_fit_check_and_the_refusal_say_the_same(api: httpx.AsyncClient) -> None:
    chat = await new_chat(api, SMALL.id)
    found = (await api.get(f"/conversations/{chat}/fit", params={"extra_tokens": 904})).json()
    refused = await api.post(f"/conversations/{chat}/messages", json={"text": "hello " * 900})
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    assert refused.json()["title"] == "error.fit_message"
    assert refused.json()["fit"] == found
    assert found["problems"][0]["model_ids"] == [LARGE.id, GPT.id]
    assert (await api.get(f"/conversations/{chat}/messages")).json()["messages"] == []


async def test_nothing_to_drop(api: httpx.AsyncClient) -> None:
    chat = await new_chat(api, SMALL.id)
    assert (await api.post(f"/conversations/{chat}/drop-oldest")).json()["title"] == "error.nothing_to_drop"
