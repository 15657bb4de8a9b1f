"""What a model gets to read: the branch, cut to its window."""

from __future__ import annotations

from collections.abc import Sequence

from chat_app.integrations.llm.port import LlmMessage, Role
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.chat.planning import Plan
from chat_app.services.kernel.tokens import MESSAGE_OVERHEAD, estimate_tokens

ANSWER_SHARE = 4
"""One part in so many of the window is kept free for the answer, when the model's own limit is unknown."""

CONTINUE_PROMPT = (
    "Your answer above was cut off. Continue it exactly where it stops, in the same language and format. "
    "Do not repeat anything and do not comment on the interruption."
)


def build_messages(plan: Plan, card: ModelCard) -> tuple[LlmMessage, ...]:
    """The messages to send, oldest first; the oldest are left out when the model's window is too small for all."""
    goes_on = plan.continues and not plan.writes_anew
    path = plan.path[:-1] if plan.turn.kind == "continue" and not goes_on else plan.path
    messages = [LlmMessage.of_text(Role(row.role), row.text) for row in path if row.text]
    if goes_on:
        messages.append(LlmMessage.of_text(Role.USER, CONTINUE_PROMPT))
    if window := card.context_tokens:
        messages = _newest_that_fit(messages, window - min(card.max_output_tokens or window, window // ANSWER_SHARE))
    return tuple(messages)


def _newest_that_fit(messages: list[LlmMessage], budget: int) -> list[LlmMessage]:
    """Keep the newest messages within `budget` tokens, the last one always; a conversation begins with its user."""
    # A token is at least one character: most chats are far below the window and need no counting.
    if sum(len(message.text) + MESSAGE_OVERHEAD for message in messages) <= budget:
        return messages
    first = len(messages) - 1
    left = budget - _tokens(messages[-1]) if messages else 0
    while first > 0 and (left := left - _tokens(messages[first - 1])) >= 0:
        first -= 1
    while first < len(messages) - 1 and messages[first].role == Role.ASSISTANT:
        first += 1
    return messages[first:]


def count_tokens(messages: Sequence[LlmMessage]) -> int:
    """Our estimate of what a request reads."""
    return sum(_tokens(message) for message in messages)


def _tokens(message: LlmMessage) -> int:
    return estimate_tokens(message.text) + MESSAGE_OVERHEAD
