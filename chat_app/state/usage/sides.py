"""The two sides of usage: what somebody used themselves, and what everybody did. Pages are the same but for this."""

from __future__ import annotations

from typing import Protocol

from chat_app.container import services
from chat_app.services.kernel.actor import Actor
from chat_app.services.usage.dto import UsageFilter
from chat_app.services.usage.report_dto import ReaderMoney, Report
from chat_app.services.usage.reports import Conversion
from chat_app.state.usage.call_views import CallView, own_call_view, site_call_view
from chat_app.state.usage.names import LineNames

CALLS_AT_ONCE = 30


class Side(Protocol):
    """Where a page has its figures from. `choices` are what can be filtered by."""

    site: bool
    choices: frozenset[str]

    async def report(self, actor: Actor, wanted: UsageFilter, money: ReaderMoney) -> Report: ...

    async def calls(
        self, actor: Actor, wanted: UsageFilter, cursor: str, names: LineNames, conversion: Conversion
    ) -> tuple[list[CallView], str]:
        """A page of calls, and where the next one begins ("" behind the last)."""
        ...


class OwnSide:
    """The reader's own usage."""

    site = False
    choices = frozenset({"model", "project", "key", "kind", "chat"})

    async def report(self, actor: Actor, wanted: UsageFilter, money: ReaderMoney) -> Report:
        return await services().usage_reports.own(actor, wanted, money)

    async def calls(
        self, actor: Actor, wanted: UsageFilter, cursor: str, names: LineNames, conversion: Conversion
    ) -> tuple[list[CallView], str]:
        page = await services().usage.calls(actor, wanted, cursor, CALLS_AT_ONCE)
        return [own_call_view(call, names.model(call.model_id), conversion, names.language) for call in page.items], page.next_cursor


class SiteSide:
    """Everybody's, for administrators; the services ask for the permission again."""

    site = True
    choices = frozenset({"model", "person", "kind"})

    async def report(self, actor: Actor, wanted: UsageFilter, money: ReaderMoney) -> Report:
        return await services().usage_reports.all(actor, wanted, money)

    async def calls(
        self, actor: Actor, wanted: UsageFilter, cursor: str, names: LineNames, conversion: Conversion
    ) -> tuple[list[CallView], str]:
        page = await services().usage.all_calls(actor, wanted, cursor, CALLS_AT_ONCE)
        return [site_call_view(call, names.model(call.model_id), conversion, names.language) for call in page.items], page.next_cursor
