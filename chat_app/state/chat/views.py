"""What the page shows of a chat: plain records with finished labels, and how they are made from the services' records."""

from dataclasses import dataclass, field
from typing import Any

from chat_app.i18n import catalogue, translate
from chat_app.services.budgets.dto import Scope
from chat_app.services.budgets.errors import BudgetExceededError, BudgetQuestionError
from chat_app.services.chat.dto import Message, Summary, Turn, Usage
from chat_app.services.files.dto import Attachment
from chat_app.services.ledger.errors import InsufficientCreditError
from chat_app.state.compare.views import ComparisonView
from chat_app.state.shared.formats import money, number, seconds
from chat_app.state.shared.notices import error_sentence

_BUDGETS = {
    error.keys[scope]: f"{name}:{scope}"
    for name, error in (("budget", BudgetExceededError), ("question", BudgetQuestionError))
    for scope in Scope
}
UNFINISHED = ("stopped", "interrupted", "failed")


@dataclass(frozen=True)
class FileView:
    """A file of a message; the browser writes its figures."""

    id: str
    name: str
    kind: str
    size: int
    tokens: int
    width: int
    height: int
    problem: str = ""


@dataclass(frozen=True)
class MessageView:
    """A message as a row of the page. Empty labels are not shown."""

    id: str
    role: str
    text: str
    status: str
    reasoning: str = ""
    reasoning_ms: int = 0
    turn_id: str = ""
    model_label: str = ""
    model_id: str = ""
    tokens_label: str = ""
    cost_label: str = ""
    time_label: str = ""
    details: str = ""
    source_count: int = 0
    """How many passages of documents it was given."""
    searched: bool = False
    """Whether documents were searched for it."""
    fallback: str = ""
    """Which models did not answer before, and which one did; empty where the one that was asked answered."""
    retrying: bool = False
    """Whether it is asked for again as soon as its local model is back."""
    unfinished: str = ""
    """Why the answer ended early, as a sentence; empty for a whole one."""
    money: str = ""
    """"credit", or "budget" or "question" with a colon and the budget's scope, where that kept the answer from being written."""
    can_continue: bool = False
    """Whether there is the beginning of an answer to go on from."""
    edited: bool = False
    place_label: str = ""
    previous_id: str = ""
    next_id: str = ""
    files: list[FileView] = field(default_factory=list)
    excluded: bool = False
    divided: bool = False
    """Whether the divider stands behind it."""
    pinned: bool = False
    rating: int = 0
    summary_id: str = ""
    """The summary that stands behind it, with its heading and text; a text that is empty could not be written."""
    summary_label: str = ""
    summary_text: str = ""
    summary_edited: bool = False
    comparison: ComparisonView = field(default_factory=ComparisonView)
    """The columns that stand in place of an answer that is compared."""


@dataclass(frozen=True)
class QueuedView:
    """A message that waits for the answer before it."""

    id: str
    text: str


def message_view(message: Message, language: str, model_label: str, fallback: str = "", *, retrying: bool = False) -> MessageView:
    """A row for `message`, labels in `language`."""
    return MessageView(
        id=message.id,
        role=message.role,
        text=message.text,
        status=message.status,
        reasoning=message.reasoning,
        reasoning_ms=message.reasoning_ms,
        turn_id=message.turn_id,
        source_count=message.source_count,
        searched=message.searched,
        model_label=model_label,
        model_id=message.model_id,
        fallback=fallback,
        retrying=retrying,
        unfinished=unfinished_sentence(message, language, model_label),
        money=money_kind(message),
        can_continue=bool(message.text) and (message.status in UNFINISHED or message.finish_reason == "length"),
        edited=message.edited_at is not None,
        place_label=f"{message.sibling_index}/{message.sibling_count}" if message.sibling_count > 1 else "",
        previous_id=message.previous_sibling_id,
        next_id=message.next_sibling_id,
        files=[file_view(file) for file in message.attachments],
        excluded=message.excluded,
        divided=message.clears_context,
        pinned=message.pinned,
        rating=message.rating,
        **(summary_values(message.summary, language) if message.summary else {}),
        **(usage_labels(message.usage, language) if message.usage and message.role == "assistant" else {}),
    )


def file_view(file: Attachment) -> FileView:
    """A file below a message. What a picture costs depends on who reads it: that is in the answer's own figures."""
    return FileView(
        file.id, file.name, file.kind, file.size, 0 if file.kind == "image" else file.tokens, file.width, file.height, file.problem
    )


def unfinished_sentence(message: Message, language: str, model_label: str) -> str:
    """Why an answer ended before its end; empty when it did not."""
    if message.status == "failed":
        return error_sentence(message.error_key, language, model=model_label)
    reason = message.status if message.status in UNFINISHED else message.finish_reason
    key = f"message_status.{reason}"
    return translate(key, language) if message.role == "assistant" and key in catalogue() else ""


def money_kind(message: Message) -> str:
    """Whether it was credit or a budget that ended an answer, as `MessageView.money`."""
    if message.status != "failed":
        return ""
    return "credit" if message.error_key == InsufficientCreditError.default_key else _BUDGETS.get(message.error_key, "")


def summary_values(summary: Summary, language: str) -> dict[str, Any]:
    """What a message shows of the summary that stands behind it."""
    key = "summary.one" if summary.count == 1 else "summary.many"
    return {
        "summary_id": summary.id,
        "summary_label": translate(key, language, count=number(summary.count, language)),
        "summary_text": summary.text,
        "summary_edited": summary.edited_at is not None,
    }


def usage_labels(usage: Usage, language: str) -> dict[str, Any]:
    """Tokens, cost and time of an answer, short for the line below it and in full for its tooltip."""
    if not usage.tokens_in and not usage.tokens_out:
        return {}
    tokens_in, tokens_out = number(usage.tokens_in, language), number(usage.tokens_out, language)
    return {
        "tokens_label": translate("message_meta.tokens", language, tokens_in=tokens_in, tokens_out=tokens_out),
        "cost_label": "" if usage.cost_nano is None else cost_label(usage.cost_nano, language),
        "time_label": "" if usage.duration_ms is None else seconds(usage.duration_ms, language),
        "details": "\n".join(_details(usage, language)),
    }


def cost_label(nano: int, language: str) -> str:
    """What something cost, or that it cost nothing."""
    return money(nano, language) if nano else translate("models.free", language)


def _details(usage: Usage, language: str) -> list[str]:
    """One line per fact that is known."""
    lines = [
        translate("message_meta.input", language, tokens=number(usage.tokens_in, language)),
        translate("message_meta.output", language, tokens=number(usage.tokens_out, language)),
    ]
    if usage.tokens_cached:
        lines.append(translate("message_meta.cached", language, tokens=number(usage.tokens_cached, language)))
    if usage.tokens_reasoning:
        lines.append(translate("message_meta.reasoning", language, tokens=number(usage.tokens_reasoning, language)))
    if usage.ttft_ms is not None:
        lines.append(translate("message_meta.first_token", language, time=seconds(usage.ttft_ms, language)))
    if usage.cost_nano is not None:
        lines.append(translate("message_meta.cost", language, cost=cost_label(usage.cost_nano, language)))
    if usage.counted_by:
        by_provider = usage.counted_by == "provider"
        lines.append(translate("message_meta.counted_provider" if by_provider else "message_meta.counted_here", language))
    return lines


def queued_view(turn: Turn) -> QueuedView:
    """A chip above the composer."""
    return QueuedView(turn.id, " · ".join(part for part in (turn.queued_text, *turn.attachment_names) if part))
