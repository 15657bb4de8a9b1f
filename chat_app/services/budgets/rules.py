"""Pure rules of budgets: when a period begins and ends, what is left, who pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from chat_app.services.budgets.dto import Payer, Period
from chat_app.services.kernel.clock import next_month


@dataclass(frozen=True, slots=True)
class FolderPayer:
    """What a folder says about who pays."""

    owner_id: str
    payer: str
    """As `Payer`; empty for what the folder above says."""
    has_budget: bool = False


def begins(period: str, now: datetime) -> str:
    """The name of the period that `now` is in: its first day (UTC), "" for the one that never ends."""
    today = now.astimezone(UTC).date()
    if period == Period.TOTAL:
        return ""
    return (today if period == Period.DAY else today.replace(day=1)).isoformat()


def ends_at(period: str, now: datetime) -> datetime | None:
    """When the next period begins; None for never."""
    if period == Period.TOTAL:
        return None
    if period == Period.MONTH:
        return next_month(now)
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)


def payer_of(actor_id: str, path: Sequence[FolderPayer]) -> str:
    """Whose wallet pays for a call of `actor_id` in the innermost folder of `path` (the topmost comes first).

    The nearest folder that says something counts. A folder whose budget was taken away has nothing that would keep others from
    spending all that its owner has: then everybody pays for themselves.
    """
    said = next((folder for folder in reversed(path) if folder.payer), None)
    if said is None or said.payer == Payer.ACTOR:
        return actor_id
    if said.payer == Payer.BUDGET and not said.has_budget:
        return actor_id
    return said.owner_id


def is_nearly_used(used_nano: int, allowed_nano: int, percent: int) -> bool:
    """Whether people are told: so many percent of what is allowed are used."""
    return used_nano * 100 >= allowed_nano * percent
