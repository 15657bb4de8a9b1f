"""Token counts in the OpenAI protocol and its dialects, as our own. LiteLLM writes those of other vendors in the same form."""

from __future__ import annotations

from typing import Any

from chat_app.integrations.llm.json_objects import count, mapping
from chat_app.integrations.llm.port import TokenUsage

_SEARCHES = ("num_search_queries", "num_sources_used")
"""How Perplexity and xAI count what they looked up."""


def usage_of(raw: dict[str, Any]) -> TokenUsage | None:
    """Return what a provider counted, None where it counted nothing. No part is larger than what it is a part of."""
    sent = count(raw.get("prompt_tokens"))
    received = count(raw.get("completion_tokens"))
    read, written = mapping(raw.get("prompt_tokens_details")), mapping(raw.get("completion_tokens_details"))
    reasoning = count(written.get("reasoning_tokens") or raw.get("reasoning_tokens"))
    # xAI counts reasoning beside the answer, everybody else as part of it; the total tells which.
    if reasoning and count(raw.get("total_tokens")) == sent + received + reasoning:
        received += reasoning
    if not sent and not received:
        return None
    for_minutes, for_an_hour = _put_into_cache(raw, read)
    return TokenUsage(
        input=sent,
        output=received,
        cached=min(_cached(raw, read), sent),
        reasoning=min(reasoning, received),
        cache_write=min(for_minutes, sent),
        cache_write_1h=min(for_an_hour, sent),
        audio_in=min(count(read.get("audio_tokens")), sent),
        audio_out=min(count(written.get("audio_tokens")), received),
        image_in=min(count(read.get("image_tokens")), sent),
        image_out=min(count(written.get("image_tokens")), received),
        searches=_searches(raw, read),
    )


def _cached(raw: dict[str, Any], read: dict[str, Any]) -> int:
    """OpenAI and most others; DeepSeek; Anthropic behind a gateway; Mistral."""
    found = read.get("cached_tokens") or raw.get("prompt_cache_hit_tokens") or raw.get("cache_read_input_tokens")
    return count(found or raw.get("num_cached_tokens"))


def _put_into_cache(raw: dict[str, Any], read: dict[str, Any]) -> tuple[int, int]:
    """Tokens that were written for minutes and for an hour; where nobody says for how long, it was for minutes."""
    total = count(read.get("cache_write_tokens") or read.get("cache_creation_tokens") or raw.get("cache_creation_input_tokens"))
    detail = mapping(read.get("cache_creation_token_details")) or mapping(raw.get("cache_creation"))
    hour = min(count(detail.get("ephemeral_1h_input_tokens")), total)
    return total - hour, hour


def _searches(raw: dict[str, Any], read: dict[str, Any]) -> int:
    """How often the vendor searched the web. Anthropic, OpenRouter and Gemini count under names of their own."""
    tools = mapping(raw.get("server_tool_use")) or mapping(raw.get("server_tool_use_details"))
    found = tools.get("web_search_requests") or read.get("web_search_requests")
    return count(found) or next((number for name in _SEARCHES if (number := count(raw.get(name)))), 0)
