"""A list of administration: searched, filtered, sorted, a page at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import reflex as rx

from chat_app.errors import AppError
from chat_app.services.kernel.pagination import Page
from chat_app.state.shared.notices import error_sentence
from chat_app.state.shared.reader import reader_language

STEPS = ("first", "next", "previous", "again")


@dataclass(frozen=True)
class Row:
    """A row as the table shows it. `cells` hold finished words by column, except for times (ISO) and figures."""

    id: str
    cells: dict[str, str]
    href: str = ""
    notes: dict[str, str] = field(default_factory=dict)
    """A second, quieter line by column."""
    tones: dict[str, str] = field(default_factory=dict)
    """By column "good", "warning", "danger" or "accent": drawn as a label."""


@dataclass(frozen=True)
class Wish:
    """What the reader of a list asked for."""

    search: str = ""
    sort: str = ""
    """The column, with "-" before it for descending."""
    filters: dict[str, str] = field(default_factory=dict)
    cursor: str = ""


Reader = Callable[[Wish], Awaitable[Page[Row]]]


class ListMixin(rx.State, mixin=True):
    """The vars of a list. A state of a page adds an event that calls `_read` with what its table sends."""

    rows: rx.Field[list[Row]] = rx.field(default_factory=list)
    status: rx.Field[str] = rx.field("")
    """Empty before the first answer, then "ready" or "failed"."""
    problem: rx.Field[str] = rx.field("")
    search: rx.Field[str] = rx.field("")
    sort: rx.Field[str] = rx.field("")
    filters: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    page: rx.Field[int] = rx.field(0)
    """Counted from 0."""
    has_next: rx.Field[bool] = rx.field(False)
    _cursors: list[str] = [""]

    async def _read(self, reader: Reader, search: str, sort: str, filters: dict[str, str], step: str = "first") -> None:
        """Bring one page of rows; what is wrong is said in place of them."""
        if step == "first" or (search, sort, filters) != (self.search, self.sort, self.filters):
            self._cursors, self.page = [""], 0
        place = max(0, self.page + {"next": 1, "previous": -1}.get(step, 0))
        place = min(place, len(self._cursors) - 1)
        self.search, self.sort, self.filters = search, sort, filters
        try:
            page = await reader(Wish(search.strip(), sort, {name: value for name, value in filters.items() if value}, self._cursors[place]))
        except AppError as error:
            self.status, self.problem = "failed", error_sentence(error.key, await reader_language(self), **error.params)
            return
        self.rows, self.page, self.status, self.problem = page.items, place, "ready", ""
        self._cursors = [*self._cursors[: place + 1], page.next_cursor] if page.next_cursor else self._cursors[: place + 1]
        self.has_next = bool(page.next_cursor)

    async def _reread(self, reader: Reader) -> None:
        """The same page once more, after something was changed."""
        await self._read(reader, self.search, self.sort, self.filters, "again")
