"""How each kind of provider says the same things: the contract's scenarios as bytes on the wire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import orjson

from chat_app.integrations.llm.connection import Timeouts
from chat_app.integrations.llm.port import FinishReason, LlmGateway, TokenUsage, ToolCall
from tests.fakes.fault_server import Fault, Piece, Script, answer, json_answer

KEY = "sk-secret-key-of-the-test-1234"
PATIENT = Timeouts(idle=15)
QUICK = Timeouts(connect=5, idle=1.5, after_end=0.2, slow=1.5)
"""Silence ends soon, yet what a busy machine is late with is none."""


@dataclass(frozen=True)
class Said:
    """What a model says in one answer."""

    texts: Sequence[str] = ("Hel", "lo.")
    reasoning: Sequence[str] = ()
    calls: Sequence[ToolCall] = ()
    usage: TokenUsage | None = None
    reason: FinishReason = FinishReason.STOP
    faults: Sequence[Piece] = field(default=())
    """Instead of the end: what happens after the texts."""


class Speaker(Protocol):
    """One kind of provider."""

    def gateway(self, url: str, timeouts: Timeouts = QUICK) -> LlmGateway: ...

    def says(self, said: Said) -> Script: ...

    def refuses(self, status: int, words: str, headers: dict[str, str] | None = None) -> Script: ...

    def breaks(self, texts: Sequence[str], words: str) -> Script:
        """Say the texts, then report an error in the stream."""
        ...


def sse(value: object) -> bytes:
    return b"data: " + orjson.dumps(value) + b"\n\n"


def delta(content: dict[str, Any], reason: str | None = None) -> bytes:
    return sse({"id": "c1", "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": content, "finish_reason": reason}]})


class OpenAiSpeaker:
    """The OpenAI protocol."""

    def gateway(self, url: str, timeouts: Timeouts = QUICK) -> LlmGateway:
        from pydantic import SecretStr

        from chat_app.integrations.llm.openai_compatible import OpenAiCompatibleGateway
        from chat_app.integrations.llm.providers import ProviderConfig, ProviderKind

        return OpenAiCompatibleGateway(
            ProviderConfig("openai", "Test AI", ProviderKind.OPENAI_COMPATIBLE, f"{url}/v1", SecretStr(KEY)), timeouts=timeouts
        )

    def says(self, said: Said) -> Script:
        body: list[Piece] = [delta({"role": "assistant", "content": ""})]
        body += [delta({"reasoning_content": piece}) for piece in said.reasoning]
        body += [delta({"content": piece}) for piece in said.texts]
        body += [delta({"tool_calls": [part]}) for number, call in enumerate(said.calls) for part in _fragments(number, call)]
        return answer(*body, *(said.faults or self._end(said)))

    def refuses(self, status: int, words: str, headers: dict[str, str] | None = None) -> Script:
        return json_answer({"error": {"message": words, "type": "error", "code": None}}, status, headers)

    def breaks(self, texts: Sequence[str], words: str) -> Script:
        return answer(*(delta({"content": text}) for text in texts), sse({"error": {"message": words, "code": 502}}))

    @staticmethod
    def _end(said: Said) -> list[bytes]:
        names = {FinishReason.REFUSED: "content_filter"}
        end = [delta({}, names.get(said.reason, said.reason.value))]
        if usage := said.usage:
            counts = {"prompt_tokens": usage.input, "completion_tokens": usage.output, "total_tokens": usage.input + usage.output}
            details = {
                "prompt_tokens_details": {"cached_tokens": usage.cached},
                "completion_tokens_details": {"reasoning_tokens": usage.reasoning},
            }
            end.append(sse({"choices": [], "usage": counts | details}))
        return [*end, b"data: [DONE]\n\n"]


class OpenAiByLiteLlmSpeaker(OpenAiSpeaker):
    """The same protocol, spoken by LiteLLM."""

    def gateway(self, url: str, timeouts: Timeouts = PATIENT) -> LlmGateway:
        from pydantic import SecretStr

        from chat_app.integrations.llm.litellm_gateway import LiteLlmGateway
        from chat_app.integrations.llm.providers import ProviderConfig, ProviderKind

        return LiteLlmGateway(ProviderConfig("openai", "Test AI", ProviderKind.LITELLM, f"{url}/v1", SecretStr(KEY)), timeouts=timeouts)


@dataclass(frozen=True)
class AzureSpeaker(OpenAiSpeaker):
    """The OpenAI protocol at the addresses of Azure."""

    version: str = "2025-04-01-preview"

    def gateway(self, url: str, timeouts: Timeouts = QUICK) -> LlmGateway:
        from pydantic import SecretStr

        from chat_app.integrations.llm.azure_openai import AzureOpenAiGateway
        from chat_app.integrations.llm.providers import ProviderConfig, ProviderKind

        options = (("api_version", self.version),)
        config = ProviderConfig("azure", "Azure", ProviderKind.OPENAI_COMPATIBLE, url, SecretStr(KEY), options=options)
        return AzureOpenAiGateway(config, timeouts=timeouts)


class OllamaSpeaker:
    """Ollama's own protocol: one JSON object per line."""

    def gateway(self, url: str, timeouts: Timeouts = QUICK) -> LlmGateway:
        from chat_app.integrations.llm.ollama import OllamaGateway
        from chat_app.integrations.llm.providers import ProviderConfig, ProviderKind

        return OllamaGateway(ProviderConfig("ollama", "Ollama", ProviderKind.OLLAMA, url), timeouts=timeouts)

    def says(self, said: Said) -> Script:
        body: list[Piece] = [self._line(message={"role": "assistant", "content": "", "thinking": piece}) for piece in said.reasoning]
        body += [self._line(message={"role": "assistant", "content": piece}) for piece in said.texts]
        body += [
            self._line(message={"tool_calls": [{"function": {"name": call.name, "arguments": orjson.loads(call.arguments)}}]})
            for call in said.calls
        ]
        counts = {"prompt_eval_count": said.usage.input, "eval_count": said.usage.output} if said.usage else {}
        reason = "length" if said.reason is FinishReason.LENGTH else "stop"
        end = [self._line(message={"content": ""}, done=True, done_reason=reason, **counts)]
        return answer(*body, *(said.faults or end), content_type="application/x-ndjson")

    def refuses(self, status: int, words: str, headers: dict[str, str] | None = None) -> Script:
        return json_answer({"error": words}, status, headers)

    def breaks(self, texts: Sequence[str], words: str) -> Script:
        return answer(
            *(self._line(message={"content": text}) for text in texts), self._line(error=words), content_type="application/x-ndjson"
        )

    @staticmethod
    def _line(**fields: Any) -> bytes:
        return orjson.dumps({"model": "m", "done": False, **fields}) + b"\n"


