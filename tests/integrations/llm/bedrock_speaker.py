"""How Bedrock says the contract's scenarios: frames of Amazon's event stream, each with its checksums."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import orjson
from pydantic import SecretStr

from chat_app.integrations.llm.connection import Timeouts
from chat_app.integrations.llm.port import FinishReason, LlmGateway
from chat_app.integrations.llm.providers import ProviderConfig, ProviderKind
from tests.fakes.fault_server import Script, answer, json_answer
from tests.integrations.llm.speakers import KEY, PATIENT, Said

ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE"
_REASONS = {
    FinishReason.STOP: "end_turn",
    FinishReason.LENGTH: "max_tokens",
    FinishReason.TOOL_CALLS: "tool_use",
    FinishReason.REFUSED: "content_filtered",
}


def frame(payload: dict[str, Any], **headers: str) -> bytes:
    """One message: prelude with its checksum, headers, JSON, checksum over all of it."""
    body = orjson.dumps(payload)
    fields = b"".join(
        struct.pack(f">B{len(name)}sBH{len(value)}s", len(name), name.encode(), 7, len(value), value.encode())
        for name, value in headers.items()
    )
    prelude = struct.pack(">II", 16 + len(fields) + len(body), len(fields))
    message = prelude + struct.pack(">I", crc32(prelude)) + fields + body
    return message + struct.pack(">I", crc32(message))


def event(kind: str, payload: dict[str, Any]) -> bytes:
    return frame(payload, **{":event-type": kind, ":content-type": "application/json", ":message-type": "event"})


@dataclass(frozen=True)
class BedrockSpeaker:
    """With one of Bedrock's own keys, or an access key."""

    access_key: str = ""

    def gateway(self, url: str, timeouts: Timeouts = PATIENT) -> LlmGateway:
        from chat_app.integrations.llm.litellm_gateway import LiteLlmGateway

        options = {"region": "eu-central-1"} | ({"access_key_id": self.access_key} if self.access_key else {})
        config = ProviderConfig("bedrock", "Bedrock", ProviderKind.LITELLM, url, SecretStr(KEY), options=tuple(options.items()))
        return LiteLlmGateway(config, timeouts=timeouts)

    def says(self, said: Said) -> Script:
        body = [event("messageStart", {"role": "assistant"})]
        body += [_delta(0, {"reasoningContent": {"text": piece}}) for piece in said.reasoning]
        body += [_delta(1, {"text": piece}) for piece in said.texts]
        for number, call in enumerate(said.calls, 2):
            half = len(call.arguments) // 2
            start = {"toolUse": {"toolUseId": call.id, "name": call.name}}
            body.append(event("contentBlockStart", {"start": start, "contentBlockIndex": number}))
            body += [_delta(number, {"toolUse": {"input": piece}}) for piece in (call.arguments[:half], call.arguments[half:])]
            body.append(event("contentBlockStop", {"contentBlockIndex": number}))
        return answer(*body, *(said.faults or _end(said)), content_type="application/vnd.amazon.eventstream")

    def refuses(self, status: int, words: str, headers: dict[str, str] | None = None) -> Script:
        return json_answer({"message": words}, status, headers)

    def breaks(self, texts: Sequence[str], words: str) -> Script:
        broken = frame({"message": words}, **{":exception-type": "modelStreamErrorException", ":message-type": "exception"})
        return self.says(Said(texts=texts, faults=[broken]))


def _delta(index: int, delta: dict[str, Any]) -> bytes:
    return event("contentBlockDelta", {"delta": delta, "contentBlockIndex": index})


def _end(said: Said) -> list[bytes]:
    found = [event("messageStop", {"stopReason": _REASONS[said.reason]})]
    if usage := said.usage:
        plain = usage.input - usage.cached - usage.cache_write
        counts = {
            "inputTokens": plain,
            "outputTokens": usage.output,
            "totalTokens": usage.input + usage.output,
            "cacheReadInputTokens": usage.cached,
            "cacheWriteInputTokens": usage.cache_write,
        }
        found.append(event("metadata", {"usage": counts, "metrics": {"latencyMs": 1}}))
    return found
