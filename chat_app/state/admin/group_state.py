"""One group: its policy and its people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import reflex as rx

from chat_app.container import services
from chat_app.errors import AppError, NotFoundError
from chat_app.services.groups.dto import GroupDetails
from chat_app.services.kernel.actor import Actor
from chat_app.services.people.dto import PeopleFilter
from chat_app.state.admin.gate_state import for_admins
from chat_app.state.admin.group_views import CandidateView, GroupView, MemberView, Preview, group_view, member_view, preview, read_policy
from chat_app.state.admin.people_words import name_of
from chat_app.state.shared.guards import current_actor
from chat_app.state.shared.notices import error_sentence
from chat_app.state.shared.reader import reader_language

GROUP_PATH = re.compile(r"/admin/groups/([0-9A-Za-z-]{1,36})/?")
CANDIDATES = 8


@dataclass(frozen=True)
class MembersView:
    """As many members as were asked for."""

    rows: list[MemberView]
    search: str = ""
    cursor: str = ""


class GroupState(rx.State):
    """The group of the address. `saved` counts what was saved, `deleted` says that the page has nothing to show any more."""

    group: rx.Field[GroupView] = rx.field(default_factory=GroupView)
    members: rx.Field[MembersView] = rx.field(default_factory=lambda: MembersView([]))
    candidates: rx.Field[list[CandidateView]] = rx.field(default_factory=list)
    preview: rx.Field[Preview] = rx.field(default_factory=Preview)
    problem: rx.Field[str] = rx.field("")
    saved: rx.Field[int] = rx.field(0)
    ready: rx.Field[bool] = rx.field(False)
    gone: rx.Field[str] = rx.field("")
    """Empty, "missing" or "deleted"."""

    @rx.event
    @for_admins("admin.groups")
    async def load(self):
        """Read the group that the address names, or say that there is none."""
        self.reset()
        found = GROUP_PATH.fullmatch(self.router.url.path)
        actor = await current_actor(self)
        try:
            await self._show(actor, found[1] if found else "")
        except NotFoundError:
            self.gone = "missing"
            return
        await self._list(actor, "", "")

    @rx.event
    @for_admins("admin.groups")
    async def save(self, changes: dict[str, Any]):
        """Set name, description and policy anew; what is wrong is said on the page."""
        actor, language = await current_actor(self), await reader_language(self)
        try:
            details = GroupDetails(str(changes.get("name", "")), str(changes.get("description", "")), read_policy(changes, language))
            await services().groups.change(actor, self.group.id, details)
        except AppError as error:
            self.problem = error_sentence(error.key, language, **error.params)
            return
        self.problem = ""
        await self._show(actor, self.group.id)
        self.saved += 1

    @rx.event
    @for_admins("admin.groups")
    async def show_models(self, patterns: list[str]):
        """How many models these patterns let through."""
        models = await services().catalogue.models(await current_actor(self))
        self.preview = preview(patterns, [card.id for card in models])

    @rx.event
    @for_admins("admin.groups")
    async def delete(self):
        """Delete the group; its people stay."""
        await services().groups.delete(await current_actor(self), self.group.id)
        self.reset()
        self.gone = "deleted"

    @rx.event
    @for_admins("admin.groups")
    async def list_members(self, search: str, cursor: str):
        """Search among the members, or read on."""
        await self._list(await current_actor(self), search, cursor)

    @rx.event
    @for_admins("admin.groups")
    async def find_people(self, search: str):
        """People who could be put into the group."""
        actor, language, text = await current_actor(self), await reader_language(self), search.strip()
        found = (await services().people.list(actor, PeopleFilter(search=text), limit=CANDIDATES)).items if text else []
        others = [person for person in found if all(group.id != self.group.id for group in person.groups)]
        self.candidates = [CandidateView(each.id, name_of(each.name, each.email, language), each.email) for each in others]

    @rx.event
    @for_admins("admin.groups")
    async def add(self, user_id: str):
        """Put somebody in."""
        actor = await current_actor(self)
        await services().groups.add_members(actor, self.group.id, [user_id])
        self.candidates = []
        await self._follow(actor)

    @rx.event
    @for_admins("admin.groups")
    async def remove(self, user_id: str):
        """Take somebody out."""
        actor = await current_actor(self)
        await services().groups.remove_members(actor, self.group.id, [user_id])
        await self._follow(actor)

    @rx.event
    @for_admins("admin.groups")
    async def set_lead(self, user_id: str, leads: bool):
        """Say whether a manager leads the group."""
        actor = await current_actor(self)
        await services().groups.set_lead(actor, self.group.id, user_id, leads=leads)
        await self._follow(actor)

    async def _follow(self, actor: Actor) -> None:
        await self._show(actor, self.group.id)
        await self._list(actor, self.members.search, "")

    async def _show(self, actor: Actor, group_id: str) -> None:
        self.group, self.ready = group_view(await services().groups.get(actor, group_id)), True

    async def _list(self, actor: Actor, search: str, cursor: str) -> None:
        page = await services().groups.members(actor, self.group.id, search.strip(), cursor)
        language = await reader_language(self)
        rows = [*(self.members.rows if cursor else []), *(member_view(member, language) for member in page.items)]
        self.members = MembersView(rows, search, page.next_cursor)
