"""Changes that depend on what a person has already: nobody may add to it in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlmodel import Session

from chat_app.services.accounts.queries import hold_user
from chat_app.services.kernel.actor import Actor

T = TypeVar("T")


def in_turn(actor: Actor, change: Callable[[Session], T]) -> Callable[[Session], T]:
    """`change` for a transaction that waits for the person's others of this kind (PostgreSQL; SQLite has one writer anyway)."""

    def wait_and_change(session: Session) -> T:
        hold_user(session, actor.user_id)
        return change(session)

    return wait_and_change
