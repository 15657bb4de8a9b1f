"""Token counts of the OpenAI protocol's dialects."""

from __future__ import annotations

from typing import Any

import pytest

from chat_app.integrations.llm.port import TokenUsage
from chat_app.integrations.llm.usage import usage_of


@pytest.mark.parametrize(
    ("raw", "usage"),
    [
        ({"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}, TokenUsage(5, 7)),
        ({"prompt_tokens": 5, "completion_tokens": 7, "prompt_tokens_details": {"cached_tokens": 4}}, TokenUsage(5, 7, 4)),
        ({"prompt_tokens": 5, "completion_tokens": 7, "prompt_cache_hit_tokens": 3}, TokenUsage(5, 7, 3)),
        (
            {"prompt_tokens": 5, "completion_tokens": 7, "completion_tokens_details": {"reasoning_tokens": 6}, "total_tokens": 12},
            TokenUsage(5, 7, 0, 6),
        ),
        # xAI counts the reasoning beside the answer.
        (
            {"prompt_tokens": 5, "completion_tokens": 7, "completion_tokens_details": {"reasoning_tokens": 6}, "total_tokens": 18},
            TokenUsage(5, 13, 0, 6),
        ),
        ({"prompt_tokens": 5, "completion_tokens": None, "prompt_tokens_details": None}, TokenUsage(5, 0)),
        ({"prompt_tokens": 5.0, "completion_tokens": -1, "prompt_tokens_details": {"cached_tokens": 99}}, TokenUsage(5, 0, 5)),
        # OpenAI: spoken and heard.
        (
            {
                "prompt_tokens": 90,
                "completion_tokens": 70,
                "prompt_tokens_details": {"cached_tokens": 10, "audio_tokens": 30},
                "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 40},
            },
            TokenUsage(90, 70, 10, audio_in=30, audio_out=40),
        ),
        # Pictures, seen and drawn.
        (
            {
                "prompt_tokens": 90,
                "completion_tokens": 70,
                "prompt_tokens_details": {"image_tokens": 80},
                "completion_tokens_details": {"image_tokens": 60},
            },
            TokenUsage(90, 70, image_in=80, image_out=60),
        ),
        # Anthropic, as LiteLLM writes it: what was put into the cache for minutes and for an hour is part of the input.
        (
            {
                "prompt_tokens": 1320,
                "completion_tokens": 50,
                "prompt_tokens_details": {
                    "cached_tokens": 1000,
                    "cache_creation_tokens": 300,
                    "cache_creation_token_details": {"ephemeral_5m_input_tokens": 100, "ephemeral_1h_input_tokens": 200},
                },
                "server_tool_use": {"web_search_requests": 2},
            },
            TokenUsage(1320, 50, 1000, cache_write=100, cache_write_1h=200, searches=2),
        ),
        ({"prompt_tokens": 9, "completion_tokens": 1, "cache_creation_input_tokens": 4}, TokenUsage(9, 1, cache_write=4)),
        # OpenRouter, Gemini, Perplexity, xAI: searches.
        (
            {"prompt_tokens": 9, "completion_tokens": 1, "server_tool_use_details": {"web_search_requests": 1}},
            TokenUsage(9, 1, searches=1),
        ),
        ({"prompt_tokens": 9, "completion_tokens": 1, "prompt_tokens_details": {"web_search_requests": 3}}, TokenUsage(9, 1, searches=3)),
        ({"prompt_tokens": 9, "completion_tokens": 1, "num_search_queries": 4}, TokenUsage(9, 1, searches=4)),
        ({"prompt_tokens": 9, "completion_tokens": 1, "num_sources_used": 5}, TokenUsage(9, 1, searches=5)),
        # No part is larger than the whole.
        (
            {"prompt_tokens": 3, "completion_tokens": 1, "prompt_tokens_details": {"cache_write_tokens": 99, "audio_tokens": 99}},
            TokenUsage(3, 1, cache_write=3, audio_in=3),
        ),
        ({"prompt_tokens": "5", "completion_tokens": float("nan")}, None),
        ({}, None),
    ],
)
def test_usage(raw: dict[str, Any], usage: TokenUsage | None) -> None:
    assert usage_of(raw) == usage
