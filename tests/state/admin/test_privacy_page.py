"""What stands below the settings of privacy: texts to agree to, and reports of erased accounts."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from chat_app import models
from chat_app.services.kernel.ids import new_id
from chat_app.services.privacy.erasure import ErasureRecord
from chat_app.services.site.sections import ConsentTexts
from chat_app.state.admin.consent_texts_state import ConsentTextsState
from chat_app.state.admin.erasures_state import ErasuresState, erasure_row
from chat_app.wiring import Services
from tests.state.admin.conftest import Visit

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
PATH = "/admin/privacy"


class TestConsentTexts:
    async def test_are_stored_as_they_were_written(self, visit: Visit, house: Services) -> None:
        _, tab = await visit("ada", path=PATH)
        await tab.call(ConsentTextsState.load)
        given = {"terms_url": " /terms.html ", "terms_version": "2026-11", "privacy_url": "", "privacy_version": ""}
        await tab.call(ConsentTextsState.save, given)
        page = tab.state(ConsentTextsState)
        assert (page.saved, page.problems) == (1, {})
        assert await house.site.load(ConsentTexts) == ConsentTexts(terms_url="/terms.html", terms_version="2026-11")

    async def test_what_is_wrong_is_said_under_its_field(self, visit: Visit, house: Services) -> None:
        _, tab = await visit("ada", path=PATH)
        page = tab.state(ConsentTextsState)
        await tab.call(ConsentTextsState.save, {"terms_url": "javascript:alert(1)", "terms_version": "1"})
        assert list(page.problems) == ["terms_url"]
        await tab.call(ConsentTextsState.save, {"terms_url": "https://example.org", "privacy_version": "1"})
        assert sorted(page.problems) == ["privacy_url", "terms_version"]
        assert await house.site.load(ConsentTexts) == ConsentTexts()

    async def test_are_no_business_of_others(self, visit: Visit, house: Services) -> None:
        _, tab = await visit("bob", "user", path=PATH)
        await tab.call(ConsentTextsState.save, {"terms_url": "https://evil.test", "terms_version": "1"})
        assert await house.site.load(ConsentTexts) == ConsentTexts()


class TestErasures:
    async def test_come_page_by_page_the_latest_first(self, visit: Visit, house: Services) -> None:
        _, tab = await visit("ada", path=PATH)
        rows = [models.Erasure(id=new_id(), subject_hash=f"{n:064x}", erased_at=AT, report=json.dumps({"messages": n})) for n in range(53)]
        await house.db.write(lambda session: session.add_all(rows))
        await tab.call(ErasuresState.load)
        page = tab.state(ErasuresState)
        assert (len(page.rows), page.rows[0].cells["messages"], page.has_next) == (50, "52", True)
        await tab.call(ErasuresState.query, "", "", {}, "next")
        assert ([row.cells["messages"] for row in page.rows], page.has_next) == (["2", "1", "0"], False)

    async def test_are_no_business_of_others(self, visit: Visit, house: Services) -> None:
        _, tab = await visit("bob", "user", path=PATH)
        await house.db.write(lambda session: session.add(models.Erasure(id=new_id(), subject_hash="0" * 64, erased_at=AT)))
        await tab.call(ErasuresState.load)
        assert tab.state(ErasuresState).rows == []

    def test_every_row_is_counted_once(self) -> None:
        counts = {"conversations": 2, "messages": 9, "attachments": 3, "blobs": 4, "files": 3, "users": 1, "secrets": 2}
        cells = erasure_row(ErasureRecord("e", "ab" * 32, AT, counts)).cells
        assert {key: cells[key] for key in ("chats", "messages", "files", "other")} == {
            "chats": "2", "messages": "9", "files": "3", "other": "3",
        }  # fmt: skip
        assert cells["person"] == "ab" * 6
