"""What a process does about one call until it dies on the way, and what the next process makes of what it left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bench.failpoints.shop import Shop
from chat_app.db import Database
from chat_app.models import Hold, Message, UsageCall
from chat_app.services.chat.checkpoints import CHECKPOINT_SECONDS
from chat_app.services.chat.dto import NewTurn
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.ledger import holds
from chat_app.services.ledger.invariants import violations

POINTS = (
    "hold.before_commit",
    "hold.after_commit",
    "answer.first_word",
    "capture.before_commit",
    "capture.after_commit",
    "sweep.before_commit",
)
LATER = timedelta(minutes=16)


async def act(url: str, point: str) -> None:
    """Ask for an answer that is long enough for a checkpoint, or sweep what another process left."""
    shop = Shop(Database(url), pause=2 * CHECKPOINT_SECONDS)
    actor = shop.person()
    if point.startswith("sweep"):
        _leave_behind(shop.db, actor)
        await shop.cover.sweep()
        return
    turn = await shop.turns.begin(actor, NewTurn("", text="Hello"))
    async for _ in shop.turns.follow(actor, turn.id):
        pass


def _leave_behind(db: Database, actor: Actor) -> None:
    begun = utc_now() - LATER
    db.write_now(lambda session: holds.hold(session, actor.user_id, new_id(), 1_000, begun, begun + timedelta(minutes=15)))


@dataclass(frozen=True, slots=True)
class Left:
    """What is there after the next start and a sweep."""

    answers: int
    """With words that a person can read."""
    charges: int
    open_holds: int
    violations: int


async def recover(url: str) -> Left:
    """As the next process does; the sweep comes when the holds are due."""
    db = Database(url)
    try:
        await Shop(db).turns.recover(all_of_them=True)
        later = _later
        for _ in range(2):
            await Shop(db, clock=later).cover.sweep()
        return db.read_now(lambda session: _left(session, later()))
    finally:
        db.close()


def _later() -> datetime:
    return utc_now() + LATER


def _left(session: Session, now: datetime) -> Left:
    answers = session.exec(select(Message).where(Message.role == "assistant", Message.text != "")).all()
    charges = session.exec(select(UsageCall).where(col(UsageCall.charged_nano) > 0)).all()
    still_open = session.exec(select(Hold).where(Hold.state == "open")).all()
    return Left(len(answers), len(charges), len(still_open), len(violations(session, now)))
