"""The SQL of budgets as people see and set them. Everything a person asks takes the actor and filters by it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from chat_app import models
from chat_app.services.budgets.dto import NewBudget, Scope
from chat_app.services.budgets.errors import BudgetNotFoundError
from chat_app.services.kernel.actor import Actor

Budget, Periods = models.Budget, models.BudgetPeriod
SHARED = (Scope.GROUP, Scope.MEMBER)


def _groups(actor: Actor, *, led: bool = False) -> ColumnElement[bool]:
    member = models.GroupMember
    groups = select(member.group_id).where(member.user_id == actor.user_id)
    return col(Budget.scope_id).in_(groups.where(col(member.leads)) if led else groups)


def _applies_to(actor: Actor) -> ColumnElement[bool]:
    """What the actor set, and what administrators set for them or for a group of theirs."""
    for_me = (col(Budget.scope) == Scope.USER) & (col(Budget.scope_id) == actor.user_id)
    for_us = col(Budget.scope).in_(SHARED) & _groups(actor)
    return or_(col(Budget.owner_id) == actor.user_id, (col(Budget.owner_id) == "") & or_(for_me, for_us))


def list_for(session: Session, actor: Actor) -> Sequence[models.Budget]:
    """All budgets that limit the actor or something of theirs, in a fixed order. Those of single runs are not among them."""
    statement = select(Budget).where(_applies_to(actor), col(Budget.scope) != Scope.RUN)
    return session.exec(statement.order_by(col(Budget.scope).desc(), col(Budget.scope_id), col(Budget.period))).all()


def get_for(session: Session, actor: Actor, budget_id: str) -> models.Budget:
    """One that limits the actor; raises `BudgetNotFoundError`."""
    row = session.exec(select(Budget).where(Budget.id == budget_id, _applies_to(actor))).first()
    if row is None:
        raise BudgetNotFoundError
    return row


def get_own(session: Session, actor: Actor, budget_id: str) -> models.Budget:
    """One that the actor set; raises `BudgetNotFoundError`."""
    row = session.exec(select(Budget).where(Budget.id == budget_id, Budget.owner_id == actor.user_id)).first()
    if row is None:
        raise BudgetNotFoundError
    return row


def leads(session: Session, actor: Actor, budget: models.Budget) -> bool:
    """Whether the actor leads the group that a budget is for."""
    return session.exec(select(Budget.id).where(Budget.id == budget.id, _groups(actor, led=True))).first() is not None


def owns(session: Session, actor: Actor, scope: Scope, scope_id: str) -> bool:
    """Whether the thing that a budget is to be for is the actor's own."""
    if scope == Scope.USER:
        return scope_id == actor.user_id
    if scope == Scope.FOLDER:
        folder = models.Folder
        found = select(folder.id).where(folder.id == scope_id, folder.owner_id == actor.user_id, col(folder.deleted_at).is_(None))
        return session.exec(found).first() is not None
    key = models.ApiKey
    found = select(key.id).where(key.id == scope_id, key.owner_id == actor.user_id, col(key.revoked_at).is_(None))
    return scope == Scope.KEY and session.exec(found).first() is not None


def find_same(session: Session, owner_id: str, new: NewBudget) -> models.Budget | None:
    """The budget that a new one takes the place of."""
    statement = select(Budget).where(Budget.owner_id == owner_id, Budget.scope == new.scope, Budget.scope_id == new.scope_id)
    return session.exec(statement.where(Budget.period == new.period)).first()


def count_own(session: Session, owner_id: str) -> int:
    return session.exec(select(func.count()).select_from(Budget).where(Budget.owner_id == owner_id)).one()


def list_house(session: Session, scope: str, scope_id: str, after: str, limit: int) -> Sequence[models.Budget]:
    """What administrators set, by id; of one kind or for one thing where that is asked for."""
    statement = select(Budget).where(Budget.owner_id == "", Budget.id > after)
    statement = statement.where(Budget.scope == scope) if scope else statement
    statement = statement.where(Budget.scope_id == scope_id) if scope_id else statement
    return session.exec(statement.order_by(col(Budget.id)).limit(limit)).all()


def get_house(session: Session, budget_id: str) -> models.Budget:
    """One that administrators set; raises `BudgetNotFoundError`."""
    row = session.exec(select(Budget).where(Budget.id == budget_id, Budget.owner_id == "")).first()
    if row is None:
        raise BudgetNotFoundError
    return row


def exists(session: Session, scope: Scope, scope_id: str) -> bool:
    """Whether there is the person or group that administrators want to limit."""
    if scope == Scope.USER:
        user = models.User
        return session.exec(select(user.id).where(user.id == scope_id, col(user.deleted_at).is_(None))).first() is not None
    return scope in SHARED and session.get(models.Group, scope_id) is not None


def names_of(session: Session, budgets: Sequence[models.Budget]) -> dict[str, str]:
    """What the things are called that these budgets limit, by the budget's id."""
    tables = {
        Scope.USER: models.User,
        Scope.GROUP: models.Group,
        Scope.MEMBER: models.Group,
        Scope.FOLDER: models.Folder,
        Scope.KEY: models.ApiKey,
    }
    found: dict[str, str] = {}
    for scope, table in tables.items():
        ids = {row.scope_id for row in budgets if row.scope == scope}
        if ids:
            names = dict(session.exec(select(table.id, table.name).where(col(table.id).in_(ids))).all())
            found |= {row.id: names.get(row.scope_id, "") for row in budgets if row.scope == scope}
    return found


def period_of(session: Session, budget: models.Budget, subject_id: str, begins: str) -> models.BudgetPeriod | None:
    """What was used; of a budget of each member without a person, by the member who used most."""
    statement = select(Periods).where(Periods.budget_id == budget.id, Periods.begins == begins)
    statement = statement.where(Periods.subject_id == subject_id) if subject_id or budget.scope != Scope.MEMBER else statement
    return session.exec(statement.order_by(col(Periods.used_nano).desc()).limit(1)).first()
