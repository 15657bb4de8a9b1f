"""How many tokens something is to a model."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from chat_app.integrations.llm.port import ImagePart, LlmMessage
from chat_app.integrations.tokenizers.port import TextCount, Tokenizers
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.counting.families import Family, family_of
from chat_app.services.kernel.tokens import MESSAGE_OVERHEAD

Quick = Callable[[str], int]
"""Tokens of a text without waiting: as counted before, else estimated."""

LONG = 20_000
"""Signs: estimating more takes longer than the event loop may wait."""
PRIMING = 3
"""OpenAI's models read so many more: the beginning of the answer."""


@dataclass(frozen=True, slots=True)
class Counted:
    """`exact` is what the vendor would count; else it is an estimate. `family` is empty for models that nobody knows."""

    tokens: int
    exact: bool
    family: str
    family_label: str


class TokenCounter:
    """Counts for models by their families."""

    def __init__(self, tokenizers: Tokenizers) -> None:
        self._tokenizers = tokenizers

    async def texts(self, card: ModelCard, texts: Sequence[str]) -> list[TextCount]:
        """Tokens of each text; where there is no tokenizer for the family, estimates."""
        family = family_of_card(card)
        counted = await self._tokenizers.count(family.encoding, texts) if family.encoding else None
        if counted:
            return counted

        def estimate() -> list[TextCount]:
            return [TextCount(family.estimate(text), exact=not text) for text in texts]

        return estimate() if sum(map(len, texts)) < LONG else await asyncio.to_thread(estimate)

    async def messages(self, card: ModelCard, messages: Sequence[LlmMessage]) -> Counted:
        """Tokens of a request. What a vendor puts around messages is known of OpenAI's only, what images take of none."""
        family = family_of_card(card)
        counts = await self.texts(card, [message.text for message in messages])
        total = sum(count.tokens + MESSAGE_OVERHEAD for count in counts) + sum(map(tokens_of_images, messages))
        framed = family.encoding.endswith("_base")
        exact = framed and all(count.exact for count in counts) and not any(map(tokens_of_images, messages))
        return Counted(total + (PRIMING if framed and messages else 0), exact, family.id, family.label)

    async def remember(self, card: ModelCard, texts: Iterable[str]) -> None:
        """Count these now, so that `quick` knows them; nothing to do where there is no tokenizer for the family."""
        if encoding := family_of_card(card).encoding:
            await self._tokenizers.count(encoding, list(texts))

    async def close(self) -> None:
        """Let the tokenizers go."""
        await self._tokenizers.close()

    def quick(self, card: ModelCard) -> Quick:
        """Tokens of a text to this model, without waiting."""
        family, tokenizers = family_of_card(card), self._tokenizers
        if not family.encoding:
            return family.estimate

        def count(text: str) -> int:
            known = tokenizers.known(family.encoding, text)
            return known.tokens if known else family.estimate(text)

        return count

    def unknown(self, card: ModelCard, texts: Iterable[str]) -> list[str]:
        """Those that could be counted exactly and have not been."""
        encoding = family_of_card(card).encoding
        if not encoding or self._tokenizers.is_missing(encoding):
            return []
        return [text for text in texts if text and self._tokenizers.known(encoding, text) is None]

    def is_exact(self, card: ModelCard, texts: Iterable[str]) -> bool:
        """Whether `quick` says of all of these what the vendor would."""
        encoding = family_of_card(card).encoding
        known = (self._tokenizers.known(encoding, text) for text in texts)
        return bool(encoding) and all(count is not None and count.exact for count in known)


def family_of_card(card: ModelCard) -> Family:
    """The family of a model of the catalogue."""
    return family_of(card.id, card.base)


def tokens_of_images(message: LlmMessage) -> int:
    """What its pictures are about."""
    return sum(part.tokens for part in message.parts if isinstance(part, ImagePart))
