"""Counts what an answer has cost so far, and only where it may matter: most answers end far below what is held for them."""

from __future__ import annotations

from chat_app.integrations.llm.port import LlmEvent, ReasoningDelta, TextDelta, ToolCall, UsageReport
from chat_app.services.charging.estimates import Count

MOST_TOKENS_OF_A_SIGN = 4


class Meter:
    """Of one answer."""

    def __init__(self, count: Count) -> None:
        self._count = count
        self._counted = 0
        self._loose: list[str] = []
        self._most_of_loose = 0
        self.came = False
        """Whether anything came that will be charged."""

    def saw(self, event: LlmEvent) -> None:
        """One more event came."""
        if isinstance(event, TextDelta | ReasoningDelta | ToolCall):
            text = event.arguments if isinstance(event, ToolCall) else event.text
            self.came = self.came or (bool(text) and not isinstance(event, ToolCall))
            self._loose.append(text)
            self._most_of_loose += len(text) if text.isascii() else MOST_TOKENS_OF_A_SIGN * len(text)
        elif isinstance(event, UsageReport):
            self.came = True

    def has_reached(self, tokens: int) -> bool:
        """Whether the answer is so long. Counts what came since the last time only if it may be."""
        if self._counted + self._most_of_loose < tokens:
            return False
        self._counted += self._count("".join(self._loose))
        self._loose.clear()
        self._most_of_loose = 0
        return self._counted >= tokens
