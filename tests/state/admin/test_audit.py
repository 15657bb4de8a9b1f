"""The audit log as the page shows it, and the first page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chat_app.errors import InvalidInputError
from chat_app.services.audit.dto import AuditFilter
from chat_app.state.admin.audit_state import AuditState, audit_filter
from chat_app.state.admin.audit_views import act_word, export_href
from chat_app.state.admin.overview_state import OverviewState
from chat_app.wiring import Services
from tests.state.admin.conftest import Visit, at


class TestLog:
    async def test_says_who_did_what_to_whom(self, house: Services, visit: Visit) -> None:
        ada, tab = await visit("ada", path="/admin/audit")
        bob, _ = await visit("bob", "user")
        await house.people.suspend(ada, bob.user_id)
        await tab.call(AuditState.load)
        log = tab.state(AuditState)
        newest = log.rows[0]
        assert (newest.cells["what"], newest.cells["actor"], newest.cells["subject"]) == ("Account suspended", "ada", "bob")
        await tab.call(AuditState.open, newest.id)
        assert ("user.suspend" in [fact.value for fact in log.entry.facts], log.entry.seq) == (True, newest.id)
        await tab.call(AuditState.open, "")
        assert log.entry.seq == ""

    async def test_is_filtered_by_person_area_and_outcome(self, house: Services, visit: Visit) -> None:
        ada, tab = await visit("ada", path="/admin/audit")
        bob, _ = await visit("bob", "user")
        await house.people.suspend(ada, bob.user_id)
        await house.audit.note(bob, "access.refuse", outcome="refused")
        log = tab.state(AuditState)
        for search, filters, found in (
            ("bob", {}, ["Something was refused"]),
            ("user.suspend", {}, ["Account suspended"]),
            ("", {"outcome": "refused"}, ["Something was refused"]),
            ("", {"area": "user."}, ["Account suspended"]),
            ("", {"subject": bob.user_id}, ["Account suspended"]),
            ("", {"since": "2999-01-01"}, []),
        ):
            await tab.call(AuditState.query, search, "", filters, "first")
            assert [row.cells["what"] for row in log.rows] == found, (search, filters)
        await tab.call(AuditState.query, "nobody-of-this-name", "", {}, "first")
        assert (log.status, log.problem) == ("failed", "Nobody has this name or address.")

    async def test_says_whether_the_chain_is_whole(self, house: Services, visit: Visit) -> None:
        ada, tab = await visit("ada", path="/admin/audit")
        await house.audit.note(ada, "site.change")
        await tab.call(AuditState.verify)
        log = tab.state(AuditState)
        assert (log.verdict.state, log.verdict.serial) == ("whole", 1)
        await tab.call(AuditState.query, "audit.verify", "", {}, "first")
        assert len(log.rows) == 1

    async def test_days_of_filters_include_the_last_one(self, visit: Visit) -> None:
        ada, _ = await visit("ada")
        wanted = await audit_filter(ada, "", {"since": "2026-11-01", "until": "2026-11-30"})
        assert (wanted.since, wanted.until) == (datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
        with pytest.raises(InvalidInputError):
            await audit_filter(ada, "", {"since": "yesterday"})


def test_files_have_what_was_searched_for() -> None:
    wanted = AuditFilter(action="user.", until=datetime(2026, 12, 1, tzinfo=UTC))
    assert export_href(wanted, "csv") == "/api/v1/admin/audit/export?format=csv&until=2026-12-01T00%3A00%3A00%2B00%3A00&action=user."


def test_acts_without_words_keep_their_name() -> None:
    assert act_word("content.open", "de") == "Zugriff auf Unterhaltungen geöffnet"
    assert act_word("something.new", "en") == "something.new"


async def test_the_overview_says_what_is_missing(visit: Visit) -> None:
    _, tab = await visit("ada")
    await visit("bob", "user")
    await tab.call(OverviewState.load)
    page = tab.state(OverviewState)
    assert page.figures[0].value == "2"
    assert {"mail", "chain"} <= {warning.key for warning in page.warnings}
    assert "The audit log has never been verified." in {warning.text for warning in page.warnings}
    await at(tab, "/admin/audit").call(AuditState.verify)
    await tab.call(OverviewState.load)
    assert "chain" not in {warning.key for warning in page.warnings}
