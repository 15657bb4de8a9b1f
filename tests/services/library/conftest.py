"""A person with an empty library."""

from __future__ import annotations

import pytest

from chat_app.db import Database
from chat_app.models import User
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id


def person(db: Database) -> Actor:
    user_id = new_id()
    db.write_now(lambda session: session.add(User(id=user_id, name="Ada", created_at=utc_now())))
    return Actor(user_id)


@pytest.fixture
def actor(db: Database) -> Actor:
    return person(db)


@pytest.fixture
def other(db: Database) -> Actor:
    return person(db)


@pytest.fixture
def changes() -> ChangeFeed:
    return ChangeFeed()
