"""A built-in assistant at a fixed time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chat_app.integrations.llm.offline.engine import Assistant

NOW = datetime(2026, 11, 21, 11, 45, tzinfo=UTC)
"""A Saturday, 34 days before Christmas."""


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    return Assistant(lambda: NOW)
