"""The log of calls as a table for spreadsheets, written in pieces."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from typing import TypeVar

from chat_app.services.access.matrix import require
from chat_app.services.audit import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.csv_text import BYTE_ORDER_MARK, Cell, csv_line
from chat_app.services.kernel.money import exact_amount
from chat_app.services.kernel.pagination import Page
from chat_app.services.usage.dto import LoggedCall, PersonsCall, ShownCall, UsageFilter
from chat_app.services.usage.service import MOST, PERMISSION, UsageService

T = TypeVar("T", LoggedCall, PersonsCall)

_COUNTS = ("tokens_in", "tokens_out", "tokens_cached", "tokens_reasoning")
_WHAT = ("kind", "status", "model_id", "provider")
OWN_COLUMNS = (
    "at", *_WHAT, "own_key", "project", "chat", "key", *_COUNTS, "counted_by", "amount", "currency", "price_version", "rate_day",
    "per_euro", "duration_ms", "ttft_ms", "id",
)  # fmt: skip
ALL_COLUMNS = (
    "at", "person", "person_id", *_WHAT, "own_key", "by_program", *_COUNTS, "counted_by", "provider_cost", "sale", "margin", "currency",
    "price_version", "rate_day", "per_euro", "duration_ms", "id",
)  # fmt: skip


class UsageExport:
    """Streams what `UsageService` shows, latest first."""

    def __init__(self, usage: UsageService, audit: AuditLog) -> None:
        self._usage = usage
        self._audit = audit

    def own(self, actor: Actor, wanted: UsageFilter) -> AsyncIterator[bytes]:
        """The actor's calls."""
        return _table(OWN_COLUMNS, own_cells, lambda cursor: self._usage.calls(actor, wanted, cursor, MOST))

    async def all(self, actor: Actor, wanted: UsageFilter) -> AsyncIterator[bytes]:
        """Everybody's calls; that they were asked for is in the audit log. Raises `NotFoundError` before anything is sent."""
        require(actor, PERMISSION)
        await self._audit.note(actor, "export.make", kind="usage", format="csv")
        return _table(ALL_COLUMNS, all_cells, lambda cursor: self._usage.all_calls(actor, wanted, cursor, MOST))


async def _table(
    columns: tuple[str, ...], cells: Callable[[T], list[Cell]], page_at: Callable[[str], Awaitable[Page[T]]]
) -> AsyncIterator[bytes]:
    yield (BYTE_ORDER_MARK + csv_line(columns)).encode()
    page = await page_at("")
    while page.items:
        yield "".join(csv_line(cells(call)) for call in page.items).encode()
        if not page.next_cursor:
            break
        page = await page_at(page.next_cursor)


def own_cells(call: LoggedCall) -> list[Cell]:
    """A line of the own table."""
    return [
        call.at.isoformat(),
        *(getattr(call, name) for name in _WHAT),
        _yes(call.own_key),
        call.folder_name,
        call.conversation_title,
        call.key_name,
        *(getattr(call, name) for name in _COUNTS),
        call.counted_by,
        _amount(call.amount_nano),
        *_circumstances(call),
        call.duration_ms,
        call.ttft_ms,
        call.id,
    ]


def all_cells(call: PersonsCall) -> list[Cell]:
    """A line of the administrators' table."""
    return [
        call.at.isoformat(),
        call.person_name,
        call.person_id,
        *(getattr(call, name) for name in _WHAT),
        _yes(call.own_key),
        _yes(call.by_program),
        *(getattr(call, name) for name in _COUNTS),
        call.counted_by,
        *(_amount(amount) for amount in (call.cost_nano, call.sale_nano, call.margin_nano)),
        *_circumstances(call),
        call.duration_ms,
        call.id,
    ]


def _circumstances(call: ShownCall) -> tuple[Cell, ...]:
    return call.currency, call.price_version, _day(call.rate_day), _per_euro(call.eur_rate_micro)


def _amount(nano: int | None) -> str:
    return "" if nano is None else exact_amount(nano)


def _per_euro(rate_micro: int | None) -> str:
    return "" if rate_micro is None else f"{rate_micro // 1_000_000}.{rate_micro % 1_000_000:06d}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _yes(value: bool) -> str:
    return "yes" if value else "no"
