"""A chat whose person has limits."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from chat_app.db import Database
from tests.services.chat.conftest import Chat, make_chat, make_user


@pytest.fixture
async def chat(db: Database) -> AsyncIterator[Chat]:
    chat = make_chat(db, make_user(db))
    yield chat
    await chat.turns.close()
