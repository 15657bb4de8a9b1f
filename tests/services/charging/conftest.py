"""Shops on both databases, whose books must be right when a test ends."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from chat_app.db import Database
from tests.services.charging.shop import Shop


@pytest.fixture
async def shop(db: Database) -> AsyncIterator[Shop]:
    shop = Shop(db)
    yield shop
    await shop.chat.turns.close()
    shop.is_right()
