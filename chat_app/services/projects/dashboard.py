"""The figures of a project: what was used in it, by which models, what is in it, and what answers were found in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.services.budgets.dto import BudgetState
from chat_app.services.budgets.states import states
from chat_app.services.chat.queries import list_folder_path
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.csv_text import csv_text
from chat_app.services.projects import dashboard_queries as queries
from chat_app.services.projects.dto import CitedDocument, Dashboard, RecentChat, UsagePoint
from chat_app.services.projects.members import read_members
from chat_app.services.projects.note_queries import count_notes
from chat_app.services.projects.rights_queries import require_folder, roles_in
from chat_app.services.workspace.folders import one_folder

LATEST = 10
MOST_CITED = 10
LONGEST_DAYS = 731
CSV_HEADER = ("day", "model", "calls", "tokens_in", "tokens_out", "cost_nano")


class DashboardService:
    """Reads; whoever may read the project may see its figures."""

    def __init__(self, db: Database, clock: Clock = utc_now) -> None:
        self._db = db
        self._clock = clock

    async def figures(self, actor: Actor, folder_id: str, since: date, until: date) -> Dashboard:
        """What its page shows; raises `FolderNotFoundError`, and `InvalidInputError` for a range that is none."""
        _check_range(since, until)
        now = self._clock()
        return await self._db.read(lambda session: read_dashboard(session, actor, folder_id, since, until, now))

    async def csv(self, actor: Actor, folder_id: str, since: date, until: date) -> str:
        """What was used by day and model, as CSV."""
        _check_range(since, until)

        def load(session: Session) -> list[UsagePoint]:
            require_folder(session, actor, folder_id)
            return _usage(session, queries.folder_tree(session, folder_id), since, until)

        points = await self._db.read(load)
        rows = ((one.day.isoformat(), one.model_id, one.calls, one.tokens_in, one.tokens_out, one.cost_nano) for one in points)
        return csv_text(CSV_HEADER, rows)


def read_dashboard(session: Session, actor: Actor, folder_id: str, since: date, until: date, now: datetime) -> Dashboard:
    folder = one_folder(session, actor, folder_id)
    inside = queries.folder_tree(session, folder_id)
    return Dashboard(
        folder,
        since,
        until,
        usage=_usage(session, inside, since, until),
        chats=[RecentChat(*row) for row in queries.latest_chats(session, inside, LATEST)],
        members=read_members(session, actor, folder_id),
        files=queries.count_files(session, inside),
        cited=[CitedDocument(*row) for row in queries.most_cited(session, inside, MOST_CITED)],
        notes=count_notes(session, inside),
        budgets=_budgets(session, actor, folder_id, now),
    )


def _budgets(session: Session, actor: Actor, folder_id: str, now: datetime) -> list[BudgetState]:
    """All see them, as they see what is used, but those of folders above only who may read these; the owner alone can change them."""
    owner_id = require_folder(session, actor, folder_id).owner_id
    path = roles_in(session, actor.user_id, [row.id for row in list_folder_path(session, actor, folder_id)])
    found = states(session, actor, queries.list_budgets(session, list(path), owner_id), now)
    return found if owner_id == actor.user_id else [replace(one, can_change=False, can_allow=False) for one in found]


def _usage(session: Session, folder_ids: list[str], since: date, until: date) -> list[UsagePoint]:
    # PostgreSQL sums whole numbers up to Decimals.
    return [UsagePoint(day, model, *map(int, sums)) for day, model, *sums in queries.usage_by_day(session, folder_ids, since, until)]


def _check_range(since: date, until: date) -> None:
    if not 0 <= (until - since).days <= LONGEST_DAYS:
        raise InvalidInputError("project.error.range")
