"""X19 and X13: what a request may say about the model call, and texts that no database can hold."""

from __future__ import annotations

import json

import pytest

EVIL = "http://127.0.0.1:9/"
SMUGGLED = [
    {"api_base": EVIL}, {"base_url": EVIL}, {"api_key": "x"}, {"organization": "x"}, {"extra_headers": {"x": "y"}}, {"extra_body": {}},
    {"custom_llm_provider": "openai"}, {"fallbacks": ["x"]}, {"metadata": {}}, {"user_config": {}}, {"owner_id": "x"}, {"role": "system"}, {"cost_nano": 0},
]  # fmt: skip


@pytest.mark.parametrize("extra", SMUGGLED)
async def test_only_listed_fields_reach_a_model_call(local, browser, extra):
    client = browser(local)
    chat = (await client.post("/api/v1/conversations")).json()
    answer = await client.post(f"/api/v1/conversations/{chat['id']}/messages", json={"text": "hello", **extra})
    assert answer.status_code == 422
    assert (await client.get(f"/api/v1/conversations/{chat['id']}/messages")).json()["messages"] == []


@pytest.mark.parametrize("text", ["\\u0000", "a\\u0000b", "\\ud800"])
@pytest.mark.parametrize("field", ["title", "draft", "model_id"])
async def test_texts_no_database_can_hold_are_refused(local, browser, field, text):
    client = browser(local)
    chat = (await client.post("/api/v1/conversations")).json()
    body = f'{{{json.dumps(field)}: "{text}"}}'
    answer = await client.patch(f"/api/v1/conversations/{chat['id']}", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422


@pytest.mark.parametrize("text", ["a\\u0000b", "\\ud800"])
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("tags", '{"name": "TEXT"}'),
        ("folders", '{"name": "x", "instructions": "TEXT"}'),
        ("assistants", '{"name": "x", "starters": ["TEXT"]}'),
        ("assistants", '{"name": "x", "parameters": {"stop": ["TEXT"]}}'),
        ("parameter-presets", '{"name": "x", "parameters": {"TEXT": 1}}'),
        ("parameter-presets", '{"name": "x", "parameters": {"seed": ' + "9" * 400 + "}}"),
    ],
)
async def test_nor_within_lists_and_objects(local, browser, path, body, text):
    client = browser(local)
    answer = await client.post(f"/api/v1/{path}", content=body.replace("TEXT", text), headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert (await client.get(f"/api/v1/{path}")).status_code == 200
