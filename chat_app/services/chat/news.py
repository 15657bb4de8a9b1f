"""Which answers have ended since somebody looked: for notifications."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.chat import news_queries
from chat_app.services.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class EndedAnswer:
    """An answer that came to its end by itself; `status` is "complete", "failed" or "interrupted"."""

    turn_id: str
    conversation_id: str
    title: str
    status: str


@dataclass(frozen=True, slots=True)
class AnswerNews:
    """What runs now, and what of the turns known before has ended."""

    running: frozenset[str]
    ended: tuple[EndedAnswer, ...]


class AnswerNewsService:
    """Compares what runs with what ran."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def since(self, actor: Actor, known: frozenset[str]) -> AnswerNews:
        """What became of the turns in `known`; pass `running` of the answer the next time."""

        def read(session: Session) -> AnswerNews:
            running = news_queries.running_turn_ids(session, actor)
            gone = known - running
            rows = news_queries.ended_by_themselves(session, actor, gone) if gone else []
            return AnswerNews(running, tuple(EndedAnswer(turn.id, chat.id, chat.title, turn.status) for turn, chat in rows))

        return await self._db.read(read)
