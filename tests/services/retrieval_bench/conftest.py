"""A house with documents in a project, and a search that says what it is told to."""

from __future__ import annotations

from tests.services.knowledge.conftest import house

__all__ = ["house"]
