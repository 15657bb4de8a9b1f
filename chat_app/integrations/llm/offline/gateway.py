"""The built-in assistant as a language model: no network, no key, no cost."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

from chat_app.errors import UpstreamInvalidRequestError
from chat_app.integrations.llm.offline.engine import Assistant
from chat_app.integrations.llm.offline.extraction import Passage, passages_in
from chat_app.integrations.llm.port import (
    Embeddings,
    EmbedRequest,
    Finished,
    FinishReason,
    ImagePart,
    LlmEvent,
    LlmMessage,
    LlmRequest,
    ModelInfo,
    Role,
    TextDelta,
    TextPart,
    TokenUsage,
    UsageReport,
)

MODEL_NAME = "parley"
# The estimate of tokens per character of kernel/tokens.py in round figures; integrations may not import services.
_WORDS = re.compile(r"\w{1,6}|[^\w\s]")
_PIECE = re.compile(r"\s*\S+\s*|\s+")
_IN_VAIN = re.compile(r"nothing that answers it was found in them|es wurde nichts gefunden, das sie beantwortet")
"""From what models are told then (`services/citations/prompts.toml`)."""
# Longer messages are looked at in a thread, so that nobody else's stream waits.
_LONG = 5_000


class OfflineGateway:
    """Answers with `Assistant`, word by word. `clock` gives the present; days and hours are those of this machine."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._assistant: Assistant | None = None

    async def stream(self, request: LlmRequest) -> AsyncIterator[LlmEvent]:
        """Yield the answer; it cannot fail."""
        if self._assistant is None:
            self._assistant = await asyncio.to_thread(Assistant, lambda: self._clock().astimezone())
        texts = [_text(message) for message in request.messages if message.role is Role.USER]
        passages, searched = _passages(request), _nothing_found(request)
        if passages or sum(map(len, texts)) > _LONG:
            answer = await asyncio.to_thread(self._assistant.answer, texts, request.language, passages, searched=searched)
        else:
            answer = self._assistant.answer(texts, request.language, searched=searched)
        sent, most = 0, request.sampling.max_tokens
        for piece in _PIECE.findall(answer):
            if most is not None and sent + _tokens(piece) > most:
                break
            sent += _tokens(piece)
            yield TextDelta(piece)
            await asyncio.sleep(0)
        read = sum(_tokens(message.text) for message in request.messages)
        yield UsageReport(TokenUsage(input=read, output=sent))
        yield Finished(FinishReason.STOP if most is None or sent == _tokens(answer) else FinishReason.LENGTH)

    async def embed(self, request: EmbedRequest) -> Embeddings:  # noqa: ARG002 - it has no model for that
        raise UpstreamInvalidRequestError(provider="Parley", detail="the built-in assistant makes no vectors")

    async def list_models(self) -> list[ModelInfo]:
        return [ModelInfo(name=MODEL_NAME, label="Parley", vision=False, tools=False, reasoning=False)]

    async def close(self) -> None:
        """Nothing is open."""


def _passages(request: LlmRequest) -> list[Passage]:
    """What stands before the last message of passages of documents. What its person wrote themselves is none."""
    last = next((message for message in reversed(request.messages) if message.role is Role.USER), None)
    texts = [part.text for part in last.parts if isinstance(part, TextPart)][:-1] if last else []
    return passages_in(text for text in texts if text.lstrip().startswith("<source"))


def _nothing_found(request: LlmRequest) -> bool:
    """Whether the request says that documents were searched in vain."""
    return any(_IN_VAIN.search(message.text) for message in request.messages if message.role is Role.SYSTEM)


def _text(message: LlmMessage) -> str:
    """What a person wrote; a picture alone shows as a sign, so that the assistant can say that it sees none."""
    images = any(isinstance(part, ImagePart) for part in message.parts)
    # What is attached stands before it.
    own = next((part.text for part in reversed(message.parts) if isinstance(part, TextPart)), "")
    return own if own.strip() or not images else "\U0001f5bc"


def _tokens(text: str) -> int:
    return len(_WORDS.findall(text[:200_000]))
