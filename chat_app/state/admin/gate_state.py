"""Who may see pages of administration: asked before anything is shown, and again while they are open."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import reflex as rx

from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.reflex_internals import is_background, root_of

H = TypeVar("H", bound=Callable[..., Any])
PACKAGE = "chat_app.state.admin"


class AdminGateState(rx.State):
    """`status` is empty while nobody has asked, then "open" or "closed". Closed looks like an address that is none."""

    status: rx.Field[str] = rx.field("")
    permissions: rx.Field[list[str]] = rx.field(default_factory=list)
    """The parts of administration that are open."""

    @rx.event
    @signed_in(permission="account")
    async def check(self):
        """Open or close; closing forgets everything that was read."""
        await self._admit((await current_actor(self)).permissions)

    async def _admit(self, permissions: frozenset[str]) -> None:
        allowed = sorted(name for name in permissions if name.startswith("admin."))
        if not allowed:
            forget_all(self)
        self.permissions, self.status = allowed, "open" if allowed else "closed"


def for_admins(permission: str) -> Callable[[H], H]:
    """`signed_in(permission=…)` for events of administration: whoever lost the role sees the page go, and no data."""

    def decorate(handler: H) -> H:
        guarded: Any = signed_in(permission=permission)(handler)

        @wraps(guarded)
        async def call(self: rx.State, *args: Any, **kwargs: Any) -> Any:
            if not await _is_open(self, permission):
                return None
            return await guarded(self, *args, **kwargs)

        return call  # pyright: ignore[reportReturnType]  (same signature)

    return decorate


async def _is_open(state: rx.State, permission: str) -> bool:
    """Whether the caller has the permission; else the gate closes. Background events cannot be guarded so."""
    assert not is_background(state)  # noqa: S101  (a mistake of the developer)
    actor = await current_actor(state)
    if permission in actor.permissions:
        return True
    await (await state.get_state(AdminGateState))._admit(actor.permissions)
    return False


def forget_all(state: rx.State) -> None:
    """Empty every state of administration of this tab."""
    waiting = [root_of(state)]
    while waiting:
        each = waiting.pop()
        waiting += each.substates.values()
        if type(each).__module__.startswith(PACKAGE):
            each.reset()
