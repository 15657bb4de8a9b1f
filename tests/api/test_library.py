"""Prompts and assistants over REST."""

from __future__ import annotations

import httpx
import pytest

PROMPT = {"command": "thanks", "title": "Say thanks", "text": "Thank {{who!}}"}
ASSISTANT = {"name": "Editor", "system_prompt": "You edit.", "parameters": {"temperature": 0.3}, "starters": ["Read this"]}


class TestPrompts:
    async def test_a_life(self, api: httpx.AsyncClient) -> None:
        made = await api.post("/prompts", json=PROMPT)
        assert made.status_code == 201
        path = f"/prompts/{made.json()['id']}"
        assert made.headers["location"] == f"/api/v1{path}"
        assert (await api.put(path, json={**PROMPT, "text": "Thanks to {{who}}"})).json()["version"] == 2
        assert (await api.post(f"{path}/fill", json={"values": {"who": "Ada"}})).json() == {"text": "Thanks to Ada"}
        assert (await api.post(f"{path}/versions/1/restore")).json()["text"] == PROMPT["text"]
        assert [version["number"] for version in (await api.get(f"{path}/versions")).json()] == [3, 2, 1]
        assert (await api.delete(path)).status_code == 204
        assert (await api.get(path)).status_code == 404
        assert (await api.post(f"{path}/restore")).status_code == 204

    async def test_built_in_ones_can_be_read_and_copied_only(self, api: httpx.AsyncClient) -> None:
        assert (await api.get("/prompts/builtin:translate")).json()["builtin"] is True
        assert (await api.post("/prompts/builtin:translate/copy")).json()["builtin"] is False
        assert (await api.delete("/prompts/builtin:translate")).status_code == 422
        assert (await api.get("/prompts/builtin:nothing")).status_code == 404

    async def test_a_missing_value_is_named(self, api: httpx.AsyncClient) -> None:
        made = (await api.post("/prompts", json=PROMPT)).json()
        refused = await api.post(f"/prompts/{made['id']}/fill", json={})
        assert refused.status_code == 422
        assert "who" in refused.json()["detail"]

    @pytest.mark.parametrize("change", [{"command": "a b"}, {"title": ""}, {"text": ""}, {"more": 1}])
    async def test_refuses(self, api: httpx.AsyncClient, change: dict) -> None:
        assert (await api.post("/prompts", json={**PROMPT, **change})).status_code == 422


class TestAssistants:
    async def test_a_life(self, api: httpx.AsyncClient) -> None:
        made = (await api.post("/assistants", json=ASSISTANT)).json()
        path = f"/assistants/{made['id']}"
        assert made["starters"] == ["Read this"]
        assert (await api.put(path, json={**ASSISTANT, "name": "Reader"})).json()["name"] == "Reader"
        assert (await api.delete(path)).status_code == 204
        assert (await api.get("/assistants")).json() == []
        assert (await api.post(f"{path}/restore")).status_code == 204
        assert (await api.get(path)).json()["name"] == "Reader"


class TestFile:
    async def test_there_and_back(self, api: httpx.AsyncClient) -> None:
        await api.post("/prompts", json=PROMPT)
        await api.post("/assistants", json=ASSISTANT)
        file = (await api.get("/library")).json()
        assert (await api.post("/library", json=file)).json()["unchanged"] == 2
        assert (await api.post("/library", json={"format": "else"})).status_code == 422
