"""All SQL about what people and their keys use."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, bindparam, text
from sqlmodel import Session, col, func, select

from chat_app import models
from chat_app.models import TurnStatus

ADD_USAGE = text(
    "INSERT INTO usage_days (owner_id, day, api_key_id, tokens, cost_nano) VALUES (:owner_id, :day, :api_key_id, :tokens, :cost_nano) "
    "ON CONFLICT (owner_id, day, api_key_id) DO UPDATE SET "
    "tokens = usage_days.tokens + excluded.tokens, cost_nano = usage_days.cost_nano + excluded.cost_nano"
).bindparams(bindparam("day", type_=Date()))


def add_usage(session: Session, owner_id: str, api_key_id: str, day: date, tokens: int, cost_nano: int) -> None:
    """Count what was used; within the transaction that keeps the turn."""
    if tokens or cost_nano:
        values = {"owner_id": owner_id, "day": day, "api_key_id": api_key_id, "tokens": tokens, "cost_nano": cost_nano}
        session.connection().execute(ADD_USAGE, values)


def count_running(session: Session, owner_id: str, api_key_id: str = "") -> int:
    """The answers that are being written for a person, or for one key of theirs."""
    statement = (
        select(func.count()).select_from(models.Turn).where(models.Turn.status == TurnStatus.RUNNING, models.Turn.owner_id == owner_id)
    )
    return session.exec(statement.where(models.Turn.api_key_id == api_key_id) if api_key_id else statement).one()


def tokens_since(session: Session, owner_id: str, since: date) -> int:
    statement = select(func.coalesce(func.sum(models.UsageDay.tokens), 0))
    return int(session.exec(statement.where(models.UsageDay.owner_id == owner_id, models.UsageDay.day >= since)).one())


def cost_since(session: Session, owner_id: str, since: date, api_key_id: str = "") -> int:
    """In nano-dollars; of one key, or of all a person did."""
    statement = select(func.coalesce(func.sum(models.UsageDay.cost_nano), 0)).where(
        models.UsageDay.owner_id == owner_id, models.UsageDay.day >= since
    )
    return int(session.exec(statement.where(models.UsageDay.api_key_id == api_key_id) if api_key_id else statement).one())


def budget_of_key(session: Session, key_id: str) -> int | None:
    """What a key may cost in a month, in nano-dollars; None without a budget."""
    return session.exec(select(models.ApiKey.budget_nano).where(col(models.ApiKey.id) == key_id)).first()
