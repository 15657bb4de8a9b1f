"""Every column of what goes into the ZIP is in it, or stays behind for a reason that somebody wrote down."""

from __future__ import annotations

import pytest

from chat_app.services.project_files.form import KINDS

WHOSE = {"owner_id", "author_id"}
BY_IMPORT = {"deleted_at", "seen_at", "text_hash", "thumbnail_sha256", "model_sha256", "content_id", "state", "problem", "problem_params"}
"""The importer's own, told anew, or made anew of the bytes."""
ELSEWHERE = {"turn_id"}
"""Turns say what was paid, and stay where it was."""
LEFT: dict[str, set[str]] = {"folder": {"payer"}, "assistant": {"created_at", "updated_at"}, "attachment": set()}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_forgotten(kind: str) -> None:
    columns = {column.key for column in KINDS[kind].model.__table__.columns}  # type: ignore[attr-defined]
    problem = {"problem"} if kind == "attachment" else set()
    assert columns - set(KINDS[kind].fields) <= (WHOSE | BY_IMPORT | ELSEWHERE | LEFT.get(kind, set())) - problem
    assert set(KINDS[kind].fields) <= columns
