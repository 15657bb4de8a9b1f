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
        ({"prompt_tokens": "5", "completion_tokens": float("nan")}, None),
        ({}, None),
    ],
)
def test_usage(raw: dict[str, Any], usage: TokenUsage | None) -> None:
    assert usage_of(raw) == usage
