"""Counting tokens over REST."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import httpx
import pytest

from chat_app.container import override_services
from chat_app.integrations.tokenizers.shelf import TokenizerShelf
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.chat.fitting import FitService
from chat_app.services.counting import TokenCounter
from chat_app.services.kernel.ids import new_id
from chat_app.wiring import Services
from tests.services.chat.test_fit import LARGE, SMALL, Shelf

GPT = ModelCard("openai/gpt-4o", "GPT-4o", "openai", "OpenAI", context_tokens=128_000, max_output_tokens=16_384)
OLD = replace(GPT, id="openai/gpt-4-0613", label="GPT-4 0613", retires_on=date(2020, 1, 1))


@pytest.fixture(autouse=True)
async def shelf(parts: Services) -> AsyncIterator[None]:
    cards, counter = Shelf(SMALL, LARGE, GPT, OLD), TokenCounter(TokenizerShelf())
    with override_services(parts, catalogue=cards, counter=counter, fit=FitService(parts.db, parts.changes, cards, counter)):
        yield
    await counter.close()


async def test_counts_as_the_vendor_does(api: httpx.AsyncClient) -> None:
    asked = {"model_id": GPT.id, "messages": [{"text": "tiktoken is great!"}]}
    found = (await api.post("/count", json=asked)).json()
    assert found == {"model_id": GPT.id, "tokens": 4 + 6 + 3, "exact": True, "family": "gpt-4o", "family_label": "OpenAI (o200k)"}


async def test_says_what_is_an_estimate(api: httpx.AsyncClient) -> None:
    found = (await api.post("/count", json={"model_id": SMALL.id, "messages": [{"role": "system", "text": "Be brief."}]})).json()
    assert (found["exact"], found["family"], found["tokens"] > 4) == (False, "", True)


async def test_special_signs_are_text(api: httpx.AsyncClient) -> None:
    found = (await api.post("/count", json={"model_id": GPT.id, "messages": [{"text": "<|endoftext|>"}]})).json()
    assert found["tokens"] == 4 + 7 + 3


@pytest.mark.parametrize(
    "body", [{"messages": []}, {"model_id": GPT.id, "messages": [{"text": "a", "name": "x"}]}, {"model_id": GPT.id, "messages": "a"}]
)
async def test_what_is_malformed_is_refused(api: httpx.AsyncClient, body: dict[str, object]) -> None:
    assert (await api.post("/count", json=body)).status_code == 422


async def test_a_model_that_is_not_there(api: httpx.AsyncClient) -> None:
    assert (await api.post("/count", json={"model_id": "no/model", "messages": []})).status_code == 404


async def test_how_a_setting_fits(api: httpx.AsyncClient) -> None:
    found = (await api.post("/models/fit", json={"model_id": OLD.id, "system_prompt": "Be brief.", "parameters": {"top_k": 5}})).json()
    problems = {problem["kind"]: problem for problem in found["problems"]}
    assert set(problems) == {"parameters", "withdrawn"}
    assert (problems["withdrawn"]["date"], problems["withdrawn"]["model_ids"]) == ("2020-01-01", [GPT.id])
    assert (found["exact"], found["tokens"], found["room"]) == (True, 4 + 3, 128_000 - 16_384)


async def test_what_models_cannot_do_is_told_for_those_that_are_asked_about(api: httpx.AsyncClient) -> None:
    asked = {"extra_tokens": 900, "images": 1, "model_ids": [SMALL.id, LARGE.id, OLD.id, "no/model"]}
    found = (await api.post("/models/problems", json=asked)).json()["problems"]
    assert found == {SMALL.id: ["message", "images"], OLD.id: ["images", "withdrawn"]}


async def test_a_chat_of_nobody_has_no_problems_to_tell(api: httpx.AsyncClient) -> None:
    asked = {"conversation_id": new_id(), "model_ids": [SMALL.id]}
    assert (await api.post("/models/problems", json=asked)).status_code == 404


@pytest.mark.parametrize("body", [{}, {"model_ids": ["a/b"] * 501}, {"model_ids": [""]}, {"model_ids": [], "images": -1}])
async def test_questions_about_models_have_limits(api: httpx.AsyncClient, body: dict[str, object]) -> None:
    assert (await api.post("/models/problems", json=body)).status_code == 422
