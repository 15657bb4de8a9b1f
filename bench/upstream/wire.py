"""Chunks of a streamed `chat/completions` answer, and the whole answer of one that is not streamed."""

from __future__ import annotations

import itertools
import json
import time
from typing import Any

_ids = itertools.count(1)


class Completion:
    """The bytes of one answer. Per token there is only one concatenation to do."""

    def __init__(self, model: str, body: dict[str, Any]) -> None:
        self._base = {
            "id": f"chatcmpl-fake{next(_ids):010d}",
            "object": "chat.completion.chunk",
            "created": int(time.time()),
            "model": model,
        }
        self._prompt_tokens = prompt_tokens(body)
        self._include_usage = bool((body.get("stream_options") or {}).get("include_usage"))
        start = b"data: " + json.dumps(self._base)[:-1].encode() + b', "choices": [{"index": 0, "delta": {'
        self._text = start + b'"content": '
        self._reasoning = start + b'"reasoning_content": '

    def head(self) -> bytes:
        """The event before the first token."""
        delta = {"role": "assistant", "content": ""}
        return self._event(choices=[{"index": 0, "delta": delta, "finish_reason": None}])

    def token(self, token: bytes, *, reasoning: bool) -> bytes:
        """The event of one token, given as a JSON string."""
        return (self._reasoning if reasoning else self._text) + token + b'}, "finish_reason": null}]}\n\n'

    def tail(self, tokens: int, reason: str) -> bytes:
        """The events after the last token."""
        end = self._event(choices=[{"index": 0, "delta": {}, "finish_reason": reason}])
        usage = self._event(choices=[], usage=self._usage(tokens)) if self._include_usage else b""
        return end + usage + b"data: [DONE]\n\n"

    def whole(self, text: str, reasoning: str, tokens: int, reason: str) -> dict[str, Any]:
        """The answer for a request without `stream`."""
        message = {"role": "assistant", "content": text} | ({"reasoning_content": reasoning} if reasoning else {})
        choice = {"index": 0, "message": message, "finish_reason": reason}
        return {**self._base, "object": "chat.completion", "choices": [choice], "usage": self._usage(tokens)}

    def _event(self, **fields: Any) -> bytes:
        return b"data: " + json.dumps({**self._base, **fields}).encode() + b"\n\n"

    def _usage(self, tokens: int) -> dict[str, int]:
        return {"prompt_tokens": self._prompt_tokens, "completion_tokens": tokens, "total_tokens": self._prompt_tokens + tokens}


def prompt_tokens(body: dict[str, Any]) -> int:
    """A rough count, as good as any for an upstream that reads nothing."""
    contents = (message.get("content") for message in body.get("messages") or [])
    return sum(len(content if isinstance(content, str) else json.dumps(content)) // 4 + 1 for content in contents)
