"""What a manager sees of the groups that they lead. Administrators are in none of it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from chat_app.container import services
from chat_app.services.groups.dto import Member
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.pagination import Page
from chat_app.state.admin.invitations_state import InvitationsState
from chat_app.state.admin.listing import ListMixin, Row, Wish
from chat_app.state.admin.people_words import STATE_TONES, name_of, role_word, state_word
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.reader import reader_language


class TeamGateState(rx.State):
    """Whether the page is there for the reader: "open", "closed", or not asked yet."""

    status: rx.Field[str] = rx.field("")

    @rx.event
    @signed_in(permission="account")
    async def check(self):
        """Ask again; who leads nobody any more loses the page and what was on it."""
        allowed = "invite" in (await current_actor(self)).permissions
        if not allowed:
            (await self.get_state(TeamState)).reset()
            (await self.get_state(InvitationsState)).reset()
        self.status = "open" if allowed else "closed"


class TeamState(ListMixin, rx.State):
    """The people of one of the groups that the manager leads."""

    groups: rx.Field[list[dict[str, str]]] = rx.field(default_factory=list)
    """Of each "value" (its id), "label", "description" and "members", how many."""
    group_id: rx.Field[str] = rx.field("")
    inviting: rx.Field[str] = rx.field("")
    """"open", "closed" while this Parley takes nobody, "none" for who leads no group; not known yet before `loaded`."""
    loaded: rx.Field[bool] = rx.field(False)

    @rx.event
    @signed_in(permission="invite", quiet=True)
    async def load(self):
        """Read the groups, and the people of the first one."""
        actor = await current_actor(self)
        led = await services().groups.led(actor)
        self.groups = [
            {"value": group.id, "label": group.name, "description": group.description, "members": str(group.members)} for group in led
        ]
        if self.group_id not in {group.id for group in led}:
            self.group_id = led[0].id if led else ""
        allowed = await services().invitations.may_send(actor)
        self.inviting = "none" if not led else "open" if allowed else "closed"
        self.loaded = True
        await self._show(actor)

    @rx.event
    @signed_in(permission="invite")
    async def choose(self, group_id: str):
        """Show another group."""
        self.group_id = group_id
        await self._show(await current_actor(self))

    @rx.event
    @signed_in(permission="invite")
    async def query(self, search: str, sort: str, filters: dict[str, str], step: str):
        """What the table asks for."""
        await self._read(await self._reader(await current_actor(self)), search, sort, filters, step)

    async def _show(self, actor: Actor) -> None:
        if self.group_id:
            await self._read(await self._reader(actor), "", "", {})

    async def _reader(self, actor: Actor) -> Any:
        language, group_id = await reader_language(self), self.group_id

        async def read(wish: Wish) -> Page[Row]:
            page = await services().groups.led_members(actor, group_id, wish.search, wish.cursor)
            return Page([team_row(member, language) for member in page.items], page.next_cursor)

        return read


def team_row(member: Member, language: str) -> Row:
    """A line of the table."""
    cells = {
        "name": name_of(member.name, member.email, language),
        "role": role_word(member.role, language),
        "state": state_word(member.state, language),
        "added": member.added_at.isoformat(),
    }
    tone = STATE_TONES.get(member.state)
    return Row(member.id, cells, notes={"name": member.email} if member.name else {}, tones={"state": tone} if tone else {})
