"""Token counts in the OpenAI protocol and its dialects, as our own."""

from __future__ import annotations

from typing import Any

from chat_app.integrations.llm.json_objects import count, mapping
from chat_app.integrations.llm.port import TokenUsage


def usage_of(raw: dict[str, Any]) -> TokenUsage | None:
    """Return what a provider counted, None where it counted nothing."""
    sent = count(raw.get("prompt_tokens"))
    received = count(raw.get("completion_tokens"))
    reasoning = count(mapping(raw.get("completion_tokens_details")).get("reasoning_tokens"))
    # xAI counts reasoning beside the answer, everybody else as part of it; the total tells which.
    if reasoning and count(raw.get("total_tokens")) == sent + received + reasoning:
        received += reasoning
    if not sent and not received:
        return None
    return TokenUsage(input=sent, output=received, cached=min(_cached(raw), sent), reasoning=min(reasoning, received))


def _cached(raw: dict[str, Any]) -> int:
    details = mapping(raw.get("prompt_tokens_details"))
    return count(details.get("cached_tokens")) or count(raw.get("prompt_cache_hit_tokens"))
