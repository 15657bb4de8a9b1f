"""People with a sidebar of their own, who share."""

from __future__ import annotations

from tests.services.workspace.conftest import desk, make_desk

__all__ = ["desk", "make_desk"]
