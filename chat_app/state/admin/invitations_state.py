"""Invitations that nobody has taken yet: all of them for administrators, their own for managers."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from chat_app.container import services
from chat_app.services.accounts.invitations import PAGE, InvitationView
from chat_app.services.kernel.actor import Actor
from chat_app.state.admin.people_words import role_word
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.reader import reader_language


@dataclass(frozen=True)
class OpenInvitation:
    """A line of the list; `until` is when the link stops working."""

    id: str
    email: str
    role: str
    groups: list[str]
    """Their ids."""
    until: str


class InvitationsState(rx.State):
    """Newest first, as many as were asked for."""

    invitations: rx.Field[list[OpenInvitation]] = rx.field(default_factory=list)
    has_more: rx.Field[bool] = rx.field(False)

    @rx.event
    @signed_in(permission="invite", quiet=True)
    async def load(self):
        """Read the list from its beginning."""
        self.invitations = []
        await self._read(await current_actor(self))

    @rx.event
    @signed_in(permission="invite")
    async def more(self):
        """Read on."""
        await self._read(await current_actor(self))

    @rx.event
    @signed_in(permission="invite")
    async def withdraw(self, invitation_id: str):
        """Make an invitation worthless. One that was taken meanwhile leaves the list as well."""
        actor = await current_actor(self)
        self.invitations = [each for each in self.invitations if each.id != invitation_id]
        await services().invitations.withdraw(actor, invitation_id)

    async def _read(self, actor: Actor) -> None:
        language, last = await reader_language(self), self.invitations[-1].id if self.invitations else ""
        found = await services().invitations.open(actor, last)
        self.invitations = [*self.invitations, *(invitation_line(each, language) for each in found)]
        self.has_more = len(found) == PAGE


def invitation_line(view: InvitationView, language: str) -> OpenInvitation:
    return OpenInvitation(view.id, view.email, role_word(view.role, language), list(view.group_ids), view.expires_at.isoformat())
