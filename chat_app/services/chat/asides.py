"""Requests beside the chat, such as a summary: the whole answer at once, and a turn that keeps what it used."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from chat_app.integrations.llm.port import LlmRequest, TextDelta, TokenUsage, UsageReport
from chat_app.models import Turn, TurnStatus
from chat_app.services.catalogue.dto import Route
from chat_app.services.catalogue.pricing import cost_nano
from chat_app.services.chat.context import count_tokens
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.tokens import estimate_tokens
from chat_app.services.limits.queries import add_usage


@dataclass(slots=True)
class Usages:
    """What several requests to one model used together."""

    route: Route
    input: int = 0
    output: int = 0
    cached: int = 0
    reasoning: int = 0
    cost_nano: int = 0
    by_provider: bool = field(default=True)

    def add(self, usage: TokenUsage, *, by_provider: bool) -> None:
        """Count one more request, at the price that a request of its size has."""
        self.input += usage.input
        self.output += usage.output
        self.cached += usage.cached
        self.reasoning += usage.reasoning
        self.cost_nano += cost_nano(self.route.card.price, usage) or 0
        self.by_provider = self.by_provider and by_provider


async def ask_aside(request: LlmRequest, used: Usages) -> str:
    """The whole answer to one request. What it used is counted in `used`, also where it breaks off."""
    pieces: list[str] = []
    reported: TokenUsage | None = None
    try:
        async with aclosing(used.route.gateway.stream(request)) as events:  # pyright: ignore[reportArgumentType]  (every adapter is a generator)
            async for event in events:
                if isinstance(event, TextDelta):
                    pieces.append(event.text)
                elif isinstance(event, UsageReport):
                    reported = event.usage
    finally:
        if pieces or reported:
            estimate = TokenUsage(input=count_tokens(request.messages), output=estimate_tokens("".join(pieces)))
            used.add(reported or estimate, by_provider=reported is not None)
    return "".join(pieces).strip()


def keep_aside(session: Session, turn: Turn) -> None:
    """Keep the row of a request beside the chat, and count what it used."""
    session.add(turn)
    add_usage(session, turn.owner_id, turn.api_key_id, turn.created_at.date(), turn.tokens_in + turn.tokens_out, turn.cost_nano or 0)


def aside_turn(
    owner_id: str, conversation_id: str, kind: str, model_id: str, used: Usages, about_id: str | None, now: datetime, api_key_id: str = ""
) -> Turn:
    """The row that keeps what was used; `about_id` is the message whose branch bears the cost."""
    turn_id, price = new_id(), used.route.card.price
    return Turn(
        id=turn_id,
        owner_id=owner_id,
        conversation_id=conversation_id,
        api_key_id=api_key_id,
        kind=kind,
        status=TurnStatus.COMPLETE,
        model_id=model_id,
        idempotency_key=turn_id,
        user_message_id=about_id,
        tokens_in=used.input,
        tokens_out=used.output,
        tokens_cached=used.cached,
        tokens_reasoning=used.reasoning,
        counted_by="provider" if used.by_provider else "parley",
        cost_nano=used.cost_nano if price else None,
        price_version=price.version if price else "",
        created_at=now,
        ended_at=now,
    )
