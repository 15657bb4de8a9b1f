"""Preferences over REST, and the cookie from which the page paints its first frame."""

from __future__ import annotations

import pytest


async def test_begins_with_what_the_browser_says(local, browser):
    answer = await browser(local).get("/api/v1/me")
    assert {key: answer.json()[key] for key in ("language", "theme", "default_model_id")} == {
        "language": "",
        "theme": "system",
        "default_model_id": "",
    }


async def test_changes_what_is_given_and_keeps_the_rest(local, browser):
    client = browser(local)
    await client.patch("/api/v1/me", json={"theme": "dark"})
    answer = await client.patch("/api/v1/me", json={"language": "de", "default_model_id": "openai/gpt-5"})
    assert (answer.json()["theme"], answer.json()["language"]) == ("dark", "de")
    assert (await client.get("/api/v1/me")).json() == answer.json()


async def test_leaves_a_cookie_for_the_first_paint(local, browser):
    client = browser(local)
    answer = await client.patch("/api/v1/me", json={"theme": "dark", "language": "de"})
    assert client.cookies["parley_prefs"] == "de.dark.100.comfortable"
    assert "HttpOnly" not in answer.headers["set-cookie"]


@pytest.mark.parametrize("body", [{"theme": "pink"}, {"language": "xx"}, {"language": 1}, {"default_model_id": "x" * 301}, {"unknown": 1}])
async def test_refuses_anything_else(local, browser, body):
    assert (await browser(local).patch("/api/v1/me", json=body)).status_code == 422


async def test_answers_in_the_persons_language(local, browser):
    client = browser(local, **{"Accept-Language": "en"})
    await client.patch("/api/v1/me", json={"language": "de"})
    actor = await local.accounts.owner()
    assert actor.language == "de"
