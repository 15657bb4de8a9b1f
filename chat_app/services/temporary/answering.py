"""Writes an answer of a temporary chat, with the events of any other turn."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import datetime

from chat_app.errors import AppError
from chat_app.i18n import translate
from chat_app.integrations.llm.port import LlmRequest
from chat_app.models import MessageStatus
from chat_app.services.catalogue.dto import Route
from chat_app.services.chat.answer import AnswerInProgress
from chat_app.services.chat.asides import Aside, AsideRelay, Usages
from chat_app.services.chat.context import Context
from chat_app.services.chat.dto import Message, Usage
from chat_app.services.chat.events import EventType
from chat_app.services.chat.feed import TurnFeed
from chat_app.services.kernel.actor import Actor

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Request:
    """What to answer, and where."""

    actor: Actor
    context: Context
    answer: Message
    """As it is before its first word."""
    feed: TurnFeed


async def write_answer(relay: AsideRelay, request: Request) -> tuple[Message, Usages]:
    """Stream the answer into the feed, but for its last event; the message, and what it used."""
    used, key, status = Usages(), "", MessageStatus.COMPLETE
    aside = _aside(request)
    try:
        await relay.ask(aside, used)
    except asyncio.CancelledError:
        status = MessageStatus.STOPPED
    except AppError as problem:
        status, key = MessageStatus.FAILED, _tell(request, problem)
    except Exception as error:  # noqa: BLE001  (the kind is enough: the text of an error may hold what was written)
        logger.error("an answer of a temporary chat failed: %s", type(error).__name__)  # noqa: TRY400
        status, key = MessageStatus.FAILED, _tell(request, AppError())
    answer, model_id = aside.answer, request.answer.model_id
    message = replace(
        request.answer, text=answer.text, reasoning=answer.reasoning, reasoning_ms=answer.reasoning_ms, status=status, error_key=key,
        usage=_usage(used), finish_reason=answer.finish_reason or "", answered_by=used.model_id if used.model_id != model_id else "",
        tries=tuple(used.tries),
    )  # fmt: skip
    request.feed.publish(EventType.USAGE, usage=message.usage)
    return message, used


def _aside(request: Request) -> Aside:
    actor, chat = request.actor, request.answer.conversation_id

    async def asked(route: Route) -> LlmRequest:
        messages = request.context.cut_to(route.card)
        return LlmRequest(route.model_name, messages, language=actor.language, person=actor.user_id, chat=chat)

    return Aside(actor, request.answer.model_id, chat, asked, AnswerInProgress(request.feed, request.answer.id), is_talk=True)


def _tell(request: Request, problem: AppError) -> str:
    request.feed.publish(EventType.ERROR, key=problem.key, detail=translate(problem.key, request.actor.language, **problem.params))
    return problem.key


def _usage(used: Usages) -> Usage:
    total = used.total
    return Usage(
        tokens_in=total.input,
        tokens_out=total.output,
        tokens_cached=total.cached,
        tokens_reasoning=total.reasoning,
        counted_by=used.counted_by,
        cost_nano=used.cost_nano,
        price_version=used.price_version,
    )


def begun(chat_id: str, parent_id: str, turn_id: str, answer_id: str, model_id: str, now: datetime) -> Message:
    """An answer before its first word."""
    return Message(answer_id, chat_id, parent_id, "assistant", "", MessageStatus.RUNNING, now, model_id=model_id, turn_id=turn_id)
