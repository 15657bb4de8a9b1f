"""Local models over REST: servers, downloads with their events, work without a network."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from chat_app.container import override_services
from chat_app.settings import Settings
from chat_app.wiring import Services, build_services
from tests.fakes.ollama_server import NO_SPACE, OllamaFake, ollama_server
from tests.waiting import eventually

CHAT, NEW, VISION = "llama3.2:1b", "llama3.2:3b", "gemma3:4b"


@pytest.fixture
def fake() -> Iterator[OllamaFake]:
    with ollama_server(CHAT) as server:
        yield server


@pytest.fixture
async def parts(tmp_path: Path, empty_database: Path, fake: OllamaFake) -> AsyncIterator[Services]:
    shutil.copy(empty_database, tmp_path / "parley.db")
    with override_services(build_services(Settings(data_dir=tmp_path, ollama_url=fake.url))) as made:
        yield made
        fake.release()
        await made.close()


@pytest.fixture
async def ollama(parts: Services, application: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:3000/api/v1/admin/ollama") as client:
        yield client


async def began(ollama: httpx.AsyncClient, model: str) -> dict:
    answer = await ollama.post("/servers/ollama/pulls", json={"model": model})
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"].endswith(answer.json()["id"])
    return answer.json()


async def state_of(ollama: httpx.AsyncClient, pull: dict) -> dict:
    return (await ollama.get(f"/pulls/{pull['id']}")).json()


async def test_servers_and_models(ollama: httpx.AsyncClient, fake: OllamaFake) -> None:
    (server,) = (await ollama.get("/servers")).json()["items"]
    assert (server["id"], server["version"], server["source"], server["problem"]) == ("ollama", "0.12.6", "environment", "")
    fake.load(CHAT)
    found = (await ollama.get("/servers/ollama/models")).json()
    assert [(each["name"], each["loaded"]["size_vram"]) for each in found["models"]] == [(CHAT, found["memory_vram"])]
    details = (await ollama.get("/servers/ollama/models/details", params={"model": CHAT})).json()
    assert details["context_tokens"] == 131_072
    assert (await ollama.post("/servers/ollama/unload", json={"model": CHAT})).status_code == 204
    assert fake.loaded == {}
    assert (await ollama.delete("/servers/ollama/models", params={"model": CHAT})).status_code == 204
    assert (await ollama.get("/servers/ollama/models")).json()["models"] == []
    assert (await ollama.get("/servers/none/models")).status_code == 404


async def test_a_download_by_asking(ollama: httpx.AsyncClient) -> None:
    pull = await began(ollama, NEW)

    async def is_done() -> bool:
        return (await state_of(ollama, pull))["state"] == "done"

    await eventually(is_done)
    assert [each["model"] for each in (await ollama.get("/pulls")).json()["items"]] == [NEW]
    assert (await ollama.delete(f"/pulls/{pull['id']}")).status_code == 204
    assert (await ollama.get("/pulls")).json()["items"] == []


async def test_a_download_by_events(parts: Services, ollama: httpx.AsyncClient, fake: OllamaFake) -> None:
    """The transport of tests gives a stream out when it has ended, so that the process is ended while it runs."""
    fake.pause = 0.1
    await began(ollama, NEW)

    async def end() -> None:
        await eventually(lambda: parts.ollama._pulls.list()[0].state == "done")
        await parts.ollama.close()

    ending = asyncio.create_task(end())
    answer = await ollama.get("/pulls/events")
    await ending
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [json.loads(line.removeprefix("data: "))["items"] for line in answer.text.split("\n") if line.startswith("data: ")]
    done = [items[0]["done"] for items in events]
    assert done == sorted(done)
    assert events[0][0]["state"] == "running"
    assert len({count for count in done if 0 < count < 30_001_400}) >= 1


async def test_cancel(ollama: httpx.AsyncClient, fake: OllamaFake) -> None:
    fake.hold()
    pull = await began(ollama, NEW)
    assert (await ollama.delete(f"/pulls/{pull['id']}")).status_code == 409
    assert (await ollama.post(f"/pulls/{pull['id']}/cancel")).json()["state"] == "cancelled"
    assert NEW not in fake.models


async def test_what_went_wrong_is_a_sentence_in_the_readers_language(ollama: httpx.AsyncClient, fake: OllamaFake) -> None:
    fake.fail = NO_SPACE
    pull = await began(ollama, NEW)

    async def has_failed() -> bool:
        return (await state_of(ollama, pull))["state"] == "failed"

    await eventually(has_failed)
    german = (await ollama.get(f"/pulls/{pull['id']}", headers={"Accept-Language": "de"})).json()["problem"]
    assert "keinen Platz" in german
    assert "no room" in (await state_of(ollama, pull))["problem"]


@pytest.mark.parametrize("body", [{"model": ""}, {"model": "a b"}, {"model": "127.0.0.1/x"}, {}, {"model": "a", "insecure": True}])
async def test_what_is_no_model_is_refused(ollama: httpx.AsyncClient, fake: OllamaFake, body: dict) -> None:
    answer = await ollama.post("/servers/ollama/pulls", json=body)
    assert answer.status_code == 422
    assert fake.asked("/api/pull") == []


async def test_suggestions(ollama: httpx.AsyncClient) -> None:
    items = (await ollama.get("/suggestions")).json()["items"]
    assert {use for each in items for use in each["uses"]} == {"chat", "vision", "embedding"}
    assert all(each["note"] for each in items)


async def test_what_works_without_a_network(ollama: httpx.AsyncClient) -> None:
    report = (await ollama.get("/readiness")).json()
    states = {each["name"]: each["state"] for each in report["features"]}
    assert (states["chat"], states["vision"], states["knowledge"], states["search"]) == ("works", "missing", "missing", "works")
    begun = (await ollama.post("/readiness/pulls")).json()["items"]
    assert {each["model"] for each in begun} == set(report["missing"]) == {VISION, "nomic-embed-text:latest"}

    async def is_ready() -> bool:
        return (await ollama.get("/readiness")).json()["ready"]

    await eventually(is_ready)
    assert (await ollama.post("/readiness/pulls")).status_code == 409
