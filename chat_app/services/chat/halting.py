"""Ends whatever models do for a person whose account was frozen."""

from __future__ import annotations

from contextlib import suppress

from chat_app.db import Database
from chat_app.errors import NotFoundError
from chat_app.services.chat import queries
from chat_app.services.chat.turns import TurnService
from chat_app.services.kernel.actor import Actor


class TurnHalt:
    """Stops a person's turns wherever they are in their chats."""

    def __init__(self, db: Database, turns: TurnService) -> None:
        self._db = db
        self._turns = turns

    async def __call__(self, user_id: str) -> None:
        """Discard what waits, then stop what runs; what came is kept."""
        actor = Actor(user_id)
        for turn_id in await self._db.read(lambda session: queries.list_unfinished_turns(session, actor)):
            # A chat may have gone to the trash in between.
            with suppress(NotFoundError):
                await self._turns.stop(actor, turn_id)
