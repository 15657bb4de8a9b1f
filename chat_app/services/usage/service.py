"""Shows what models were used for: to everybody their own calls, to administrators everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import NotFoundError
from chat_app.models import Turn
from chat_app.services.access.matrix import require
from chat_app.services.chat.queries import get_message, get_turn, list_turns_of_answers
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.pagination import Page, decode_moment, encode_cursor
from chat_app.services.projects.rights import FolderRole
from chat_app.services.usage import log_queries, queries
from chat_app.services.usage.dto import GroupBy, LoggedCall, PersonsCall, SiteSum, TurnCost, UsageFilter, UsageSum
from chat_app.services.usage.records import answering_call, cost_record, own_call, own_sum, persons_call, site_sum

MOST = 1_000
PERMISSION = "admin.providers"
T = TypeVar("T", LoggedCall, PersonsCall)


class UsageService:
    """Reads the log of calls. Nothing here shows a person what the platform itself pays."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def calls(self, actor: Actor, wanted: UsageFilter, cursor: str = "", limit: int = 50) -> Page[LoggedCall]:
        """The actor's calls, latest first; raises `InvalidInputError` for a strange cursor."""
        after, limit = decode_moment(cursor), max(1, min(limit, MOST))
        rows = await self._db.read(lambda session: log_queries.list_own(session, actor, wanted, after, limit + 1))
        return _page([own_call(*row) for row in rows], limit)

    async def total(self, actor: Actor, wanted: UsageFilter) -> UsageSum:
        """What the actor used in all."""
        return own_sum((await self._db.read(lambda session: log_queries.sum_own(session, actor, wanted, None)))[0])

    async def sums(self, actor: Actor, wanted: UsageFilter, by: GroupBy) -> list[UsageSum]:
        """What the actor used by day (oldest first), else by what cost most. By person it is one sum."""

        def load(session: Session) -> list[UsageSum]:
            found = [own_sum(row) for row in log_queries.sum_own(session, actor, wanted, by)]
            names = _names(session, actor, found, by)
            return [replace(one, label=names.get(one.key, "")) for one in found]

        return await self._db.read(load)

    async def all_calls(self, actor: Actor, wanted: UsageFilter, cursor: str = "", limit: int = 50) -> Page[PersonsCall]:
        """Everybody's calls, latest first. Raises `NotFoundError` for whoever does not administer models and prices."""
        require(actor, PERMISSION)
        after, limit, wanted = decode_moment(cursor), max(1, min(limit, MOST)), replace(wanted, folder_id=None)
        rows = await self._db.read(lambda session: log_queries.list_all(session, wanted, after, limit + 1))
        return _page([persons_call(*row) for row in rows], limit)

    async def all_total(self, actor: Actor, wanted: UsageFilter) -> SiteSum:
        """What everybody used in all; raises `NotFoundError`."""
        require(actor, PERMISSION)
        return site_sum((await self._db.read(lambda session: log_queries.sum_all(session, wanted, None)))[0])

    async def all_sums(self, actor: Actor, wanted: UsageFilter, by: GroupBy) -> list[SiteSum]:
        """What everybody used; raises `NotFoundError`. Whose projects and keys are called what stays their owners' business."""
        require(actor, PERMISSION)

        def load(session: Session) -> list[SiteSum]:
            found = [site_sum(row) for row in log_queries.sum_all(session, wanted, by)]
            names = log_queries.names_of_people(session, (one.used.key for one in found)) if by == "person" else {}
            return [replace(one, used=replace(one.used, label=names.get(one.used.key, ""))) for one in found]

        return await self._db.read(load)

    async def cost_of_turn(self, actor: Actor, turn_id: str) -> TurnCost:
        """How the cost of a turn came about; raises `NotFoundError`."""
        return await self._db.read(lambda session: _cost(session, actor, [get_turn(session, actor, turn_id, least=FolderRole.VIEWER)]))

    async def cost_of_answer(self, actor: Actor, message_id: str) -> TurnCost:
        """How the cost of an answer came about, of all turns that wrote it; raises `NotFoundError`, also where none did."""

        def load(session: Session) -> TurnCost:
            message, _ = get_message(session, actor, message_id, least=FolderRole.VIEWER)
            turns = list_turns_of_answers(session, [message.id]).get(message.id)
            if not turns:
                raise NotFoundError("error.message_not_found")
            return _cost(session, actor, turns)

        return await self._db.read(load)


def _cost(session: Session, actor: Actor, turns: Sequence[Turn]) -> TurnCost:
    calls = queries.list_calls_of_turns(session, actor, [turn.id for turn in turns])
    last = answering_call(turns, calls)
    return cost_record(turns, calls, queries.find_price_version(session, last.price_version) if last else None)


def _names(session: Session, actor: Actor, found: Sequence[UsageSum], by: GroupBy) -> dict[str, str]:
    ids = [one.key for one in found if one.key]
    if by == "project":
        return log_queries.names_of_projects(session, actor, ids)
    return log_queries.names_of_keys(session, actor, ids) if by == "key" else {}


def _page(calls: list[T], limit: int) -> Page[T]:
    last = calls[limit - 1] if len(calls) > limit else None
    return Page(calls[:limit], encode_cursor(last.at.isoformat(), last.id) if last else "")
