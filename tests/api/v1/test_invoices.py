"""Billing profile, invoices and reports over REST."""

from __future__ import annotations

from datetime import date

import httpx
import pytest

from chat_app.services.accounts.owner import OWNER_ID
from chat_app.services.invoices import issuing
from chat_app.services.kernel.ids import new_id
from chat_app.wiring import Services
from tests.services.invoices.shop import NOON, add_order, open_shop

ADDRESS = {"name": "Ada König", "street": "Gasse 1", "postal_code": "10115", "city": "Berlin", "country": "DE"}
YEAR = {"from": "2026-01-01", "to": "2026-12-31"}


@pytest.fixture
async def invoice(api: httpx.AsyncClient, parts: Services) -> str:
    """An invoice of the owner, whose address came over REST."""
    assert (await api.get("/me")).status_code == 200
    await parts.db.write(open_shop)
    assert (await api.put("/billing/profile", json=ADDRESS)).status_code == 200
    issued = await parts.db.write(lambda session: issuing.issue(session, add_order(session, OWNER_ID), NOON).id)
    await parts.invoice_work.run()
    return issued


async def test_an_address_is_kept_and_says_what_follows(api: httpx.AsyncClient, parts: Services) -> None:
    await parts.db.write(open_shop)
    assert (await api.get("/billing/profile")).json()["missing"] == ["name", "street", "postal_code", "city", "country"]
    facts = (await api.put("/billing/profile", json=ADDRESS)).json()
    assert facts["missing"] == []
    assert facts["tax"] == {"category": "S", "rate_points": 1900, "country": "DE", "rule": "domestic"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"country": "de"},
        {"country": "XX"},
        {"vat_id": "DE1", "business": True},
        {"owner_id": OWNER_ID},
        {"business": "maybe"},
        {"name": "a\x00"},
    ],
)
async def test_what_is_no_address_is_refused(api: httpx.AsyncClient, wrong: dict[str, object]) -> None:
    answer = await api.put("/billing/profile", json=ADDRESS | wrong)
    assert answer.status_code == 422
    assert (await api.get("/billing/profile")).json()["profile"]["city"] == ""


async def test_documents_are_downloads(api: httpx.AsyncClient, invoice: str) -> None:
    listed = (await api.get("/billing/invoices")).json()["items"]
    assert [(one["id"], one["number"], one["total_cents"], one["ready"]) for one in listed] == [(invoice, "R-2026-00001", 1190, True)]
    for kind, begins in (("pdf", b"%PDF-"), ("xml", b"<"), ("xrechnung", b"<")):
        answer = await api.get(f"/billing/invoices/{invoice}/{kind}")
        assert answer.content.startswith(begins)
        assert answer.headers["content-disposition"].startswith('attachment; filename="R-2026-00001.')
    assert (await api.get(f"/billing/invoices/{invoice}/docx")).status_code == 422
    assert (await api.get(f"/billing/invoices/{new_id()}/pdf")).status_code == 404
    assert (await api.post(f"/billing/invoices/{invoice}/mail")).status_code == 422, "there is no mail server here"


async def test_pages_of_invoices_follow_each_other(api: httpx.AsyncClient, parts: Services, invoice: str) -> None:
    await parts.db.write(lambda session: [issuing.issue(session, add_order(session, OWNER_ID), NOON) for _ in range(2)])
    first = (await api.get("/billing/invoices", params={"limit": 2})).json()
    second = (await api.get("/billing/invoices", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [one["number"][-1] for one in first["items"] + second["items"]] == ["3", "2", "1"]
    assert second["next_cursor"] == ""
    found = (await api.get("/admin/billing/invoices", params={"search": "r-2026-00002"})).json()["items"]
    assert [one["number"] for one in found] == ["R-2026-00002"]


async def test_reports_are_for_days(api: httpx.AsyncClient, invoice: str) -> None:
    report = (await api.get("/admin/billing/reports/vat.json", params=YEAR)).json()
    assert (report["vat_cents"], report["last_day"]) == (190, date(2026, 12, 31).isoformat())
    for name in ("vat", "oss", "zm", "datev"):
        answer = await api.get(f"/admin/billing/reports/{name}", params=YEAR)
        assert answer.headers["content-disposition"] == f'attachment; filename="parley-{name}-2026-01-01-2026-12-31.csv"'
    assert (await api.get("/admin/billing/reports/vat", params={"from": "2026-02-01", "to": "2026-01-01"})).status_code == 422
    assert (await api.get("/admin/billing/reports/secrets", params=YEAR)).status_code == 422


async def test_the_seller_stays_complete_once_somebody_bought(api: httpx.AsyncClient, parts: Services, invoice: str) -> None:
    assert (await api.get("/admin/billing/seller")).json() == {"missing": []}
    seller = (await api.get("/admin/site/seller")).json()
    answer = await api.put("/admin/site/seller", json=seller | {"phone": ""})
    assert answer.status_code == 409
    assert (await api.put("/admin/site/seller", json=seller | {"phone": "+49 40 2"})).status_code == 200
    assert (await api.get("/admin/site/seller")).json()["phone"] == "+49 40 2"