class AnthropicSpeaker:
    """Anthropic's protocol, which LiteLLM speaks for us."""

    def gateway(self, url: str, timeouts: Timeouts = PATIENT) -> LlmGateway:
        from pydantic import SecretStr

        from chat_app.integrations.llm.litellm_gateway import LiteLlmGateway
        from chat_app.integrations.llm.providers import ProviderConfig, ProviderKind

        return LiteLlmGateway(ProviderConfig("anthropic", "Anthropic", ProviderKind.LITELLM, url, SecretStr(KEY)), timeouts=timeouts)

    def says(self, said: Said) -> Script:
        blocks = [*self._text_blocks(said), *self._call_blocks(said)]
        sent = (
            {"input_tokens": said.usage.input - said.usage.cached, "cache_read_input_tokens": said.usage.cached}
            if said.usage
            else {"input_tokens": 1}
        )
        start = {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "content": [],
            "model": "claude",
            "usage": {**sent, "output_tokens": 1},
        }
        return answer(self._event("message_start", message=start), *blocks, *(said.faults or self._end(said)))

    def refuses(self, status: int, words: str, headers: dict[str, str] | None = None) -> Script:
        return json_answer({"type": "error", "error": {"type": "error", "message": words}}, status, headers)

    def breaks(self, texts: Sequence[str], words: str) -> Script:
        return self.says(Said(texts=texts, faults=[self._event("error", error={"type": "overloaded_error", "message": words})]))

    def _text_blocks(self, said: Said) -> list[bytes]:
        thoughts = [{"type": "thinking_delta", "thinking": piece} for piece in said.reasoning]
        texts = [{"type": "text_delta", "text": piece} for piece in said.texts]
        found = self._block(0, {"type": "thinking", "thinking": ""}, thoughts) if thoughts else []
        return found + (self._block(1, {"type": "text", "text": ""}, texts, open_end=bool(said.faults)) if texts else [])

    def _call_blocks(self, said: Said) -> list[bytes]:
        found: list[bytes] = []
        for number, call in enumerate(said.calls, 2):
            half = len(call.arguments) // 2
            pieces = [{"type": "input_json_delta", "partial_json": piece} for piece in (call.arguments[:half], call.arguments[half:])]
            found += self._block(number, {"type": "tool_use", "id": call.id, "name": call.name, "input": {}}, pieces)
        return found

    def _block(self, index: int, block: dict[str, Any], deltas: list[dict[str, Any]], *, open_end: bool = False) -> list[bytes]:
        events = [self._event("content_block_start", index=index, content_block=block)]
        events += [self._event("content_block_delta", index=index, delta=piece) for piece in deltas]
        return events if open_end else [*events, self._event("content_block_stop", index=index)]

    def _end(self, said: Said) -> list[bytes]:
        names = {
            FinishReason.STOP: "end_turn",
            FinishReason.LENGTH: "max_tokens",
            FinishReason.TOOL_CALLS: "tool_use",
            FinishReason.REFUSED: "refusal",
        }
        usage = {"output_tokens": said.usage.output if said.usage else 1}
        return [self._event("message_delta", delta={"stop_reason": names[said.reason]}, usage=usage), self._event("message_stop")]

    @staticmethod
    def _event(kind: str, **fields: Any) -> bytes:
        return b"event: " + kind.encode() + b"\ndata: " + orjson.dumps({"type": kind, **fields}) + b"\n\n"


def _fragments(number: int, call: ToolCall) -> list[dict[str, Any]]:
    """Begin a call twice and cut its arguments in the middle, as servers do."""
    half = len(call.arguments) // 2
    start = {"index": number, "id": call.id, "type": "function", "function": {"name": call.name, "arguments": ""}}
    return [
        start,
        start,
        *({"index": number, "function": {"arguments": piece}} for piece in (call.arguments[:half], call.arguments[half:])),
    ]


CUT = (Fault.CUT,)
SILENCE = (Fault.SILENCE,)
