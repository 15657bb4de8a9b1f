"""The figures of a project: of its whole tree, of the asked days, and of nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from chat_app.errors import InvalidInputError
from chat_app.models import Budget, BudgetPeriod, Document, Message, MessageSource, UsageCall
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.projects.dashboard import DashboardService
from chat_app.services.workspace.errors import FolderNotFoundError
from tests.services.projects.test_rights import share
from tests.services.workspace.desk import Desk

DAY = date(2026, 5, 4)


def call(desk: Desk, folder_id: str, day: date, **fields: Any) -> UsageCall:
    values: dict[str, Any] = {"model_id": "a/b", "tokens_in": 10, "tokens_out": 1, "sale_nano": 7, **fields}
    return UsageCall(
        id=new_id(), owner_id=desk.actor.user_id, day=day, created_at=utc_now(), kind="send", status="complete", folder_id=folder_id,
        provider="a", **values,
    )  # fmt: skip


def source(message_id: str, number: int, document_id: str, *, cited: bool = True) -> MessageSource:
    return MessageSource(
        message_id=message_id, number=number, chunk_id=new_id(), document_id=document_id, version=1, title="x", text="x", start=0, end=1,
        cited=cited,
    )  # fmt: skip


async def test_figures_are_of_the_tree_and_of_the_days(desk: Desk, make_desk: Callable[[str], Desk]) -> None:
    top, aside = await desk.folder("Top"), await desk.folder("Aside")
    inner = await desk.folder("Inner", top.id)
    chat, _other = desk.chat(inner.id), desk.chat(aside.id)
    now = utc_now()
    document = Document(
        id=new_id(), owner_id=desk.actor.user_id, folder_id=top.id, name="a.pdf", state="ready", created_at=now, updated_at=now
    )
    failed = Document(
        id=new_id(), owner_id=desk.actor.user_id, folder_id=inner.id, name="b.pdf", state="failed", created_at=now, updated_at=now
    )
    answer = Message(id=new_id(), conversation_id=chat, role="assistant", text="x", created_at=now)
    ids = document.id, failed.id

    def write(session: Any) -> None:
        session.add_all([document, failed, answer])
        session.flush()
        session.add_all([source(answer.id, 1, ids[0]), source(answer.id, 2, ids[0]), source(answer.id, 3, ids[1], cited=False)])
        session.add_all([call(desk, top.id, DAY), call(desk, inner.id, DAY), call(desk, inner.id, DAY, model_id="c/d", sale_nano=None)])
        session.add_all([call(desk, aside.id, DAY), call(desk, top.id, DAY - timedelta(1)), call(desk, top.id, DAY + timedelta(1))])

    desk.db.write_now(write)
    service = DashboardService(desk.db)
    shown = await service.figures(desk.actor, top.id, DAY, DAY)
    assert [(one.model_id, one.calls, one.tokens_in, one.cost_nano) for one in shown.usage] == [("a/b", 2, 20, 14), ("c/d", 1, 10, 0)]
    assert [one.id for one in shown.chats] == [chat]
    assert shown.files == {"ready": 1, "failed": 1}
    assert [(one.name, one.answers) for one in shown.cited] == [("a.pdf", 1)]
    assert [one.role for one in shown.members] == ["owner"]
    assert (await service.csv(desk.actor, top.id, DAY, DAY)).splitlines()[1] == '"2026-05-04","a/b",2,20,2,14'
    with pytest.raises(FolderNotFoundError):
        await service.figures(make_desk("Bo").actor, top.id, DAY, DAY)
    with pytest.raises(InvalidInputError):
        await service.csv(desk.actor, top.id, DAY, DAY - timedelta(1))


async def test_budgets_are_seen_in_the_project_and_changed_by_its_owner(desk: Desk, make_desk: Callable[[str], Desk]) -> None:
    outer = await desk.folder("Outer")
    top = await desk.folder("Top", outer.id)
    aside = await desk.folder("Aside")
    now = utc_now()
    budgets = [
        Budget(
            id=new_id(), scope="folder", scope_id=folder.id, owner_id=desk.actor.user_id, period="total", amount_nano=amount, action="ask",
            created_at=now, updated_at=now,
        )
        for amount, folder in enumerate((outer, top, aside), 1)
    ]  # fmt: skip
    ids = [row.id for row in budgets]
    desk.db.write_now(lambda session: session.add_all(budgets))
    desk.db.write_now(lambda session: session.add(BudgetPeriod(budget_id=ids[1], subject_id="", begins="", used_nano=1)))
    service, other = DashboardService(desk.db), make_desk("Bo")
    mine = (await service.figures(desk.actor, top.id, DAY, DAY)).budgets
    assert {(one.name, one.amount_nano, one.used_nano, one.can_change, one.can_allow) for one in mine} == {
        ("Outer", 1, 0, True, True),
        ("Top", 2, 1, True, True),
    }
    desk.db.write_now(lambda session: share(session, top.id, other.actor, "viewer"))
    theirs = (await service.figures(other.actor, top.id, DAY, DAY)).budgets
    assert [(one.name, one.used_nano, one.can_change, one.can_allow) for one in theirs] == [("Top", 1, False, False)]
