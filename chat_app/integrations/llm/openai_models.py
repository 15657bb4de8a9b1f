"""The answer of `GET /models`, in its many dialects, as our list of chat models."""

from __future__ import annotations

import re
from typing import Any

from chat_app.integrations.llm.json_objects import items, mapping, positive, text
from chat_app.integrations.llm.port import ModelInfo

_NOT_CHAT = re.compile(
    r"(?i)embed|whisper|\btts\b|-tts|dall-e|moderation|transcri|realtime|\baudio|-audio|image-\d|-image\b|imagine|gpt-image|chatgpt-image"
    r"|sora|babbage|davinci|gpt-3\.5-turbo-instruct|rerank|guard|\bocr\b|voxtral|orpheus|playai|computer-use|deep-research|codex-mini|-search-api"
)


def models_of(answer: Any) -> list[ModelInfo]:
    """Return the chat models of a list; entries that make no sense are left out."""
    entries = items(answer) or items(mapping(answer).get("data"))
    found = [model_of(mapping(entry)) for entry in entries if _is_chat(mapping(entry))]
    return sorted({model.name: model for model in found}.values(), key=lambda model: model.name)


def model_of(entry: dict[str, Any]) -> ModelInfo:
    """Read one entry: OpenRouter, vLLM, Groq and Mistral each tell more than the protocol asks."""
    can = mapping(entry.get("capabilities"))
    parameters = _words(entry.get("supported_parameters"))
    inputs = _words(mapping(entry.get("architecture")).get("input_modalities"))
    top = mapping(entry.get("top_provider"))
    return ModelInfo(
        name=str(entry["id"]),
        label=_label(entry),
        context_tokens=_first_limit(entry, "context_length", "max_model_len", "context_window", "max_context_length"),
        max_output_tokens=positive(top.get("max_completion_tokens") or entry.get("max_completion_tokens")),
        vision=("image" in inputs) if inputs else _flag(can.get("vision")),
        tools=("tools" in parameters) if parameters else _flag(can.get("function_calling")),
        reasoning=bool(parameters & {"reasoning", "include_reasoning"}) if parameters else _flag(can.get("reasoning")),
        parameters=tuple(sorted(parameters)) or None,
    )


def _is_chat(entry: dict[str, Any]) -> bool:
    if not text(entry.get("id")) or _NOT_CHAT.search(entry["id"]) or entry.get("active") is False:
        return False
    outputs = _words(mapping(entry.get("architecture")).get("output_modalities"))
    return mapping(entry.get("capabilities")).get("completion_chat") is not False and (not outputs or "text" in outputs)


def _label(entry: dict[str, Any]) -> str:
    """Return a name for people where the provider gives one that is not just the id."""
    label = text(entry.get("name")) or text(entry.get("display_name"))
    return "" if label == entry["id"] else label


def _first_limit(entry: dict[str, Any], *names: str) -> int | None:
    return next((limit for name in names if (limit := positive(entry.get(name)))), None)


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _words(value: object) -> set[str]:
    return {word for word in items(value) if isinstance(word, str)}
