"""Budgets that administrators set for people, for groups and for each member of a group."""

from __future__ import annotations

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.access.matrix import require, require_person
from chat_app.services.audit.log import AuditLog
from chat_app.services.budgets import list_queries
from chat_app.services.budgets.dto import BudgetState, NewBudget
from chat_app.services.budgets.errors import BudgetNotFoundError
from chat_app.services.budgets.states import checked, states, write
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.pagination import Page, decode_cursor, encode_cursor

PERMISSION = "admin.billing"
MAX_PAGE = 200


class HouseBudgets:
    """For everybody else there are none: `NotFoundError`."""

    def __init__(self, db: Database, audit: AuditLog, clock: Clock = utc_now) -> None:
        self._db = db
        self._audit = audit
        self._clock = clock

    async def list(self, actor: Actor, scope: str = "", scope_id: str = "", cursor: str = "", limit: int = 50) -> Page[BudgetState]:
        """What is set, of one kind or for one person or group where that is asked for."""
        require(actor, PERMISSION)
        after, size, now = decode_cursor(cursor, 1)[0] if cursor else "", max(1, min(limit, MAX_PAGE)), self._clock()

        def load(session: Session) -> list[BudgetState]:
            return states(session, None, list_queries.list_house(session, scope, scope_id, after, size + 1), now)

        found = await self._db.read(load)
        return Page(found[:size], encode_cursor(found[size - 1].id) if len(found) > size else "")

    async def put(self, actor: Actor, new: NewBudget) -> BudgetState:
        """Set one; raises `BudgetNotFoundError` for people and groups that do not exist, `InvalidInputError`."""
        require_person(actor, PERMISSION)
        wanted, now = checked(new), self._clock()

        def save(session: Session) -> BudgetState:
            if not list_queries.exists(session, wanted.scope, wanted.scope_id):
                raise BudgetNotFoundError
            row = write(session, "", wanted, now)
            self._audit.record(
                session, actor, "budget.set", kind="budget", object_id=row.id, amount_nano=row.amount_nano, ends=row.action,
                **{row.scope: row.scope_id},
            )  # fmt: skip
            return states(session, None, [row], now)[0]

        return await self._db.write(save)

    async def delete(self, actor: Actor, budget_id: str) -> None:
        """Take one away; raises `BudgetNotFoundError`."""
        require_person(actor, PERMISSION)

        def remove(session: Session) -> None:
            session.delete(list_queries.get_house(session, budget_id))
            self._audit.record(session, actor, "budget.delete", kind="budget", object_id=budget_id)

        await self._db.write(remove)
