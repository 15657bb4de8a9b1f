"""Somebody withdraws from a purchase in a browser, without signing in and without a script."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, expect

from chat_app.db import Database
from chat_app.services.invoices.issuing import issue
from chat_app.services.kernel.clock import utc_now
from tests.e2e.conftest import device
from tests.e2e.server import AppProcess
from tests.services.invoices.shop import add_order, add_person, open_shop

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]


def sell(app: AppProcess) -> tuple[str, str]:
    """A purchase of today: the number of its invoice, and the order."""
    db = Database(f"sqlite:///{app.data / 'parley.db'}")

    def sell_in(session) -> tuple[str, str]:
        open_shop(session)
        order = add_order(session, add_person(session), 1_000, utc_now())
        return issue(session, order, utc_now()).number, order.id

    try:
        return db.write_now(sell_in)
    finally:
        db.close()


async def test_two_steps_and_a_receipt(app: AppProcess, browser: Browser) -> None:
    number, _ = sell(app)
    context = await browser.new_context(**device(app) | {"locale": "de-DE"}, java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"/withdraw?contract={number}")
    await page.get_by_label("Dein Name").fill("Ada König")
    await page.get_by_label("E-Mail-Adresse des Kaufs").fill("keine Adresse")
    await expect(page.get_by_label("Nummer der Rechnung oder Bestellung")).to_have_value(number)
    await page.get_by_label("E-Mail-Adresse des Kaufs").fill("ada@example.org")
    await page.get_by_role("button", name="Weiter").click()
    await page.get_by_role("button", name="Angaben ändern").click()
    await expect(page.get_by_label("Dein Name")).to_have_value("Ada König")
    await page.get_by_role("button", name="Weiter").click()
    await expect(page.get_by_text(f"Hiermit widerrufe ich, Ada König, den Vertrag {number}.")).to_be_visible()
    await page.get_by_role("button", name="Widerruf bestätigen").click()

    await expect(page.get_by_role("heading", name="Dein Widerruf ist eingegangen")).to_be_visible()
    await expect(page.get_by_role("status")).to_have_text(re.compile(r"Eingegangen am .+ um \d\d:\d\d:\d\d \(Europe/Berlin\)"))
    await context.close()
