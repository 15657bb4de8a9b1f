"""A chat whose calls are looked at, of somebody who may administer models."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest
from sqlmodel import Session, col, select

from chat_app.db import Database
from chat_app.models import UsageCall, UsageDay
from chat_app.services.access.matrix import permissions_of
from chat_app.services.kernel.actor import Actor
from chat_app.services.usage import UsageService
from tests.services.chat.conftest import Chat, make_chat, make_user


@pytest.fixture
async def chat(db: Database) -> AsyncIterator[Chat]:
    chat = make_chat(db, make_user(db))
    yield chat
    await chat.turns.close()


@pytest.fixture
def usage(db: Database) -> UsageService:
    return UsageService(db)


@pytest.fixture
def admin(db: Database) -> Actor:
    return Actor(make_user(db, "Boss").user_id, "Boss", role="admin", permissions=permissions_of("admin"))


def calls_in(db: Database, kind: str = "") -> Sequence[UsageCall]:
    """All calls that were recorded, oldest first."""
    statement = select(UsageCall).order_by(col(UsageCall.id))
    return db.read_now(lambda session: session.exec(statement.where(UsageCall.kind == kind) if kind else statement).all())


def counted_in(db: Database) -> tuple[int, int]:
    """What limits and budgets know: tokens, and nano-dollars."""

    def load(session: Session) -> tuple[int, int]:
        days = session.exec(select(UsageDay)).all()
        return sum(day.tokens for day in days), sum(day.cost_nano for day in days)

    return db.read_now(load)
