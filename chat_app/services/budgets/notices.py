"""What people are told about money that runs out, where they are looking: over the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.services.budgets import list_queries, rules
from chat_app.services.budgets.dto import BudgetState, Period, Scope
from chat_app.services.budgets.states import states
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.ledger.credits import balance_of
from chat_app.services.site.billing_sections import Credit
from chat_app.services.site.service import SiteService


@dataclass(frozen=True, slots=True)
class MoneyNotice:
    """That credit or a budget runs out. `mark` tells it from others that were put away: it changes when it says something else."""

    mark: str
    kind: Literal["low", "near", "full"]
    scope: Scope | None = None
    """What the budget limits; None for credit."""
    period: Period | None = None
    name: str = ""
    nano: int = 0
    """The credit that is left, or what was used of the budget."""
    allowed_nano: int = 0


class MoneyNotices:
    """Reads; who was told by mail is in `watching.py`."""

    def __init__(self, db: Database, site: SiteService, clock: Clock = utc_now) -> None:
        self._db = db
        self._site = site
        self._clock = clock

    async def list(self, actor: Actor) -> list[MoneyNotice]:
        """What the person should know now, the most urgent first: little credit, budgets that are full, those that nearly are."""
        if "billing" not in actor.permissions:
            return []
        credit, now = await self._site.load(Credit), self._clock()

        def load(session: Session) -> list[MoneyNotice]:
            budgets = states(session, actor, list_queries.list_for(session, actor), now)
            near = [_of(state) for state in budgets if _is_near(state)]
            return [*_low(session, actor, credit), *sorted(near, key=lambda notice: notice.kind)]

        return await self._db.read(load)


def _low(session: Session, actor: Actor, credit: Credit) -> list[MoneyNotice]:
    """Only where it was said by mail, too: once for each time that a wallet falls below."""
    told = session.get(models.LowCreditNotice, actor.user_id) if credit.charging else None
    if told is None:
        return []
    left = balance_of(session, actor.user_id, "").balance
    return [MoneyNotice(f"credit:{told.told_at.isoformat()}", "low", nano=left)] if left < credit.low_nano else []


def _is_near(state: BudgetState) -> bool:
    return rules.is_nearly_used(state.used_nano, state.amount_nano + state.extra_nano, state.warn_percent)


def _of(state: BudgetState) -> MoneyNotice:
    allowed = state.amount_nano + state.extra_nano
    kind = "full" if state.used_nano >= allowed else "near"
    return MoneyNotice(
        f"budget:{state.id}:{state.begins}:{allowed}:{kind}", kind, state.scope, state.period, state.name, state.used_nano, allowed
    )
