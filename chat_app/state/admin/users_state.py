"""The list of people."""

from __future__ import annotations

from typing import Any

import reflex as rx

from chat_app.container import services
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.pagination import Page
from chat_app.services.people.dto import PeopleFilter, Person
from chat_app.state.admin.gate_state import for_admins
from chat_app.state.admin.listing import ListMixin, Row, Wish
from chat_app.state.admin.people_words import STATE_TONES, name_of, role_word, state_word
from chat_app.state.shared.guards import current_actor
from chat_app.state.shared.reader import reader_language

SORTS = {"name", "email", "created", "seen"}
FILTERS = ("role", "state", "group_id")


class UsersState(ListMixin, rx.State):
    """People, as many as a page has; and the groups to choose from."""

    group_options: rx.Field[list[dict[str, str]]] = rx.field(default_factory=list)

    @rx.event
    @for_admins("admin.users")
    async def load(self):
        """Begin with what the address asks for: `?role=admin`, `?state=suspended`, `?group_id=…`."""
        actor = await current_actor(self)
        given = self.router.url.query_parameters
        filters = {name: given[name] for name in FILTERS if given.get(name)}
        await self._read(self._reader(actor, await reader_language(self)), given.get("q", ""), "name", filters)
        groups = await services().groups.list(actor, limit=200)
        self.group_options = [{"value": group.id, "label": group.name} for group in groups.items]

    @rx.event
    @for_admins("admin.users")
    async def query(self, search: str, sort: str, filters: dict[str, str], step: str):
        """What the table asks for."""
        actor = await current_actor(self)
        await self._read(self._reader(actor, await reader_language(self)), search, sort, filters, step)

    async def _again(self, actor: Actor) -> None:
        """After something was changed."""
        await self._reread(self._reader(actor, await reader_language(self)))

    def _reader(self, actor: Actor, language: str) -> Any:
        async def read(wish: Wish) -> Page[Row]:
            page = await services().people.list(actor, people_filter(wish.search, wish.sort, wish.filters), wish.cursor)
            return Page([person_row(person, language) for person in page.items], page.next_cursor)

        return read


def people_filter(search: str, sort: str, filters: dict[str, str]) -> PeopleFilter:
    """What the service understands; values that it does not know find nobody or, for the order, the usual one."""
    order = sort.removeprefix("-")
    return PeopleFilter(
        search=search,
        role=filters.get("role", ""),  # pyright: ignore[reportArgumentType]  (a role that is none finds nobody)
        state=filters.get("state", ""),  # pyright: ignore[reportArgumentType]
        group_id=filters.get("group_id", ""),
        sort=order if order in SORTS else "name",  # pyright: ignore[reportArgumentType]
        descending=sort.startswith("-"),
    )


def person_row(person: Person, language: str) -> Row:
    """A line of the table."""
    cells = {
        "name": name_of(person.name, person.email, language),
        "role": role_word(person.role, language),
        "state": state_word(person.state, language),
        "groups": ", ".join(group.name for group in person.groups),
        "seen": person.last_seen_at.isoformat() if person.last_seen_at else "",
        "created": person.created_at.isoformat(),
    }
    tones = {"state": STATE_TONES[person.state]} if STATE_TONES[person.state] else {}
    tones |= {"role": "accent"} if person.role == "admin" else {}
    return Row(person.id, cells, f"/admin/users/{person.id}", {"name": person.email} if person.name else {}, tones)
