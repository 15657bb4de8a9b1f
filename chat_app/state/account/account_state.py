"""Who is signed in, and what this person may not use: for the frame of the page. The guards decide, this only shows."""

import reflex as rx

from chat_app.container import services
from chat_app.services.access.matrix import features
from chat_app.services.kernel.actor import Actor
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.proof_wish import ProofWish

LOGIN, ADMINISTRATION, TEAM, CREDIT = "login", "administration", "team", "billing"
"""Beside the features of the matrix: that there is a session to end, that the person administers this Parley, or leads groups, and
that credit means something to them."""


class AccountState(rx.State):
    """Small facts only. Keys, codes and passwords never pass through here."""

    name: rx.Field[str] = rx.field("")
    email: rx.Field[str] = rx.field("")
    off: rx.Field[list[str]] = rx.field(default_factory=lambda: [LOGIN, ADMINISTRATION, TEAM, CREDIT])
    """What is not offered to the person."""
    ready: rx.Field[bool] = rx.field(False)

    @rx.event
    @signed_in(permission="account")
    async def load(self):
        """Read who is there."""
        (await self.get_state(ProofWish))._forget()
        actor = await current_actor(self)
        own = await services().own_account.access(actor)
        off = _off(actor) if await services().wallets.matters(actor) else [*_off(actor), CREDIT]
        self.name, self.email, self.off, self.ready = actor.name, own.email, off, True


def _off(actor: Actor) -> list[str]:
    off = sorted(features() - actor.permissions)
    if not actor.session_id:
        off.append(LOGIN)
    if "admin.overview" not in actor.permissions or not actor.session_id:
        off.append(ADMINISTRATION)
    if actor.role != "manager":
        off.append(TEAM)
    return off
