"""Requests beside the chat, such as a summary: the whole answer at once, and a turn that keeps what it used."""

from __future__ import annotations

import time
from contextlib import aclosing
from datetime import datetime

from sqlmodel import Session

from chat_app.integrations.llm.port import LlmRequest, TextDelta, TokenUsage, UsageReport
from chat_app.models import Conversation, Turn, TurnStatus
from chat_app.services.chat.context import count_tokens
from chat_app.services.counting.counter import family_of_card
from chat_app.services.kernel.ids import new_id
from chat_app.services.usage.metering import Usages
from chat_app.services.usage.recording import record_calls


async def ask_aside(request: LlmRequest, used: Usages) -> str:
    """The whole answer to one request. What it used is counted in `used`, also where it breaks off."""
    pieces: list[str] = []
    reported: TokenUsage | None = None
    began = time.monotonic()
    try:
        async with aclosing(used.route.gateway.stream(request)) as events:  # pyright: ignore[reportArgumentType]  (every adapter is a generator)
            async for event in events:
                if isinstance(event, TextDelta):
                    pieces.append(event.text)
                elif isinstance(event, UsageReport):
                    reported = event.usage
    finally:
        if pieces or reported:
            count = family_of_card(used.route.card).estimate
            estimate = TokenUsage(input=count_tokens(request.messages, count), output=count("".join(pieces)))
            used.add(reported or estimate, by_provider=reported is not None, duration_ms=int((time.monotonic() - began) * 1000))
    return "".join(pieces).strip()


def keep_aside(session: Session, turn: Turn, used: Usages) -> None:
    """Keep the row of a request beside the chat, and record what was called for it; the latter also when the chat is gone."""
    if session.get(Conversation, turn.conversation_id):
        session.add(turn)
    record_calls(session, (request.call_of(turn, turn.status, turn.created_at) for request in used.requests))


def aside_turn(
    owner_id: str,
    conversation_id: str,
    kind: str,
    model_id: str,
    used: Usages,
    about_id: str | None,
    now: datetime,
    api_key_id: str = "",
    status: TurnStatus = TurnStatus.COMPLETE,
) -> Turn:
    """The row that keeps what was used; `about_id` is the message whose branch bears the cost."""
    turn_id, price, total = new_id(), used.route.card.price, used.total
    return Turn(
        id=turn_id,
        owner_id=owner_id,
        conversation_id=conversation_id,
        api_key_id=api_key_id,
        kind=kind,
        status=status,
        model_id=model_id,
        idempotency_key=turn_id,
        user_message_id=about_id,
        tokens_in=total.input,
        tokens_out=total.output,
        tokens_cached=total.cached,
        tokens_reasoning=total.reasoning,
        counted_by=used.counted_by,
        cost_nano=used.cost_nano,
        price_version=price.version if price else "",
        created_at=now,
        ended_at=now,
    )
