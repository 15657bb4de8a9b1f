"""People with a sidebar of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chat_app.db import Database
from tests.services.chat.conftest import make_user
from tests.services.workspace.desk import Desk


@pytest.fixture
def desk(db: Database) -> Desk:
    return Desk(db, make_user(db))


@pytest.fixture
def make_desk(db: Database) -> Callable[[str], Desk]:
    return lambda name: Desk(db, make_user(db, name))
