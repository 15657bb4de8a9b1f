"""One person, and what administrators do to accounts."""

from __future__ import annotations

import re

import reflex as rx

from chat_app.container import services
from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.services.access.matrix import ROLES
from chat_app.services.kernel.actor import Actor
from chat_app.state.admin.gate_state import for_admins
from chat_app.state.admin.person_views import PersonView, person_view
from chat_app.state.shared.guards import current_actor
from chat_app.state.shared.notices import show_undo
from chat_app.state.shared.reader import reader_language

PERSON_PATH = re.compile(r"/admin/users/([0-9A-Za-z-]{1,36})(?:/chats)?/?")


class PersonState(rx.State):
    """The person of the address. Every act reads them anew."""

    person: rx.Field[PersonView] = rx.field(default_factory=PersonView)
    ready: rx.Field[bool] = rx.field(False)
    missing: rx.Field[bool] = rx.field(False)
    reset_link: rx.Field[str] = rx.field("")
    """To be passed on where no mail leaves the house."""

    @rx.event
    @for_admins("admin.users")
    async def load(self):
        """Read the person whom the address names, or say that there is nobody."""
        self.reset()
        found = PERSON_PATH.fullmatch(self.router.url.path)
        try:
            await self._show(await current_actor(self), found[1] if found else "")
        except NotFoundError:
            self.missing = True

    @rx.event
    @for_admins("admin.users")
    async def set_role(self, role: str):
        """Give another role; the person signs in anew."""
        if role not in ROLES:
            raise InvalidInputError
        actor = await current_actor(self)
        await services().people.set_role(actor, self.person.id, role)
        await self._show(actor, self.person.id)

    @rx.event
    @for_admins("admin.users")
    async def suspend(self):
        """Freeze the account."""
        actor = await current_actor(self)
        await services().people.suspend(actor, self.person.id)
        await self._show(actor, self.person.id)

    @rx.event
    @for_admins("admin.users")
    async def unsuspend(self):
        """Let the person in again."""
        actor = await current_actor(self)
        await services().people.unsuspend(actor, self.person.id)
        await self._show(actor, self.person.id)

    @rx.event
    @for_admins("admin.users")
    async def delete(self):
        """Begin the deletion of the account."""
        actor = await current_actor(self)
        await services().people.delete(actor, self.person.id)
        await self._show(actor, self.person.id)

    @rx.event
    @for_admins("admin.users")
    async def keep(self):
        """Take the deletion back."""
        actor = await current_actor(self)
        await services().people.restore(actor, self.person.id)
        await self._show(actor, self.person.id)

    @rx.event
    @for_admins("admin.users")
    async def make_reset_link(self):
        """A link for a new password: mailed, or shown to be passed on."""
        made = await services().recovery.hand_out(await current_actor(self), self.person.id)
        self.reset_link = made.link
        if not made.link:
            await show_undo(self, "admin_person.reset_sent", "", "")

    @rx.event
    @for_admins("admin.users")
    async def end_sessions(self):
        """Sign the person out everywhere."""
        actor = await current_actor(self)
        await services().accounts.end_sessions_of(actor, self.person.id)
        await self._show(actor, self.person.id)

    @rx.event
    @for_admins("admin.users")
    async def end_session(self, session_id: str):
        """Sign one browser out."""
        actor = await current_actor(self)
        await services().accounts.end_session(actor, session_id, self.person.id)
        await self._show(actor, self.person.id)

    @rx.event
    @for_admins("admin.groups")
    async def set_group(self, group_id: str, member: bool):
        """Put the person into a group or take them out."""
        actor = await current_actor(self)
        change = services().groups.add_members if member else services().groups.remove_members
        await change(actor, group_id, [self.person.id])
        await self._show(actor, self.person.id)

    async def _show(self, actor: Actor, person_id: str) -> None:
        """Read everything about the person; raises `NotFoundError`."""
        facts = await services().people.facts(actor, person_id)
        groups = await services().groups.list(actor, limit=200)
        sessions = await services().accounts.login_sessions_of(actor, person_id)
        self.person = person_view(facts, groups.items, sessions, await reader_language(self))
        self.ready = True
