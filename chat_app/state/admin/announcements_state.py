"""The page of announcements: a list, and one form for a new one and for one that was chosen."""

from datetime import datetime
from typing import Any

import reflex as rx
from pydantic import TypeAdapter, ValidationError

from chat_app.container import services
from chat_app.errors import AppError
from chat_app.i18n import translate
from chat_app.services.announcements.dto import Announcement, AnnouncementText
from chat_app.services.announcements.errors import AnnouncementTimesError
from chat_app.services.kernel.pagination import Page
from chat_app.state.admin.gate_state import for_admins
from chat_app.state.admin.listing import ListMixin, Row, Wish
from chat_app.state.announcements.banner_state import BannerState
from chat_app.state.shared.guards import current_actor
from chat_app.state.shared.notices import error_sentence
from chat_app.state.shared.reader import reader_language

NEW: dict[str, Any] = {"text_en": "", "text_de": "", "level": "info", "starts_at": "", "ends_at": ""}
TEXT = TypeAdapter(AnnouncementText)
LEVELS = {"info": "admin_announcements.info", "warning": "admin_announcements.warning", "danger": "admin_announcements.danger"}
PHASES = {"planned": "admin_announcements.planned", "shown": "admin_announcements.shown", "over": "admin_announcements.over"}
TONES = {"info": "accent", "warning": "warning", "danger": "danger"}


class AnnouncementsState(ListMixin, rx.State):
    """`chosen` is the announcement in the form, "" for a new one."""

    chosen: rx.Field[str] = rx.field("")
    values: rx.Field[dict[str, Any]] = rx.field(default_factory=NEW.copy)
    problems: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    saved: rx.Field[int] = rx.field(0)

    @rx.event
    @for_admins("admin.announcements")
    async def load(self):
        """The first page of the list, and an empty form."""
        self._begin("", NEW)
        await self._read(self._page, "", "", {})

    @rx.event
    @for_admins("admin.announcements")
    async def query(self, search: str, sort: str, filters: dict[str, str], step: str):
        """What the table asks for."""
        await self._read(self._page, search, sort, filters, step)

    @rx.event
    @for_admins("admin.announcements")
    async def choose(self, announcement_id: str):
        """Bring one into the form."""
        found = await services().announcements.get(await current_actor(self), announcement_id)
        self._begin(found.id, _values(found))

    @rx.event
    @for_admins("admin.announcements")
    async def start_new(self):
        """Empty the form."""
        self._begin("", NEW)

    @rx.event
    @for_admins("admin.announcements")
    async def save(self, values: dict[str, Any]):
        """Announce what is in the form, or write the chosen announcement anew."""
        actor, verbs = await current_actor(self), services().announcements
        try:
            text = TEXT.validate_python(_given(values))
            await (verbs.change(actor, self.chosen, text) if self.chosen else verbs.create(actor, text))
        except ValidationError:
            self.problems = await self._explained(AnnouncementTimesError())
            return None
        except AppError as error:
            self.problems = await self._explained(error)
            return None
        self._begin("", NEW)
        self.saved += 1
        await self._reread(self._page)
        return BannerState.load

    @rx.event
    @for_admins("admin.announcements")
    async def delete(self):
        """Take the chosen announcement away from all pages."""
        await services().announcements.delete(await current_actor(self), self.chosen)
        self._begin("", NEW)
        await self._reread(self._page)
        return BannerState.load

    def _begin(self, announcement_id: str, values: dict[str, Any]) -> None:
        self.chosen, self.values, self.problems = announcement_id, dict(values), {}

    async def _explained(self, error: AppError) -> dict[str, str]:
        field = "ends_at" if isinstance(error, AnnouncementTimesError) else "text_en"
        return {field: error_sentence(error.key, await reader_language(self), **error.params)}

    async def _page(self, wish: Wish) -> Page[Row]:
        language = await reader_language(self)
        page = await services().announcements.list(await current_actor(self), wish.search, wish.cursor)
        return Page([_row(each, language) for each in page.items], page.next_cursor)


def _given(values: dict[str, Any]) -> dict[str, Any]:
    """What was filled in; the rest gets its default."""
    return {name: values[name] for name in NEW if values.get(name)}


def _row(each: Announcement, language: str) -> Row:
    text = (each.text_de or each.text_en) if language == "de" else (each.text_en or each.text_de)
    cells = {
        "text": text if len(text) <= 120 else f"{text[:119]}…",
        "level": translate(LEVELS[each.level], language),
        "phase": translate(PHASES[each.phase], language),
        "starts_at": _iso(each.starts_at),
        "ends_at": _iso(each.ends_at),
    }
    return Row(each.id, cells, tones={"level": TONES[each.level], "phase": "good" if each.phase == "shown" else ""})


def _values(each: Announcement) -> dict[str, Any]:
    times = {"starts_at": _iso(each.starts_at), "ends_at": _iso(each.ends_at)}
    return {"text_en": each.text_en, "text_de": each.text_de, "level": each.level, **times}


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
