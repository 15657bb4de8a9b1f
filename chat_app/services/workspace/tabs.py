"""The strip of open chats: the same tabs on every device."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypeVar

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.models import DeskTab
from chat_app.services.accounts.serial import in_turn
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.queries import get_conversation
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.projects.rights import FolderRole
from chat_app.services.workspace import tab_queries as queries
from chat_app.services.workspace.tab_queries import TabRow

T = TypeVar("T")

MAX_TABS = 30
MAX_CLOSED = 20
LEAST_SHARE, MOST_SHARE = 20, 80
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

Which = Literal["this", "others", "right"]


@dataclass(frozen=True, slots=True)
class Tab:
    """An open chat. `share`: percent of the width that it takes beside the chat in front, 0 when it is not beside."""

    conversation_id: str
    title: str
    model_id: str
    pinned: bool = False
    running: bool = False
    unread: bool = False
    share: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """The tabs in their order, and how many closed ones can be opened again."""

    tabs: list[Tab]
    closed: int = 0


class DeskTabs:
    """Opens, closes and orders tabs. A chat has one tab at most; closing it does nothing to the chat."""

    def __init__(self, db: Database, changes: ChangeFeed, clock: Clock = utc_now) -> None:
        self._db = db
        self._changes = changes
        self._clock = clock

    async def desk(self, actor: Actor) -> Desk:
        """What the strip shows."""

        def load(session: Session) -> Desk:
            return Desk([_record(row) for row in queries.list_tabs(session, actor)], queries.count_closed(session, actor))

        return await self._db.read(load)

    async def open(self, actor: Actor, conversation_id: str) -> None:
        """Put a chat at the end of the strip, unless it is there; the tab looked at longest ago gives way at `MAX_TABS`.

        Raises `NotFoundError`.
        """

        def add(session: Session) -> bool:
            get_conversation(session, actor, conversation_id, least=FolderRole.VIEWER)
            tab = queries.find_tab(session, actor, conversation_id)
            if tab is not None and tab.closed_at is None:
                return False
            rows = queries.list_tabs(session, actor)
            self._make_room(session, actor, rows)
            if tab is None:
                tab = DeskTab(owner_id=actor.user_id, conversation_id=conversation_id)
            tab.closed_at, tab.position = None, max((row[0].position for row in rows), default=-1) + 1
            session.add(tab)
            return True

        await self._announced(actor, add)

    async def close(self, actor: Actor, conversation_id: str, which: Which = "this") -> None:
        """Close a tab, or all others, or those to its right; pinned ones stay unless they are closed by name."""

        def remove(session: Session) -> bool:
            rows = [row[0] for row in queries.list_tabs(session, actor)]
            gone = _closing(rows, conversation_id, which)
            self._close(session, actor, gone)
            return bool(gone)

        await self._announced(actor, remove)

    async def reopen(self, actor: Actor) -> str:
        """Open the tab closed last where it was; its chat, or "" when there is none."""

        def bring_back(session: Session) -> str:
            closed = queries.list_closed(session, actor)
            if not closed:
                return ""
            rows = queries.list_tabs(session, actor)
            self._make_room(session, actor, rows)
            tab = closed[0]
            tab.closed_at = None
            others = [row[0] for row in queries.list_tabs(session, actor) if row[0] is not tab]
            _number([*others[: tab.position], tab, *others[tab.position :]])
            return tab.conversation_id

        return await self._announced(actor, bring_back)

    async def pin(self, actor: Actor, conversation_id: str, pinned: bool) -> None:
        """Keep a tab at the beginning, or let it go; raises `NotFoundError`."""

        def save(session: Session) -> bool:
            tabs = _open_tabs(session, actor)
            tab = _named(tabs, conversation_id)
            if tab.pinned == pinned:
                return False
            tab.pinned = pinned
            # It goes to the border between the two kinds, from either side.
            others = [other for other in tabs if other is not tab]
            border = sum(other.pinned for other in others)
            _number([*others[:border], tab, *others[border:]])
            return True

        await self._announced(actor, save)

    async def move(self, actor: Actor, conversation_id: str, place: int) -> None:
        """Put a tab at a place (0 is the first); pinned ones stay before the others. Raises `NotFoundError`."""

        def save(session: Session) -> bool:
            tabs = _open_tabs(session, actor)
            tab = _named(tabs, conversation_id)
            others = [other for other in tabs if other is not tab]
            border = sum(other.pinned for other in others)
            least, most = (0, border) if tab.pinned else (border, len(others))
            at = max(least, min(place, most))
            _number([*others[:at], tab, *others[at:]])
            return [row.conversation_id for row in _open_tabs(session, actor)] != [row.conversation_id for row in tabs]

        await self._announced(actor, save)

    async def split(self, actor: Actor, conversation_id: str, share: int) -> None:
        """Show a chat beside the one in front, `share` percent wide; 0 shows it beside no longer. Opens its tab if need be.

        Raises `NotFoundError` and `InvalidInputError`.
        """
        if share and not LEAST_SHARE <= share <= MOST_SHARE:
            raise InvalidInputError
        if share:
            await self.open(actor, conversation_id)

        def save(session: Session) -> bool:
            tabs = _open_tabs(session, actor)
            wanted = _named(tabs, conversation_id)
            before = [tab.share for tab in tabs]
            for tab in tabs:
                tab.share = share if tab is wanted else 0
            return before != [tab.share for tab in tabs]

        await self._announced(actor, save)

    def _make_room(self, session: Session, actor: Actor, rows: Sequence[TabRow]) -> None:
        """Close what was looked at longest ago, so that one more tab fits."""
        if len(rows) < MAX_TABS:
            return
        loose = [row for row in rows if not row[0].pinned and not row[0].share]
        loose.sort(key=lambda row: row[1].seen_at or LONG_AGO)
        self._close(session, actor, [row[0] for row in loose[: len(rows) - MAX_TABS + 1]])

    def _close(self, session: Session, actor: Actor, tabs: Sequence[DeskTab]) -> None:
        now = self._clock()
        for tab in tabs:
            tab.closed_at, tab.share, tab.pinned = now, 0, False
        session.flush()
        if forgotten := [tab.conversation_id for tab in queries.list_closed(session, actor)[MAX_CLOSED:]]:
            queries.forget_tabs(session, actor, forgotten)

    async def _announced(self, actor: Actor, change: Callable[[Session], T]) -> T:
        """Write, and tell the pages if something changed (what `change` returns is true then)."""
        result = await self._db.write(in_turn(actor, change))
        if result:
            self._changes.publish(actor.user_id, ConversationChange("", "tabs"))
        return result


def _record(row: TabRow) -> Tab:
    tab, chat, running, unread = row
    return Tab(chat.id, chat.title, chat.model_id, tab.pinned, running, unread, tab.share)


def _open_tabs(session: Session, actor: Actor) -> list[DeskTab]:
    session.flush()
    return [row[0] for row in queries.list_tabs(session, actor)]


def _named(tabs: Sequence[DeskTab], conversation_id: str) -> DeskTab:
    for tab in tabs:
        if tab.conversation_id == conversation_id:
            return tab
    raise NotFoundError("error.conversation_not_found")


def _closing(tabs: list[DeskTab], conversation_id: str, which: Which) -> list[DeskTab]:
    """The tabs that go: none when the one that was named is not there."""
    place = next((at for at, tab in enumerate(tabs) if tab.conversation_id == conversation_id), None)
    if place is None:
        return []
    if which == "this":
        return [tabs[place]]
    others = tabs[:place] + tabs[place + 1 :] if which == "others" else tabs[place + 1 :]
    return [tab for tab in others if not tab.pinned]


def _number(tabs: Sequence[DeskTab]) -> None:
    for position, tab in enumerate(tabs):
        tab.position = position
