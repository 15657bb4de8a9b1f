"""Model lists of the vendors that have a format of their own for them.

Fetched directly: LiteLLM's list is the one it was released with, and asking it would load 190 MB.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chat_app.integrations.llm.connection import STANDARD_TIMEOUTS, Connection, Timeouts
from chat_app.integrations.llm.json_objects import items, mapping, positive, text
from chat_app.integrations.llm.port import ModelInfo
from chat_app.integrations.llm.providers import ProviderConfig


@dataclass(frozen=True, slots=True)
class _Listing:
    """Where one vendor lists its models, and how to read an entry (None: not for chats)."""

    base_url: str
    path: str
    key_header: str
    entries: str
    read: Callable[[dict[str, Any]], ModelInfo | None]
    key_prefix: str = ""
    headers: tuple[tuple[str, str], ...] = ()


def _anthropic(entry: dict[str, Any]) -> ModelInfo | None:
    return ModelInfo(text(entry.get("id")), label=text(entry.get("display_name")), vision=True, tools=True)


def _gemini(entry: dict[str, Any]) -> ModelInfo | None:
    name = text(entry.get("name")).removeprefix("models/")
    chats = "generateContent" in items(entry.get("supportedGenerationMethods"))
    if (
        not chats
        or not name.startswith(("gemini-", "gemma-"))
        or any(word in name for word in ("-tts", "-image", "embedding", "-live", "robotics", "computer-use"))
    ):
        return None
    return ModelInfo(
        name,
        label=text(entry.get("displayName")),
        context_tokens=positive(entry.get("inputTokenLimit")),
        max_output_tokens=positive(entry.get("outputTokenLimit")),
        reasoning=entry["thinking"] if isinstance(entry.get("thinking"), bool) else None,
    )


def _cohere(entry: dict[str, Any]) -> ModelInfo | None:
    features = items(entry.get("features"))
    tools = "tools" in features if features else None
    return ModelInfo(text(entry.get("name")), context_tokens=positive(entry.get("context_length")), tools=tools)


_LISTINGS = {
    "anthropic": _Listing(
        "https://api.anthropic.com",
        "/v1/models?limit=1000",
        "x-api-key",
        "data",
        _anthropic,
        headers=(("anthropic-version", "2023-06-01"),),
    ),
    "gemini": _Listing("https://generativelanguage.googleapis.com", "/v1beta/models?pageSize=1000", "x-goog-api-key", "models", _gemini),
    "cohere": _Listing(
        "https://api.cohere.ai", "/v1/models?endpoint=chat&page_size=1000", "authorization", "models", _cohere, key_prefix="Bearer "
    ),
}


def _address(config: ProviderConfig, listing: _Listing) -> str:
    """Return the vendor's host; Cohere's list lies outside its OpenAI-compatible part."""
    return (config.base_url or listing.base_url).removesuffix("/compatibility/v1")


def has_own_list(provider_id: str) -> bool:
    """Tell whether this vendor lists its models in a way of its own."""
    return provider_id in _LISTINGS


async def list_vendor_models(config: ProviderConfig, timeouts: Timeouts = STANDARD_TIMEOUTS) -> list[ModelInfo]:
    """Fetch the chat models of a vendor; raises `UpstreamError`. A vendor without a list has none."""
    listing = _LISTINGS.get(config.brand)
    if listing is None:
        return []
    headers = {listing.key_header: listing.key_prefix + config.key, **dict(listing.headers)}
    connection = Connection(config.label, _address(config, listing), headers, key=config.key, timeouts=timeouts, guard=config.guard)
    try:
        answer = mapping(await connection.get_json(listing.path))
    finally:
        await connection.close()
    found = [listing.read(mapping(entry)) for entry in items(answer.get(listing.entries))]
    return sorted((model for model in found if model and model.name), key=lambda model: model.name)
