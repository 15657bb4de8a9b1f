"""The SQL that counts. It acts for calls, whoever made them; what people see of budgets is in `list_queries`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, insert, literal, or_, text, update
from sqlmodel import Session, col, select

from chat_app import models
from chat_app.services.budgets import rules
from chat_app.services.budgets.dto import Action, Counter, Scope
from chat_app.services.budgets.rules import FolderPayer
from chat_app.services.charging.dto import CoveredCall

Budget, Periods, Use = models.Budget, models.BudgetPeriod, models.BudgetUse

DEEPEST = 20
"""Folders nest less deep than this (`workspace/tree.py`); whatever a broken row says, walking up ends."""
FOLDER_PATH = text(
    "WITH RECURSIVE path(id, parent_id, owner_id, payer, height) AS ("
    "SELECT id, parent_id, owner_id, payer, 0 FROM folders WHERE id = :folder_id "
    "UNION ALL SELECT above.id, above.parent_id, above.owner_id, above.payer, path.height + 1 "
    "FROM folders AS above JOIN path ON above.id = path.parent_id WHERE path.height < :deepest) "
    "SELECT path.id, path.owner_id, path.payer, "
    "EXISTS (SELECT 1 FROM budgets WHERE budgets.scope = 'folder' AND budgets.scope_id = path.id) FROM path ORDER BY path.height DESC"
)


def folder_path(session: Session, folder_id: str) -> list[tuple[str, FolderPayer]]:
    """A folder with those above it, the topmost first. Whoever asks has seen that the person may be in it."""
    rows = session.connection().execute(FOLDER_PATH, {"folder_id": folder_id, "deepest": DEEPEST})
    return [(row[0], FolderPayer(row[1], row[2], bool(row[3]))) for row in rows] if folder_id else []


def counters_of(session: Session, call: CoveredCall, now: datetime) -> list[Counter]:
    """All that limits a call, in the order in which counters are locked."""
    found = session.exec(select(Budget).where(or_(*_scopes(session, call)))).all()
    counters = [
        Counter(
            row.id,
            call.actor_id if row.scope == Scope.MEMBER else "",
            rules.begins(row.period, now),
            Scope(row.scope),
            Action(row.action),
            row.amount_nano,
        )
        for row in found
    ]
    return sorted(counters, key=lambda counter: (counter.budget_id, counter.subject_id))


def _scopes(session: Session, call: CoveredCall) -> list[ColumnElement[bool]]:
    groups = select(models.GroupMember.group_id).where(models.GroupMember.user_id == call.actor_id)
    wanted: list[ColumnElement[bool]] = [
        (col(Budget.scope) == Scope.USER) & (col(Budget.scope_id) == call.actor_id),
        col(Budget.scope).in_((Scope.GROUP, Scope.MEMBER)) & col(Budget.scope_id).in_(groups),
    ]
    if call.api_key_id:
        wanted.append((col(Budget.scope) == Scope.KEY) & (col(Budget.scope_id) == call.api_key_id))
    if call.run_id:
        wanted.append((col(Budget.scope) == Scope.RUN) & (col(Budget.scope_id) == call.run_id))
    if path := [folder_id for folder_id, _ in folder_path(session, call.folder_id)]:
        wanted.append((col(Budget.scope) == Scope.FOLDER) & col(Budget.scope_id).in_(path))
    return wanted


def ensure_period(session: Session, counter: Counter) -> None:
    """Make the row that counts, once, whoever comes first."""
    key = {"budget_id": counter.budget_id, "subject_id": counter.subject_id, "begins": counter.begins}
    session.connection().execute(ADD_PERIOD, key)


ADD_PERIOD = text(
    "INSERT INTO budget_periods (budget_id, subject_id, begins, used_nano, held_nano, extra_nano) "
    "VALUES (:budget_id, :subject_id, :begins, 0, 0, 0) ON CONFLICT (budget_id, subject_id, begins) DO NOTHING"
)


def counter_of(session: Session, use: models.BudgetUse) -> Counter:
    """The counter in which a call holds something, with the budget as it is now."""
    row = session.get_one(Budget, use.budget_id)
    return Counter(row.id, use.subject_id, use.begins, Scope(row.scope), Action(row.action), row.amount_nano)


def find_period(session: Session, counter: Counter) -> models.BudgetPeriod | None:
    """What was used of a budget in a period, as it is now."""
    return session.get(Periods, (counter.budget_id, counter.subject_id, counter.begins), populate_existing=True)


def hold(session: Session, counter: Counter, amount_nano: int) -> bool:
    """Keep `amount_nano` of a budget for a call; False when that much is not left and the budget is more than a warning."""
    after = col(Periods.used_nano) + col(Periods.held_nano) + amount_nano
    fits = literal(True) if counter.action == Action.WARN else after <= counter.amount_nano + col(Periods.extra_nano)
    held = update(Periods).where(*_key(counter.budget_id, counter.subject_id, counter.begins), fits)
    return session.exec(held.values(held_nano=col(Periods.held_nano) + amount_nano)).rowcount == 1


def count(session: Session, use: models.BudgetUse, released_nano: int, used_nano: int) -> None:
    """Release what a call held of a budget, and add what it used (less than before, after a correction)."""
    changed = update(Periods).where(*_key(use.budget_id, use.subject_id, use.begins))
    session.exec(changed.values(held_nano=col(Periods.held_nano) - released_nano, used_nano=col(Periods.used_nano) + used_nano))


def list_uses(session: Session, call_id: str) -> Sequence[models.BudgetUse]:
    """What a call holds of budgets, in the order in which counters are locked; for nobody else until the transaction ends."""
    statement = select(Use).where(Use.call_id == call_id).order_by(col(Use.budget_id), col(Use.subject_id))
    return session.exec(statement.with_for_update().execution_options(populate_existing=True)).all()


def add_use(session: Session, call_id: str, counter: Counter, amount_nano: int, now: datetime) -> None:
    """Write down what a call holds of a budget."""
    values = {"call_id": call_id, "budget_id": counter.budget_id, "subject_id": counter.subject_id, "begins": counter.begins}
    session.exec(insert(Use).values(**values, held_nano=amount_nano, created_at=now))


def _key(budget_id: str, subject_id: str, begins: str) -> tuple[ColumnElement[bool], ...]:
    return (col(Periods.budget_id) == budget_id, col(Periods.subject_id) == subject_id, col(Periods.begins) == begins)
