"""Lists that were made to do harm are refused like broken ones."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chat_app.integrations.llm.price_lists import litellm_map, openrouter
from chat_app.integrations.llm.price_lists.errors import ListRefusedError

RATES = b'"litellm_provider":"openai","input_cost_per_token":1e-6,"output_cost_per_token":1e-6'
PRICES = {"prompt": "0.000001", "completion": "0.000002"}


def of_litellm(fields: bytes, name: bytes = b"gpt-x") -> bytes:
    return b'{"' + name + b'":{' + RATES + b"," + fields + b"}}"


def of_openrouter(pricing: dict[str, Any], name: str = "a/b") -> bytes:
    return json.dumps({"data": [{"id": name, "pricing": pricing}]}).encode()


@pytest.mark.parametrize(
    "body",
    [
        of_litellm(b'"input_cost_per_image_token":1e99999999999999999999'),
        of_litellm(b'"output_cost_per_image":1' + b"0" * 5_000),
        of_litellm(b'"mode":"chat"', rb"gpt-\u0000"),
        of_litellm(b'"mode":"chat"', rb"gpt-\ud800"),
        of_litellm(b'"mode":"chat"', rb"gpt-\uDFFF"),
        of_litellm(b'"mode":"chat"', b"gpt-\xed\xa0\x80"),
        of_litellm(b'"mode":"chat"').decode().encode("utf-16"),
        of_litellm(b'"mode":"chat"', rb"\ud83d"),
    ],
)
def test_of_litellm_refused(body: bytes) -> None:
    with pytest.raises(ListRefusedError):
        litellm_map.parse(body)


@pytest.mark.parametrize(
    "body",
    [
        of_openrouter({"prompt": "1e999999", "completion": "0.1", "image": "1"}),
        of_openrouter(PRICES, "a/\ud800"),
        of_openrouter(PRICES, "a/\x00"),
    ],
)
def test_of_openrouter_refused(body: bytes) -> None:
    with pytest.raises(ListRefusedError):
        openrouter.parse(body)


def test_whole_pairs_are_characters() -> None:
    assert "a/😀é" in openrouter.parse(of_openrouter(PRICES, "a/😀é"))["openrouter"]


def test_modalities_that_are_no_texts_are_passed_over() -> None:
    facts = litellm_map.parse(of_litellm(b'"supported_modalities":[{},[],"audio"],"supported_output_modalities":[{}]'))["openai"]["gpt-x"]
    assert facts.inputs == ("text", "audio")


def test_a_model_with_thousands_of_limits() -> None:
    limits = b",".join(b'"input_cost_per_token_above_%dk_tokens":%d.0e-9' % (number, number) for number in range(1, 90_000))
    with pytest.raises(ListRefusedError):
        litellm_map.parse(of_litellm(limits))
    overrides = [{"min_prompt_tokens": number, "prompt": f"{number}e-12"} for number in range(2, 90_000)]
    with pytest.raises(ListRefusedError):
        openrouter.parse(of_openrouter({**PRICES, "overrides": overrides}))
