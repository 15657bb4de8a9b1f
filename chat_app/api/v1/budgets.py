"""Budgets over REST: own ones, and those that administrators set. Amounts are strings of nano-euros: too big for some programs' numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, StringConstraints

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.budgets.dto import Action, BudgetState, NewBudget, Period, Scope

router = APIRouter(prefix="/billing/budgets", tags=["billing"])
admin_router = APIRouter(prefix="/admin/billing/budgets", tags=["admin"])

Nano = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,16}$")]


class Budget(BaseModel):
    """A budget with what was used of it in the period that runs now (days and months begin at midnight UTC).

    `extra_nano` was allowed beyond the amount; `held_nano` is what calls under way may cost. `scope` is what it limits: a person
    ("user"), a group together or each of its members, a folder with those below it, or a program's key.
    """

    id: str
    scope: Scope
    scope_id: str
    name: str
    mine: bool
    """Whether the person set it; else administrators did."""
    period: Period
    action: Action
    amount_nano: str
    extra_nano: str
    used_nano: str
    held_nano: str
    left_nano: str
    warn_percent: int
    ends_at: datetime | None
    can_change: bool
    can_allow: bool


class Limit(Body):
    """What may be used in a period, and what happens at its end: people are told, asked, or stopped."""

    period: Period = Period.MONTH
    amount_nano: Nano
    action: Action = Action.STOP
    warn_percent: Annotated[int, Field(ge=1, le=100)] = 80


class OwnLimit(Limit):
    """For myself (`scope_id` may be left out), one of my folders, or one of my keys."""

    scope: Literal[Scope.USER, Scope.FOLDER, Scope.KEY]
    scope_id: Id | Literal[""] = ""


class HouseLimit(Limit):
    """For a person, for a group together, or for each member of it."""

    scope: Literal[Scope.USER, Scope.GROUP, Scope.MEMBER]
    scope_id: Id


class More(Body):
    """`seen_extra_nano` is the `extra_nano` that the person saw: the same question, answered twice, is answered once."""

    seen_extra_nano: Nano | None = None


class HouseQuery(Body):
    """Of one kind, or for one person or group."""

    scope: Literal["", Scope.USER, Scope.GROUP, Scope.MEMBER] = ""
    scope_id: Id | Literal[""] = ""
    cursor: Annotated[str, Field(max_length=200)] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class BudgetPage(BaseModel):
    items: list[Budget]
    next_cursor: str


@router.get("")
async def list_budgets(actor: CurrentActor) -> list[Budget]:
    """What limits me, set by me or by administrators, and what I limit."""
    return [_shown(state) for state in await services().budgets.list(actor)]


@router.put("")
async def put_budget(actor: CurrentActor, body: OwnLimit) -> Budget:
    """Set a budget. There is one for each thing and period: setting it again changes it, and what was used stays counted."""
    return _shown(await services().budgets.put(actor, _new(body.scope, body.scope_id, body)))


@router.delete("/{budget_id}", status_code=204)
async def delete_budget(actor: CurrentActor, budget_id: Id) -> None:
    """Take an own budget away."""
    await services().budgets.delete(actor, budget_id)


@router.post("/{budget_id}/allow")
async def allow_more(actor: CurrentActor, budget_id: Id, body: More) -> Budget:
    """Allow the amount once more until the period ends, where the budget asks before it stops."""
    seen = None if body.seen_extra_nano is None else int(body.seen_extra_nano)
    return _shown(await services().budgets.allow_more(actor, budget_id, seen))


@admin_router.get("")
async def list_house_budgets(actor: CurrentActor, query: Annotated[HouseQuery, Query()]) -> BudgetPage:
    """What administrators set. Of a budget of each member, `used_nano` is that of the member who used most."""
    page = await services().house_budgets.list(actor, query.scope, query.scope_id, query.cursor, query.limit)
    return BudgetPage(items=[_shown(state) for state in page.items], next_cursor=page.next_cursor)


@admin_router.put("")
async def put_house_budget(actor: CurrentActor, body: HouseLimit) -> Budget:
    """Set a budget for a person or a group."""
    return _shown(await services().house_budgets.put(actor, _new(body.scope, body.scope_id, body)))


@admin_router.delete("/{budget_id}", status_code=204)
async def delete_house_budget(actor: CurrentActor, budget_id: Id) -> None:
    """Take a budget away that administrators set."""
    await services().house_budgets.delete(actor, budget_id)


def _new(scope: Scope, scope_id: str, body: Limit) -> NewBudget:
    return NewBudget(scope, scope_id, body.period, int(body.amount_nano), body.action, body.warn_percent)


def _shown(state: BudgetState) -> Budget:
    return Budget(
        id=state.id,
        scope=state.scope,
        scope_id=state.scope_id,
        name=state.name,
        mine=bool(state.owner_id),
        period=state.period,
        action=state.action,
        amount_nano=str(state.amount_nano),
        extra_nano=str(state.extra_nano),
        used_nano=str(state.used_nano),
        held_nano=str(state.held_nano),
        left_nano=str(state.left_nano),
        warn_percent=state.warn_percent,
        ends_at=state.ends_at,
        can_change=state.can_change,
        can_allow=state.can_allow,
    )
