"""Administration, with several people at their browsers: who is let in, what changes for whom, and how soon."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from chat_app.components.admin.sections import SECTIONS
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.site.sections import SignIn
from chat_app.settings import Settings
from chat_app.wiring import build_services
from tests.e2e.server import AppProcess, build_frontend
from tests.e2e.test_appearance import violations
from tests.fakes.model_server import ModelServer
from tests.security.people import person

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "de-DE"}
DESKTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "en-US"}
PEOPLE = {"ada": "admin", "bea": "admin", "bob": "user", "carl": "user", "dora": "user", "erin": "user", "mia": "manager"}
DEVICES = pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
AT_ONCE = 5_000
"""Milliseconds within which a change of rights holds everywhere."""


@dataclass
class House:
    """The app where many people sign in, and who they are."""

    app: AppProcess
    actors: dict[str, Actor] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def rest(self, name: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.app.url, headers={"Cookie": self.cookies[name], "Origin": self.app.url})


Open = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(models: ModelServer, tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> AsyncIterator[House]:
    """An app of its own: people come in by invitation, administrators without a second factor."""
    build_frontend()
    data = tmp_path_factory.mktemp("house")
    shutil.copy(empty_database, data / "parley.db")
    house = House(AppProcess(data, models.base_url, PARLEY_MODE="multi"))
    parts = build_services(Settings(data_dir=data, mode="multi"))
    for name, role in PEOPLE.items():
        house.actors[name], headers = await person(parts, name, role)
        house.cookies[name] = headers["Cookie"]
    await parts.site.save(house.actors["ada"], SignIn(registration="invitation", admin_second_factor=False))
    await parts.close()
    house.app.start()
    yield house
    house.app.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, house: House) -> AsyncIterator[Open]:
    """Opens an address as somebody, or as nobody."""
    contexts = []

    async def opened(name: str, path: str, device: dict = DESKTOP) -> Page:
        context = await browser.new_context(base_url=house.app.url, **device)
        contexts.append(context)
        if name:
            secret = house.cookies[name].partition("=")[2]
            await context.add_cookies([{"name": "parley_session", "value": secret, "url": house.app.url}])
        page = await context.new_page()
        page.set_default_timeout(15_000)
        await page.goto(path)
        return page

    yield opened
    for context in contexts:
        await context.close()


async def until(check: Callable[[], Awaitable[int]], status: int) -> None:
    """Wait until a request is answered so, for as long as a change of rights may take."""
    for _ in range(AT_ONCE // 100):
        if await check() == status:
            return
        await asyncio.sleep(0.1)
    assert await check() == status


@DEVICES
async def test_who_is_invited_registers_through_the_link(device: dict, house: House, open_page: Open) -> None:
    name = f"new{device['viewport']['width']}"
    page = await open_page("ada", "/admin/users", device)
    await page.get_by_test_id("invite").click()
    await page.get_by_test_id("invite-addresses").fill(f"{name}@example.org")
    assert await violations(page) == []
    await page.get_by_test_id("invite-send").click()
    link = await page.get_by_test_id("shown-link").input_value()
    guest = await open_page("", link, device)
    await guest.locator("[name=name]").fill(name.title())
    await guest.locator("[name=password]").fill("correct horse 17 battery")
    await guest.locator("[name=password]").press("Enter")
    await expect(guest.get_by_test_id("composer")).to_be_visible()
    await page.get_by_test_id("invite-close").click()
    await page.get_by_test_id("admin-search").fill(name)
    await expect(page.get_by_test_id("admin-row")).to_have_count(1)
    await expect(page.get_by_test_id("admin-row")).to_contain_text(f"{name}@example.org")


async def test_a_role_that_is_taken_closes_the_open_page(house: House, open_page: Open) -> None:
    theirs = await open_page("bea", "/admin/users")
    await expect(theirs.get_by_test_id("admin-row").first).to_be_visible()
    page = await open_page("ada", f"/admin/users/{house.actors['bea'].user_id}")
    await page.get_by_test_id("role").select_option("user")
    await page.get_by_test_id("save-role").click()
    await page.get_by_test_id("confirm").click()
    await expect(theirs.get_by_test_id("people")).to_have_count(0, timeout=AT_ONCE)
    async with house.rest("bea") as rest:
        assert (await rest.get("/api/v1/admin/people")).status_code == 401


async def test_a_suspended_account_is_out_at_once(house: House, open_page: Open) -> None:
    page = await open_page("ada", f"/admin/users/{house.actors['carl'].user_id}")
    async with house.rest("carl") as rest:
        assert (await rest.get("/api/v1/me")).status_code == 200
        await page.get_by_test_id("suspend").click()
        await expect(page.get_by_test_id("confirm-dialog")).to_contain_text("carl")
        await page.get_by_test_id("confirm").click()
        await expect(page.get_by_test_id("person")).to_have_attribute("data-state", "suspended")

        async def status() -> int:
            return (await rest.get("/api/v1/me")).status_code

        await until(status, 401)
    await page.get_by_test_id("restore").click()
    await expect(page.get_by_test_id("person")).to_have_attribute("data-state", "active")


async def test_deleting_asks_for_the_name(house: House, open_page: Open) -> None:
    page = await open_page("ada", f"/admin/users/{house.actors['dora'].user_id}")
    await page.get_by_test_id("delete-person").click()
    await page.get_by_test_id("confirm-name").fill("dor")
    await page.get_by_test_id("confirm").click()
    await expect(page.get_by_test_id("person")).to_have_attribute("data-state", "active")
    await page.get_by_test_id("confirm-name").fill("dora")
    await page.get_by_test_id("confirm").click()
    await expect(page.get_by_test_id("person")).to_have_attribute("data-state", "deleted")
    # What is on its way out can be kept, and nothing else be done to it.
    await expect(page.get_by_test_id("keep")).to_be_visible()
    for impossible in ("suspend", "reset-link", "delete-person"):
        await expect(page.get_by_test_id(impossible)).to_have_count(0)
    await expect(page.get_by_test_id("role")).to_have_attribute("aria-disabled", "true")
    await page.get_by_test_id("keep").click()
    await expect(page.get_by_test_id("suspend")).to_be_visible()
    await expect(page.get_by_test_id("reset-link")).to_be_visible()


@DEVICES
async def test_a_provider_out_of_use_with_a_short_key_is_described_in_whole_sentences(device: dict, house: House, open_page: Open) -> None:
    label = f"Spare {device['viewport']['width']}"
    async with house.rest("ada") as rest:
        made = (
            (await rest.post("/api/v1/admin/providers", json={"vendor": "openai", "label": label, "key": "sk-x"})).raise_for_status().json()
        )
        (await rest.patch(f"/api/v1/admin/providers/{made['id']}", json={"enabled": False})).raise_for_status()
    make_it_long_ago(house, made["id"])
    page = await open_page("ada", "/admin/providers", device)
    line = page.get_by_test_id("provider-item").filter(has_text=label).first
    german = device["locale"] == "de-DE"
    await expect(line.get_by_test_id("provider-state")).to_have_text(
        re.compile(r"Seine Modelle werden nicht angeboten\. Geprüft: .+\." if german else r"Its models are not offered\. Tested .+\.")
    )
    await expect(line).to_contain_text("Schlüssel gespeichert" if german else "key stored")
    await line.get_by_test_id("provider-edit").click()
    await expect(page.locator("dialog[open]")).to_contain_text("den Schlüssel zu behalten." if german else "to keep the key.")
    assert await violations(page) == []


def make_it_long_ago(house: House, provider_id: str) -> None:
    """As if somebody had tried the provider out, without a request to anybody."""
    with closing(sqlite3.connect(house.app.data / "parley.db")) as database, database:
        assert database.execute("UPDATE providers SET tested_at = '2026-11-02 12:00:00' WHERE id = ?", (provider_id,)).rowcount == 1


@DEVICES
async def test_a_group_takes_a_feature_away_and_the_log_says_so(device: dict, house: House, open_page: Open) -> None:
    name = f"Lab {device['viewport']['width']}"
    page = await open_page("ada", "/admin/groups", device)
    await page.get_by_test_id("new-group").click()
    await page.get_by_test_id("group-name").fill(name)
    await page.get_by_test_id("group-create").click()
    await page.get_by_test_id("feature-library").uncheck()
    await page.get_by_test_id("group-save").click()
    await expect(page.get_by_test_id("saved")).to_have_attribute("data-serial", "1")
    async with house.rest("bob") as rest:
        assert (await rest.get("/api/v1/prompts")).status_code == 200
        await page.get_by_test_id("add-member").get_by_role("searchbox").fill("bob")
        await page.get_by_test_id("candidate").click()
        await expect(page.get_by_test_id("members")).to_contain_text("bob")

        async def status() -> int:
            return (await rest.get("/api/v1/prompts")).status_code

        await until(status, 403)
    await page.get_by_test_id("delete-group").click()
    await page.get_by_test_id("confirm").click()
    await expect(page.get_by_test_id("groups")).to_be_visible()
    await page.goto("/admin/audit?q=group.delete")
    await page.get_by_test_id("admin-row").first.click()
    await expect(page.get_by_test_id("audit-entry")).to_contain_text("group.delete")
    await page.keyboard.press("Escape")
    await page.get_by_test_id("verify").click()
    await expect(page.get_by_test_id("verdict")).to_have_attribute("data-state", "whole")


@DEVICES
async def test_a_chat_with_a_model_that_the_group_forbids_says_so(device: dict, house: House, open_page: Open) -> None:
    name, german = f"Few {device['viewport']['width']}", device["locale"] == "de-DE"
    async with house.rest("bob") as theirs, house.rest("ada") as rest:
        chat = (await theirs.post("/api/v1/conversations", json={"model_id": "openai/gpt-5"})).raise_for_status().json()
        body = {"name": name, "policy": {"models": ["ollama/*"]}}
        group = (await rest.post("/api/v1/admin/groups", json=body)).raise_for_status().json()
        members = {"user_ids": [house.actors["bob"].user_id]}
        (await rest.post(f"/api/v1/admin/groups/{group['id']}/members", json=members)).raise_for_status()
        page = await open_page("bob", f"/c/{chat['id']}", device)
        await page.get_by_test_id("composer").fill("Are you there?")
        await page.get_by_test_id("send").click()
        told = "Deine Gruppe darf dieses Modell nicht nutzen." if german else "Your group may not use this model."
        await expect(page.get_by_test_id("message-assistant")).to_contain_text(told)
        refused = await theirs.post(f"/api/v1/conversations/{chat['id']}/messages", json={"text": "And now?"})
        assert (refused.status_code, refused.json()["title"]) == (403, "error.model_not_allowed")
        (await rest.delete(f"/api/v1/admin/groups/{group['id']}")).raise_for_status()


async def test_chats_are_read_for_a_reason_under_a_banner(house: House, open_page: Open) -> None:
    async with house.rest("mia") as rest:
        chat = (await rest.post("/api/v1/conversations", json={})).json()
        (await rest.patch(f"/api/v1/conversations/{chat['id']}", json={"title": "Private plans"})).raise_for_status()
    page = await open_page("ada", f"/admin/users/{house.actors['mia'].user_id}")
    await page.get_by_test_id("content-ask").click()
    await page.get_by_test_id("content-reason").fill("asked for help, ticket 4711")
    await page.get_by_test_id("content-confirm").click()
    await page.get_by_test_id("content-read").click()
    await expect(page.get_by_test_id("reading-banner")).to_contain_text("ticket 4711")
    await page.get_by_test_id("read-chat").filter(has_text="Private plans").click()
    assert await violations(page) == []
    await page.get_by_test_id("reading-end").click()
    await expect(page.get_by_test_id("reading-closed")).to_be_visible()


async def test_what_is_announced_moves_the_page_down_whole(house: House, open_page: Open) -> None:
    async with house.rest("ada") as rest:
        for item in (await rest.get("/api/v1/admin/announcements")).json()["items"]:
            (await rest.delete(f"/api/v1/admin/announcements/{item['id']}")).raise_for_status()
    page = await open_page("ada", "/admin/announcements")
    await page.get_by_test_id("field-text_en").fill("Closed on Saturday")
    await page.get_by_test_id("admin-save").dblclick()
    await expect(page.get_by_test_id("field-text_en")).to_have_value("")
    async with house.rest("ada") as rest:
        assert len((await rest.get("/api/v1/admin/announcements")).json()["items"]) == 1
    phone = await open_page("erin", "/", PHONE)
    banner = await phone.get_by_test_id("announcement").bounding_box()
    switcher = await phone.get_by_test_id("tab-count").bounding_box()
    assert banner
    assert switcher
    assert switcher["y"] >= banner["y"] + banner["height"]
    await phone.get_by_test_id("announcement").get_by_test_id("dismiss-banner").click()
    await expect(phone.get_by_test_id("announcement")).to_have_count(0)


async def test_open_pages_show_what_is_announced_at_once_and_only_until_its_end(house: House, open_page: Open) -> None:
    pages = [await open_page("erin", "/"), await open_page("mia", "/settings")]
    for page in pages:
        await expect(page.get_by_test_id("who")).to_be_visible()
        # What a page asks for by itself is over.
        await asyncio.sleep(1)
    async with house.rest("ada") as rest:
        ends = (datetime.now(UTC) + timedelta(seconds=10)).isoformat()
        made = await rest.post("/api/v1/admin/announcements", json={"text_en": "Back in a moment", "ends_at": ends})
        assert made.status_code == 201
    banners = [page.get_by_test_id("announcement").filter(has_text="Back in a moment") for page in pages]
    for banner in banners:
        await expect(banner).to_be_visible(timeout=AT_ONCE)
    for banner in banners:
        await expect(banner).to_have_count(0)


async def test_a_page_of_temporary_chats_says_that_they_are_switched_off(house: House, open_page: Open) -> None:
    async with house.rest("ada") as rest:
        body = {"name": f"Record {new_id()}", "policy": {"features_off": ["temporary"]}}
        group = (await rest.post("/api/v1/admin/groups", json=body)).raise_for_status().json()
        members = {"user_ids": [house.actors["erin"].user_id]}
        (await rest.post(f"/api/v1/admin/groups/{group['id']}/members", json=members)).raise_for_status()
        for device in (DESKTOP, PHONE):
            page = await open_page("erin", "/temporary", device)
            told = "Temporäre Unterhaltungen sind ausgeschaltet" if device is PHONE else "Temporary chats are switched off"
            await expect(page.get_by_test_id("temporary-off")).to_contain_text(told)
            await expect(page.get_by_test_id("temporary-composer")).to_have_count(0)
            assert await violations(page) == []
            await page.get_by_test_id("temporary-back").click()
            await expect(page.get_by_test_id("composer")).to_be_visible()
        (await rest.delete(f"/api/v1/admin/groups/{group['id']}")).raise_for_status()


async def test_another_page_of_a_list_begins_at_its_head(house: House, open_page: Open) -> None:
    async with house.rest("ada") as rest:
        for number in range(52):
            (await rest.post("/api/v1/admin/groups", json={"name": f"Long list {number:02}"})).raise_for_status()
    page = await open_page("ada", "/admin/groups")
    await page.get_by_test_id("page-next").click()
    await expect(page.get_by_test_id("page-previous")).to_have_attribute("aria-disabled", "false")
    await expect(page.get_by_test_id("admin-search")).to_be_in_viewport()
    await page.get_by_test_id("page-previous").click()
    await expect(page.get_by_test_id("page-previous")).to_have_attribute("aria-disabled", "true")
    await expect(page.get_by_test_id("admin-search")).to_be_in_viewport()


@pytest.mark.parametrize("path", [*(section.route for section in SECTIONS), "/admin/users/x", "/admin/users/x/chats", "/admin/groups/x"])
async def test_for_others_there_is_no_administration(path: str, house: House, open_page: Open) -> None:
    async with house.rest("bob") as rest:
        answer, nowhere = await rest.get(path), await rest.get("/nowhere/at/all")
        assert (answer.status_code, answer.text) == (nowhere.status_code, nowhere.text)
    page = await open_page("bob", path)
    await expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    assert await page.locator(".admin-nav, [data-testid=admin-row]").count() == 0


@DEVICES
@pytest.mark.parametrize(
    "path", ["/admin", "/admin/users", "/admin/groups", "/admin/audit", "/admin/privacy", "/admin/usage", "person", "/team"]
)
async def test_everybody_can_use_the_pages(path: str, device: dict, house: House, open_page: Open) -> None:
    who = "mia" if path == "/team" else "ada"
    address = f"/admin/users/{house.actors['mia'].user_id}" if path == "person" else path
    page = await open_page(who, address, device)
    await expect(page.locator(".admin-content h1")).to_be_in_viewport()
    await expect(page.locator(".admin-content [aria-busy=true]")).to_have_count(0)
    assert await violations(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= device["viewport"]["width"]


async def test_the_margin_is_written_in_percent_and_refused_in_words(house: House, open_page: Open) -> None:
    page = await open_page("ada", "/admin/usage")
    await expect(page.get_by_test_id("usage")).to_have_attribute("data-status", "ready")
    await page.get_by_test_id("field-margin_points").fill("much")
    await page.get_by_test_id("admin-save").click()
    await expect(page.get_by_test_id("pricing-form")).to_contain_text("Enter a number between 0 and 1000")
    await page.get_by_test_id("field-margin_points").fill("12,5 %")
    await page.get_by_test_id("admin-save").click()
    await expect(page.get_by_test_id("saved")).to_have_text("Saved")
    async with house.rest("ada") as rest:
        assert (await rest.get("/api/v1/admin/site/pricing")).json() == {"margin_points": 1250}
        await rest.put("/api/v1/admin/site/pricing", json={"margin_points": 0})
