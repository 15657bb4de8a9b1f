"""All SQL that writes calls, and reads what one answer cost. What reads the log is in `log_queries`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import BigInteger, Date, bindparam, func, insert, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from chat_app.models import Conversation, ExchangeRate, PriceVersion, UsageCall
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import is_id, new_id
from chat_app.services.usage.charging import lines_text
from chat_app.services.usage.dto import Call

CALLS = UsageCall.__table__  # type: ignore[attr-defined]
_GIVEN = (
    "id", "owner_id", "day", "created_at", "kind", "status", "conversation_id", "turn_id", "api_key_id", "provider", "own_key", "model_id",
    "tokens_in", "tokens_out", "tokens_cached", "tokens_reasoning", "counted_by", "lines", "currency", "cost_nano", "sale_nano",
    "price_version", "duration_ms", "ttft_ms", "payer_id", "charged_nano",
)  # fmt: skip
_FOLDER = select(col(Conversation.folder_id)).where(col(Conversation.id) == bindparam("in_conversation")).scalar_subquery()


def _rate(column: object) -> object:
    """Of the last day on which rates were published before the call."""
    known = (col(ExchangeRate.currency) == bindparam("in_currency"), col(ExchangeRate.day) <= bindparam("on_day"))
    return select(column).where(*known).order_by(col(ExchangeRate.day).desc()).limit(1).scalar_subquery()  # type: ignore[call-overload]


# Built once: it is part of every answer's last transaction.
ADD_CALL = insert(CALLS).values(
    {name: bindparam(name) for name in _GIVEN}
    | {
        "folder_id": func.coalesce(_FOLDER, ""),
        "rate_day": func.coalesce(bindparam("charged_day", type_=Date), _rate(col(ExchangeRate.day))),
        "eur_rate_micro": func.coalesce(bindparam("charged_rate", type_=BigInteger), _rate(col(ExchangeRate.rate_micro))),
    }
)


def add_call(session: Session, call: Call, payer_id: str = "", charged_nano: int | None = None) -> None:
    """Write a call down, with the project it was made in and the exchange rates: those it was charged by, else those of the day."""
    charge, used, day = call.charge, call.usage, call.at.date()
    tariff = charge.tariff
    values = {
        "id": call.id or new_id(),
        "payer_id": payer_id,
        "charged_nano": charged_nano,
        "charged_day": date.fromisoformat(tariff.rate_day) if tariff else None,
        "charged_rate": tariff.rate_micro if tariff else None,
        "day": day,
        "created_at": call.at,
        "provider": call.model_id.partition("/")[0][:40],
        "tokens_in": used.input,
        "tokens_out": used.output,
        "tokens_cached": used.cached,
        "tokens_reasoning": used.reasoning,
        "lines": lines_text(charge.lines),
        "in_conversation": call.conversation_id,
        "in_currency": charge.currency,
        "on_day": day,
    }
    values |= {name: getattr(charge, name) for name in ("own_key", "currency", "cost_nano", "sale_nano", "price_version")}
    values |= {name: getattr(call, name) for name in _GIVEN if name not in values}
    session.connection().execute(ADD_CALL, values)


def list_calls_of_turns(session: Session, actor: Actor, turn_ids: Iterable[str]) -> Sequence[UsageCall]:
    """What was called for these turns, in order."""
    statement = select_rows(UsageCall).where(col(UsageCall.turn_id).in_(list(turn_ids)), UsageCall.owner_id == actor.user_id)
    return session.exec(statement.order_by(col(UsageCall.id))).all()


def find_price_version(session: Session, version: str) -> PriceVersion | None:
    """The version with this name, if it is a row; those of the list that ships with Parley are none."""
    return session.get(PriceVersion, version) if is_id(version) else None
