"""Budgets as people have them: their own, and those that apply to them."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import NotAllowedError
from chat_app.services.access.matrix import require, require_person
from chat_app.services.accounts.queries import hold_user
from chat_app.services.audit.log import AuditLog
from chat_app.services.budgets import list_queries
from chat_app.services.budgets.allowing import add_extra
from chat_app.services.budgets.dto import BudgetState, NewBudget, Scope
from chat_app.services.budgets.errors import BudgetNotFoundError, TooManyBudgetsError
from chat_app.services.budgets.states import checked, may_allow, states, subject_of, write
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now

PERMISSION = "billing"
MOST_OWN = 200


class OwnBudgets:
    """Programs may look, and change nothing: a key that leaks must not be able to spend more than it could."""

    def __init__(self, db: Database, audit: AuditLog, clock: Clock = utc_now) -> None:
        self._db = db
        self._audit = audit
        self._clock = clock

    async def list(self, actor: Actor) -> list[BudgetState]:
        """What limits the person, and what they limit, with what was used."""
        require(actor, PERMISSION)
        now = self._clock()
        return await self._db.read(lambda session: states(session, actor, list_queries.list_for(session, actor), now))

    async def put(self, actor: Actor, new: NewBudget) -> BudgetState:
        """Set a budget for oneself, an own folder or an own key.

        Raises `BudgetNotFoundError` for what is not theirs, `InvalidInputError`, `TooManyBudgetsError`, `NotAllowedError` for programs.
        """
        require_person(actor, PERMISSION)
        mine = new.scope == Scope.USER and not new.scope_id
        wanted, now = checked(replace(new, scope_id=actor.user_id) if mine else new), self._clock()

        def save(session: Session) -> BudgetState:
            hold_user(session, actor.user_id)
            if not list_queries.owns(session, actor, wanted.scope, wanted.scope_id):
                raise BudgetNotFoundError
            row = write(session, actor.user_id, wanted, now)
            if list_queries.count_own(session, actor.user_id) > MOST_OWN:
                raise TooManyBudgetsError(max=MOST_OWN)
            self._audit.record(session, actor, "budget.set", kind="budget", object_id=row.id, amount_nano=row.amount_nano, ends=row.action)
            return states(session, actor, [row], now)[0]

        return await self._db.write(save)

    async def delete(self, actor: Actor, budget_id: str) -> None:
        """Take an own budget away; raises `BudgetNotFoundError`."""
        require_person(actor, PERMISSION)

        def remove(session: Session) -> None:
            session.delete(list_queries.get_own(session, actor, budget_id))
            self._audit.record(session, actor, "budget.delete", kind="budget", object_id=budget_id)

        await self._db.write(remove)

    async def allow_more(self, actor: Actor, budget_id: str, seen_nano: int | None = None) -> BudgetState:
        """Allow the amount once more until the period ends. Raises `BudgetNotFoundError`, `NotAllowedError`.

        Answering the same question twice (`seen_nano`: what had been allowed when it was asked) allows it once.
        """
        require_person(actor, PERMISSION)
        now = self._clock()

        def allow(session: Session) -> BudgetState:
            row = list_queries.get_for(session, actor, budget_id)
            if not may_allow(session, actor, row):
                raise NotAllowedError
            if add_extra(session, row, subject_of(row, actor), seen_nano, now):
                self._audit.record(session, actor, "budget.allow", kind="budget", object_id=row.id, amount_nano=row.amount_nano)
            return states(session, actor, [row], now)[0]

        return await self._db.write(allow)
