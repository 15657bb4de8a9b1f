"""Refused events leave an entry in the audit log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import reflex as rx

from chat_app.container import services
from chat_app.errors import AppError, NotAllowedError, NotFoundError
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import is_id
from chat_app.state.shared.reflex_internals import knock_of

NOBODY = "nobody is signed in"
ANOTHER_TAB = "state of another person"


async def note_refusal(state: rx.State, name: str, error: Exception, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
    """Record that somebody was refused a thing that is not theirs, or an act that is not for them; never fails."""
    if not isinstance(error, NotFoundError | NotAllowedError):
        return
    try:
        actor = await services().accounts.authenticate(knock_of(state), is_activity=False)
    except AppError:
        return
    ids = [value for value in (*args, *kwargs.values()) if isinstance(value, str) and is_id(value)]
    await services().refusals.note(actor, "event", f"{type(state).__name__}.{name}", ids[0] if ids else "", reason=error.key)


async def note_dropped(reason: str, actor: Actor | None = None) -> None:
    """Record that an event was not let in at all; one entry a minute stands for everybody who is not signed in."""
    await services().refusals.note(actor or Actor(""), "event", reason)
