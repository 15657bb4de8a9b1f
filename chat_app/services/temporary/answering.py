"""Writes an answer of a temporary chat, with the events of any other turn."""

from __future__ import annotations

import asyncio
import logging
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime

from chat_app.errors import AppError, UpstreamError
from chat_app.i18n import translate
from chat_app.integrations.llm.port import LlmMessage, LlmRequest
from chat_app.models import MessageStatus
from chat_app.services.catalogue.dto import Route
from chat_app.services.chat.answer import AnswerInProgress, AnswerTooLongError
from chat_app.services.chat.context import count_tokens
from chat_app.services.chat.dto import Message, Usage
from chat_app.services.chat.events import EventType
from chat_app.services.chat.feed import TurnFeed
from chat_app.services.kernel.actor import Actor
from chat_app.services.usage.metering import Usages

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Request:
    """What to answer, and where."""

    actor: Actor
    route: Route
    messages: tuple[LlmMessage, ...]
    answer: Message
    """As it is before its first word."""
    feed: TurnFeed


async def write_answer(request: Request) -> tuple[Message, Usages]:
    """Stream the answer into the feed, but for its last event; the message, and what it used."""
    answer, key, status = AnswerInProgress(request.feed, request.answer.id), "", MessageStatus.COMPLETE
    try:
        await _stream(request, answer)
        if not answer.text:
            raise UpstreamError("error.empty_answer")
    except asyncio.CancelledError:
        status = MessageStatus.STOPPED
    except AnswerTooLongError:
        pass
    except AppError as problem:
        status, key = MessageStatus.FAILED, _tell(request, problem)
    except Exception as error:  # noqa: BLE001  (the kind is enough: the text of an error may hold what was written)
        logger.error("an answer of a temporary chat failed: %s", type(error).__name__)  # noqa: TRY400
        status, key = MessageStatus.FAILED, _tell(request, AppError())
    answer.finish()
    used = _used(request, answer)
    message = replace(
        request.answer, text=answer.text, reasoning=answer.reasoning, reasoning_ms=answer.reasoning_ms, status=status, error_key=key,
        usage=_usage(used), finish_reason=answer.finish_reason or "",
    )  # fmt: skip
    request.feed.publish(EventType.USAGE, usage=message.usage)
    return message, used


async def _stream(request: Request, answer: AnswerInProgress) -> None:
    actor, chat = request.actor, request.answer.conversation_id
    asked = LlmRequest(request.route.model_name, request.messages, language=actor.language, person=actor.user_id, chat=chat)
    async with aclosing(request.route.gateway.stream(asked)) as events:  # pyright: ignore[reportArgumentType]  (every adapter is a generator)
        async for event in events:
            answer.take(event)


def _tell(request: Request, problem: AppError) -> str:
    request.feed.publish(EventType.ERROR, key=problem.key, detail=translate(problem.key, request.actor.language, **problem.params))
    return problem.key


def _used(request: Request, answer: AnswerInProgress) -> Usages:
    """What the provider counted, else our own estimate; nothing for an answer that never began."""
    used = Usages(request.route)
    if answer.usage or answer.wrote_something:
        used.requests.append(answer.measured(request.route, lambda count: count_tokens(request.messages, count)))
    return used


def _usage(used: Usages) -> Usage:
    price, total = used.route.card.price, used.total
    return Usage(
        tokens_in=total.input,
        tokens_out=total.output,
        tokens_cached=total.cached,
        tokens_reasoning=total.reasoning,
        counted_by=used.counted_by,
        cost_nano=used.cost_nano,
        price_version=price.version if price else "",
    )


def begun(chat_id: str, parent_id: str, turn_id: str, answer_id: str, model_id: str, now: datetime) -> Message:
    """An answer before its first word."""
    return Message(answer_id, chat_id, parent_id, "assistant", "", MessageStatus.RUNNING, now, model_id=model_id, turn_id=turn_id)
