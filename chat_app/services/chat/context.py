"""What a model gets to read: the system prompt, a summary if one stands on the branch, then the branch, cut to its window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chat_app import models
from chat_app.integrations.llm.port import ImagePart, LlmMessage, Part, Role, TextPart
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.chat.planning import Plan
from chat_app.services.chat.reading import Reading, read_branch
from chat_app.services.counting.counter import Quick, family_of_card
from chat_app.services.kernel.tokens import MESSAGE_OVERHEAD, estimate_tokens

ANSWER_SHARE = 4
"""One part in so many of the window is kept free for the answer, when the model's own limit is unknown."""

CONTINUE_PROMPT = (
    "Your answer above was cut off. Continue it exactly where it stops, in the same language and format. "
    "Do not repeat anything and do not comment on the interruption."
)
SUMMARY_INTRODUCTION = "What was said earlier in this conversation, in summary:"
LEFT_OUT = "(What came before is left out.)"
"""Stands before an answer whose question is not read: some models refuse a conversation that a model begins."""

Files = Mapping[str, Sequence[Part]]
"""What is attached, by the id of its message."""


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that may be sent, before it is cut: what is told first, then the conversation."""

    told: str
    messages: Sequence[LlmMessage] = field(default_factory=tuple)

    @property
    def system(self) -> tuple[LlmMessage, ...]:
        return (LlmMessage.of_text(Role.SYSTEM, self.told),) if self.told else ()

    @property
    def everything(self) -> tuple[LlmMessage, ...]:
        """All of it, in its order."""
        return (*self.system, *self.messages)

    def tokens(self, count: Quick) -> int:
        """How much it is to a model."""
        return count_tokens(self.everything, count)

    @property
    def most_tokens(self) -> int:
        """It is not more than that, whoever reads it: no token is less than a byte."""
        return sum(most_tokens(message.text) + _of_images(message) for message in self.everything)

    def cut_to(self, card: ModelCard, count: Quick | None = None) -> tuple[LlmMessage, ...]:
        """The messages to send, oldest first; the oldest are left out when the model's window is too small for all."""
        room = room_of(card)
        if room is None or self.most_tokens <= room:
            return self.everything
        count = count or family_of_card(card).estimate
        return (*self.system, *_newest_that_fit(self.messages, room - count_tokens(self.system, count), count))


def build_messages(plan: Plan, card: ModelCard, files: Files | None = None, count: Quick | None = None) -> tuple[LlmMessage, ...]:
    """What a turn sends, by our estimate where tokens are not counted."""
    return context_of(plan, files).cut_to(card, count)


def context_of(plan: Plan, files: Files | None = None) -> Context:
    """What a turn would send to a model without limits."""
    asked = [LlmMessage.of_text(Role.USER, CONTINUE_PROMPT)] if _goes_on(plan) else []
    if not plan.known:
        return compose(plan.system_prompt, reading_of(plan), files, asked)
    told = "\n\n".join(text for text in (plan.system_prompt, plan.known.told) if text)
    return compose(told, reading_of(plan), _with_passages(plan.answer.parent_id or "", plan.known.block, files), asked)


def _with_passages(question_id: str, block: str, files: Files | None) -> Files:
    """Passages stand before their question, as files do: they are material and none of our words."""
    files = files or {}
    return {**files, question_id: (TextPart(f"{block}\n\n"), *files.get(question_id, ()))} if block else files


def reading_of(plan: Plan) -> Reading[models.Summary, models.Message]:
    """The part of the turn's branch that is read. A question, and an answer that is gone on with, always are."""
    leaves_out_answer = plan.turn.kind == "continue" and not _goes_on(plan)
    path = plan.path[:-1] if leaves_out_answer else plan.path
    return read_branch(path, plan.summaries, always=asked_count(plan))


def asked_count(plan: Plan) -> int:
    """How many messages at the end of the branch are what is asked: the question, drafts to merge, an answer to go on with."""
    return 1 + (2 if plan.answer.merge else 0) + (1 if _goes_on(plan) else 0)


def compose(
    system_prompt: str, reading: Reading[models.Summary, models.Message], files: Files | None = None, asked: Sequence[LlmMessage] = ()
) -> Context:
    """The system prompt and the summary, then what is read of the branch, then `asked`."""
    summary = f"{SUMMARY_INTRODUCTION}\n\n{reading.summary.text}" if reading.summary else ""
    said = [message for row in reading.messages if (message := message_of(row, files))]
    if said and said[0].role == Role.ASSISTANT:
        said.insert(0, LlmMessage.of_text(Role.USER, LEFT_OUT))
    return Context("\n\n".join(text for text in (system_prompt, summary) if text), (*said, *asked))


def room_of(card: ModelCard) -> int | None:
    """How many tokens a request may have so that the answer still fits; None when the window is not known."""
    if not card.context_tokens:
        return None
    window = card.context_tokens
    return window - min(card.max_output_tokens or window, window // ANSWER_SHARE)


def count_tokens(messages: Sequence[LlmMessage], count: Quick = estimate_tokens) -> int:
    """What a request reads."""
    return sum(_tokens(message, count) for message in messages)


def image_tokens(messages: Sequence[LlmMessage]) -> int:
    """How much of that are pictures."""
    return sum(map(_of_images, messages))


def most_tokens(text: str) -> int:
    """A message with this text is at most so many tokens."""
    return (len(text) if text.isascii() else 4 * len(text)) + MESSAGE_OVERHEAD


def _goes_on(plan: Plan) -> bool:
    return plan.continues and not plan.writes_anew


def message_of(row: models.Message, files: Files | None = None) -> LlmMessage | None:
    """One message with what is attached to it; None when there is nothing to read."""
    text = (TextPart(row.text),) if row.text else ()
    parts = (*(files or {}).get(row.id, ()), *text)
    return LlmMessage(Role(row.role), parts) if parts else None


def _newest_that_fit(messages: Sequence[LlmMessage], budget: int, count: Quick) -> Sequence[LlmMessage]:
    """Keep the newest messages within `budget` tokens, the last one always; a conversation begins with its user."""
    first = len(messages) - 1
    left = budget - _tokens(messages[-1], count) if messages else 0
    while first > 0 and (left := left - _tokens(messages[first - 1], count)) >= 0:
        first -= 1
    while 0 < first < len(messages) - 1 and messages[first].role == Role.ASSISTANT:
        first += 1
    return messages[max(0, first) :]


def _tokens(message: LlmMessage, count: Quick) -> int:
    return count(message.text) + _of_images(message) + MESSAGE_OVERHEAD


def _of_images(message: LlmMessage) -> int:
    return sum(part.tokens for part in message.parts if isinstance(part, ImagePart))
