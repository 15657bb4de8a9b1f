"""The SQL that finds out who has to be told, and says that they were: each once, whichever process asks first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, exists, text, tuple_, update
from sqlmodel import Session, col, select

from chat_app import models
from chat_app.services.budgets import rules
from chat_app.services.budgets.dto import Period, Scope

Budget, Periods, Notice, Wallet = models.Budget, models.BudgetPeriod, models.LowCreditNotice, models.LedgerAccount


def forget_filled(session: Session, low_nano: int) -> None:
    """Whoever has enough again is told anew the next time."""
    filled = select(Wallet.id).where(Wallet.kind == "wallet", Wallet.balance >= low_nano)
    session.exec(delete(Notice).where(col(Notice.owner_id).in_(filled)))


def claim_low(session: Session, low_nano: int, now: datetime, limit: int) -> list[tuple[models.User, int]]:
    """People whose wallet has less than that and who were not told, with what is left; they count as told from now on."""
    told = exists().where(col(Notice.owner_id) == Wallet.id)
    user = models.User
    statement = select(user, Wallet.balance).join(Wallet, col(Wallet.id) == user.id)
    statement = statement.where(Wallet.kind == "wallet", Wallet.balance < low_nano, ~told, col(user.deleted_at).is_(None))
    found = session.exec(statement.order_by(col(user.id)).limit(limit)).all()
    return [(person, left) for person, left in found if _note(session, person.id, now)]


ADD_NOTICE = text("INSERT INTO low_credit_notices (owner_id, told_at) VALUES (:owner_id, :told_at) ON CONFLICT (owner_id) DO NOTHING")
ADD_NOTICE = ADD_NOTICE.bindparams(bindparam("told_at", type_=Notice.__table__.c.told_at.type))  # type: ignore[attr-defined]


def _note(session: Session, owner_id: str, now: datetime) -> bool:
    return session.connection().execute(ADD_NOTICE, {"owner_id": owner_id, "told_at": now}).rowcount == 1


def claim_nearly_used(session: Session, now: datetime, limit: int) -> list[tuple[models.Budget, models.BudgetPeriod]]:
    """Budgets of the running periods of which so much was used that people are told; they count as told from now on."""
    running = {rules.begins(period, now) for period in Period}
    allowed = col(Budget.amount_nano) + col(Periods.extra_nano)
    statement = select(Budget, Periods).join(Periods, col(Periods.budget_id) == col(Budget.id))
    statement = statement.where(
        col(Periods.warned_at).is_(None),
        col(Periods.begins).in_(running),
        col(Periods.used_nano) * 100 >= allowed * col(Budget.warn_percent),
    )
    found = session.exec(statement.order_by(col(Periods.budget_id)).limit(limit)).all()
    return [(budget, period) for budget, period in found if _claim(session, period, now)]


def _claim(session: Session, period: models.BudgetPeriod, now: datetime) -> bool:
    key = (col(Periods.budget_id), col(Periods.subject_id), col(Periods.begins))
    same = tuple_(*key) == tuple_(period.budget_id, period.subject_id, period.begins)
    return session.exec(update(Periods).where(same, col(Periods.warned_at).is_(None)).values(warned_at=now)).rowcount == 1


def people_of(session: Session, budget: models.Budget, subject_id: str) -> Sequence[models.User]:
    """Who is told about a budget: whose it is, the member, or those who lead the group that shares it."""
    user, member = models.User, models.GroupMember
    statement = select(user).where(col(user.deleted_at).is_(None), col(user.suspended_at).is_(None))
    if budget.scope == Scope.GROUP:
        leaders = select(member.user_id).where(member.group_id == budget.scope_id, col(member.leads))
        return session.exec(statement.where(col(user.id).in_(leaders))).all()
    person = subject_id or budget.owner_id or budget.scope_id
    return session.exec(statement.where(user.id == person)).all()


def prune(session: Session, before: datetime) -> None:
    """Forget what single calls used long ago (their sums stay), and budgets of things that are gone."""
    session.exec(delete(models.BudgetUse).where(col(models.BudgetUse.created_at) < before))
    things = {
        (Scope.GROUP, Scope.MEMBER): models.Group,
        (Scope.USER,): models.User,
        (Scope.FOLDER,): models.Folder,
        (Scope.KEY,): models.ApiKey,
    }
    for scopes, table in things.items():
        gone = ~exists().where(col(table.id) == col(Budget.scope_id))
        session.exec(delete(Budget).where(col(Budget.scope).in_(scopes), gone))
