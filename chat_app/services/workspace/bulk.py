"""Do something to many chats in one transaction, and take it back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.services.accounts.serial import in_turn
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.workspace import queries
from chat_app.services.workspace.bulk_actions import apply_action
from chat_app.services.workspace.dto import BulkAction, BulkResult, Listing
from chat_app.services.workspace.folders import TurnStopper

MAX_CHATS = 5_000
"""In one action."""
PURGE_AT_ONCE = 1_000
"""Chats that leave the trash in one transaction: others can write in between."""


class BulkService:
    """Move, tag, mark, archive, delete, restore: one chat or thousands."""

    def __init__(self, db: Database, changes: ChangeFeed, runner: TurnStopper, clock: Clock = utc_now) -> None:
        self._db = db
        self._changes = changes
        self._runner = runner
        self._clock = clock

    async def apply(self, actor: Actor, *actions: BulkAction) -> BulkResult:
        """Do it; ids that are not the actor's, or already so, count nothing. Raises `FolderNotFoundError`, `TagNotFoundError`."""
        if any(len(action.ids) > MAX_CHATS for action in actions):
            raise InvalidInputError("error.too_many_chats", max=MAX_CHATS)
        now, running = self._clock(), []

        def act(session: Session) -> list[BulkResult]:
            running.extend(_answering(session, actor, actions))
            return [apply_action(session, actor, action, now) for action in actions]

        results = await self._db.write(in_turn(actor, act))
        for turn_id in running:
            self._runner.stop(turn_id)
        self._announce(actor, actions)
        undo = tuple(action for result in reversed(results) for action in result.undo)
        return BulkResult(sum(result.count for result in results), undo)

    async def empty_trash(self, actor: Actor) -> int:
        """Delete all that is in the actor's trash for ever; how many chats."""
        count = 0
        while ids := await self._db.read(lambda session: queries.list_chat_ids(session, actor, Listing("trash"), PURGE_AT_ONCE)):
            count += (await self.apply(actor, BulkAction("purge", tuple(ids)))).count
        return count

    def _announce(self, actor: Actor, actions: Sequence[BulkAction]) -> None:
        changed = {id_ for action in actions for id_ in action.ids}
        # The page of the one chat concerned takes it over; of many, the lists do.
        self._changes.publish(actor.user_id, ConversationChange(changed.pop() if len(changed) == 1 else "", "list"))


def _answering(session: Session, actor: Actor, actions: Sequence[BulkAction]) -> list[str]:
    """The turns that end because their chats go into the trash."""
    ids = [id_ for action in actions if action.verb == "delete" for id_ in action.ids]
    return queries.running_turn_ids(session, [chat.id for chat in queries.own_chats(session, actor, ids)]) if ids else []
