"""The audit log: found, read entry by entry, checked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import reflex as rx

from chat_app.container import services
from chat_app.errors import InvalidInputError
from chat_app.services.audit.dto import AuditFilter, AuditRow
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.pagination import Page
from chat_app.services.people.dto import PeopleFilter
from chat_app.state.admin.audit_views import EntryView, VerdictView, audit_line, entry_view, export_href, verdict_view
from chat_app.state.admin.gate_state import for_admins
from chat_app.state.admin.listing import ListMixin, Row, Wish
from chat_app.state.shared.guards import current_actor
from chat_app.state.shared.reader import reader_language

FILTERS = ("area", "outcome", "since", "until", "actor", "subject")


class AuditState(ListMixin, rx.State):
    """The log, newest first."""

    entry: rx.Field[EntryView] = rx.field(default_factory=EntryView)
    verdict: rx.Field[VerdictView] = rx.field(default_factory=VerdictView)
    csv_href: rx.Field[str] = rx.field("")
    json_href: rx.Field[str] = rx.field("")
    """Files of what is searched for."""
    _shown: dict[str, AuditRow] = {}

    @rx.event
    @for_admins("admin.audit")
    async def load(self):
        """Begin with what the address asks for: `?subject=<id>`."""
        self.entry, self.verdict = EntryView(), VerdictView()
        given = self.router.url.query_parameters
        filters = {name: given[name] for name in FILTERS if given.get(name)}
        await self._read(await self._reader(await current_actor(self)), given.get("q", ""), "", filters)

    @rx.event
    @for_admins("admin.audit")
    async def query(self, search: str, sort: str, filters: dict[str, str], step: str):
        """What the table asks for."""
        await self._read(await self._reader(await current_actor(self)), search, sort, filters, step)

    @rx.event
    @for_admins("admin.audit")
    async def open(self, seq: str):
        """Show one entry of the page in full; an empty number closes it."""
        row = self._shown.get(seq)
        names = await services().people.names(await current_actor(self), _persons([row])) if row else {}
        self.entry = entry_view(row, names, await reader_language(self)) if row else EntryView()

    @rx.event
    @for_admins("admin.audit")
    async def verify(self):
        """Read the whole chain and say whether it is what was written."""
        actor, language = await current_actor(self), await reader_language(self)
        verdict = await services().audit_keeper.verify()
        outcome = "done" if verdict.is_whole else "failed"
        await services().audit.note(actor, "audit.verify", kind="audit", outcome=outcome, checked=verdict.checked, problem=verdict.problem)
        self.verdict = verdict_view(verdict, language, self.verdict.serial + 1)

    async def _reader(self, actor: Actor) -> Any:
        language = await reader_language(self)

        async def read(wish: Wish) -> Page[Row]:
            wanted = await audit_filter(actor, wish.search, wish.filters)
            page = await services().audit_trail.search(actor, wanted, wish.cursor)
            self.csv_href, self.json_href = export_href(wanted, "csv"), export_href(wanted, "jsonl")
            names = await services().people.names(actor, _persons(page.items))
            self._shown = {str(row.seq): row for row in page.items}
            return Page([audit_line(row, names, language) for row in page.items], page.next_cursor)

        return read


async def audit_filter(actor: Actor, search: str, filters: dict[str, str]) -> AuditFilter:
    """What was asked for; `search` is an action ("user.role", "session.") or somebody's name or address."""
    is_action = "." in search and "@" not in search and " " not in search
    person = await _person(actor, search) if search and not is_action else filters.get("actor", "")
    return AuditFilter(
        since=_day(filters.get("since", "")),
        until=_day(filters.get("until", ""), after=timedelta(days=1)),
        actor_id=person,
        subject_id=filters.get("subject", ""),
        action=search if is_action else filters.get("area", ""),
        outcome=filters.get("outcome", ""),  # pyright: ignore[reportArgumentType]  (an outcome that is none finds nothing)
    )


async def _person(actor: Actor, search: str) -> str:
    """Whom a name or an address means; raises `InvalidInputError` for nobody, or for several."""
    found = (await services().people.list(actor, PeopleFilter(search=search), limit=2)).items
    if len(found) != 1:
        raise InvalidInputError("admin_audit.error_several" if found else "admin_audit.error_nobody")
    return found[0].id


def _day(text: str, after: timedelta = timedelta()) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC) + after
    except (ValueError, OverflowError) as error:
        raise InvalidInputError("admin_audit.error_day") from error


def _persons(rows: list[AuditRow]) -> list[str]:
    return list({name for row in rows for name in (row.actor_id, row.subject_id) if name})
