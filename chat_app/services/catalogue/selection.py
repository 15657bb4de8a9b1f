"""Which of a provider's models the picker lists, in which order, and which one a newcomer gets."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

from chat_app.integrations.llm.model_facts import undated
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID, ModelCard

MOST_AT_ONCE = 400
"""How many models a menu holds; what is beyond is found by searching."""

# Vendors list everything that has an API; these parts of names mark what does not hold a conversation in text.
_NO_CHAT = re.compile(
    r"audio|tts|speech|transcribe|whisper|realtime|-live|voxtral|lyria|image|dall-e|^sora|^veo|imagen|embed|rerank|moderation|guard"
    r"|robotics|computer-use|deep-research|search-preview|search-api|-fim|^ft:|^babbage|^davinci|turbo-instruct|-ocr|customtools|vision-exp|^container$",
)
_NUMBER = re.compile(r"\d+(?:[.-]\d{1,2}(?![\da-z]))?")
# The general, affordable model of each vendor; the highest version that matches wins, so the list need not follow releases.
_USUAL = {
    "openai": (r"gpt-[\d.]+", r"gpt-[\d.]+-mini", r"gpt-4o"),
    "anthropic": (r"claude-sonnet-[\d.-]+", r"claude-.*sonnet.*"),
    "gemini": (r"gemini-[\d.]+-flash", r"gemini-flash-latest"),
    "deepseek": (r"deepseek-chat", r"deepseek-flash", r"deepseek-v[\d.]+.*"),
    "openrouter": (r"openrouter/auto",),
    "mistral": (r"mistral-medium(-latest)?", r"mistral-large-latest"),
    "groq": (r".*gpt-oss-120b", r".*70b.*"),
    "xai": (r"grok-[\d.]+",),
    "cohere": (r"command-a-[\d-]+", r"command-.*"),
    "bedrock": (r"\w+\.anthropic\.claude-sonnet-.*", r"anthropic\.claude-sonnet-.*", r".*amazon\.nova-pro-.*"),
}


def listed(names: Iterable[str]) -> list[str]:
    """The names worth a line: no speech, pictures or embeddings, no dated snapshot beside the model itself."""
    chat = dict.fromkeys(name for name in names if not _NO_CHAT.search(name.lower()))
    return [name for name in chat if not _has_shorter_name(name, chat)]


def in_order(names: Iterable[str]) -> list[str]:
    """Families by name, in each the newest version first."""
    return sorted(names, key=_newest_first)


def usual_model(provider: str, names: Sequence[str]) -> str:
    """The model to begin with: the vendor's general one, else the first; "" when there is none."""
    for pattern in _USUAL.get(provider, ()):
        if fitting := [name for name in names if re.fullmatch(pattern, name.lower())]:
            return min(fitting, key=_newest_first)
    return names[0] if names else ""


def shortlist(cards: Sequence[ModelCard], keep: Container[str]) -> list[ModelCard]:
    """The first models with those to `keep` and the built-in assistant: what a page can hold of thousands."""
    if len(cards) <= MOST_AT_ONCE:
        return list(cards)
    return [card for place, card in enumerate(cards) if place < MOST_AT_ONCE or card.id in keep or card.id == OFFLINE_MODEL_ID]


def _has_shorter_name(name: str, names: Container[str]) -> bool:
    plain = undated(name)
    latest = f"{plain}-latest"
    return name != plain and (plain in names or (name != latest and latest in names))


def _newest_first(name: str) -> list[tuple[str, int, int]]:
    """A sort key: words as they are, version numbers downwards, "4.5" and "4-5" alike, 4.20 before 4.3 in time."""
    words = _NUMBER.split(name.lower())
    versions = (number.replace("-", ".").partition(".") for number in [*_NUMBER.findall(name.lower()), "0"])
    return [(word, -int(whole), -int(fraction.ljust(2, "0") or 0)) for word, (whole, _, fraction) in zip(words, versions, strict=True)]
