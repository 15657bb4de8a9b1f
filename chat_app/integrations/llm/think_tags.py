"""Reasoning that a model writes into its answer, between `<think>` tags at the very start."""

from __future__ import annotations

from chat_app.integrations.llm.port import ReasoningDelta, TextDelta

_OPEN, _CLOSE = "<think>", "</think>"
_MOST_BLANK = 1_000
"""A model that begins with more blank than that is not about to think; held back without end, it would fill the memory."""


class ThinkTags:
    """Parts reasoning from text in a stream of fragments.

    Only a tag before any other text counts: an answer that explains `<think>` later stays as it is.
    """

    def __init__(self) -> None:
        self._held = ""
        self._read = self._before

    def feed(self, fragment: str) -> list[TextDelta | ReasoningDelta]:
        """Return what this fragment settles; a possible piece of a tag is held back."""
        self._held += fragment
        return self._read()

    def flush(self) -> list[TextDelta | ReasoningDelta]:
        """Return what was held back when the stream ends."""
        held, self._held = self._held, ""
        if not held:
            return []
        return [ReasoningDelta(held) if self._read == self._inside else TextDelta(held)]

    def _before(self) -> list[TextDelta | ReasoningDelta]:
        start = self._held.lstrip()
        if start.startswith(_OPEN):
            self._held, self._read = start[len(_OPEN) :], self._inside
            return self._inside()
        if _OPEN.startswith(start) and len(self._held) < _MOST_BLANK:
            return []
        self._read = self._after
        return self._after()

    def _inside(self) -> list[TextDelta | ReasoningDelta]:
        thought, tag, rest = self._held.partition(_CLOSE)
        if tag:
            self._held, self._read = rest, self._between
            return [*([ReasoningDelta(thought)] if thought else []), *self._between()]
        keep = _overlap(thought, _CLOSE)
        self._held = thought[len(thought) - keep :]
        thought = thought[: len(thought) - keep]
        return [ReasoningDelta(thought)] if thought else []

    def _between(self) -> list[TextDelta | ReasoningDelta]:
        """Drop the blank lines that stand between the thought and the answer."""
        self._held = self._held.lstrip()
        if not self._held:
            return []
        self._read = self._after
        return self._after()

    def _after(self) -> list[TextDelta | ReasoningDelta]:
        text, self._held = self._held, ""
        return [TextDelta(text)] if text else []


def _overlap(text: str, tag: str) -> int:
    """Return how many characters at the end of `text` may be the beginning of `tag`."""
    return next((n for n in range(min(len(text), len(tag) - 1), 0, -1) if tag.startswith(text[-n:])), 0)
