"""The list of groups, and new ones."""

from __future__ import annotations

from typing import Any

import reflex as rx

from chat_app.container import services
from chat_app.errors import AppError
from chat_app.services.groups.dto import Group, GroupDetails
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.pagination import Page
from chat_app.state.admin.gate_state import for_admins
from chat_app.state.admin.listing import ListMixin, Row, Wish
from chat_app.state.shared.guards import current_actor
from chat_app.state.shared.notices import error_sentence
from chat_app.state.shared.reader import reader_language


class GroupsState(ListMixin, rx.State):
    """Groups by name. `created_id` is the newest one made here: the page goes there."""

    created_id: rx.Field[str] = rx.field("")
    create_problem: rx.Field[str] = rx.field("")

    @rx.event
    @for_admins("admin.groups")
    async def load(self):
        """Read the first page."""
        self.create_problem = self.created_id = ""
        await self._read(self._reader(await current_actor(self)), "", "", {})

    @rx.event
    @for_admins("admin.groups")
    async def query(self, search: str, sort: str, filters: dict[str, str], step: str):
        """What the table asks for."""
        await self._read(self._reader(await current_actor(self)), search, sort, filters, step)

    @rx.event
    @for_admins("admin.groups")
    async def create(self, name: str):
        """Make a group."""
        actor = await current_actor(self)
        try:
            group_id = await services().groups.create(actor, GroupDetails(name))
        except AppError as error:
            self.create_problem = error_sentence(error.key, await reader_language(self), **error.params)
            return
        self.created_id = group_id

    def _reader(self, actor: Actor) -> Any:
        async def read(wish: Wish) -> Page[Row]:
            page = await services().groups.list(actor, wish.search, wish.cursor)
            return Page([group_row(group) for group in page.items], page.next_cursor)

        return read


def group_row(group: Group) -> Row:
    """A line of the table."""
    limits = sum(value is not None for value in group.policy.limits.model_dump().values())
    cells = {
        "name": group.name,
        "members": str(group.members),
        "models": ", ".join(group.policy.models[:3]) + (" …" if len(group.policy.models) > 3 else ""),
        "features_off": str(len(group.policy.features_off)) if group.policy.features_off else "",
        "limits": str(limits) if limits else "",
        "updated": group.updated_at.isoformat(),
    }
    return Row(group.id, cells, f"/admin/groups/{group.id}", {"name": group.description} if group.description else {})
