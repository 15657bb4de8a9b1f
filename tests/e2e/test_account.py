"""The own account in the settings: what protects it, keys, data; several people in one Parley, each in browsers of their own."""

from __future__ import annotations

import io
import re
import shutil
import time
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import httpx
import pyotp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect
from sqlmodel import Session, update

from chat_app import models
from chat_app.services.accounts.passwords import hash_password
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.settings import Settings
from chat_app.wiring import Services, build_services
from tests.canaries import PASSWORD
from tests.e2e.server import AppProcess, build_frontend
from tests.e2e.test_appearance import violations
from tests.fakes.model_server import ModelServer
from tests.security.people import person

PEOPLE = ("ben", "eve", "kim", "lou", "max", "pia")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
DEVICES = pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
LOGIN = re.compile("/auth/login")
AT_ONCE = 5_000
"""Milliseconds within which an ended session opens nothing any more."""


@dataclass
class House:
    """An app in which several people have a password."""

    app: AppProcess
    parts: Services
    actors: dict[str, Actor] = field(default_factory=dict)

    async def forget_proofs(self, name: str) -> None:
        """Let the last proof of a person be half an hour old, in all of their browsers."""
        old, mine = utc_now() - timedelta(minutes=30), models.LoginSession.user_id == self.actors[name].user_id
        await self.parts.db.write(lambda session: session.exec(update(models.LoginSession).where(mine).values(proved_at=old)))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(models: ModelServer, tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> AsyncIterator[House]:
    build_frontend()
    data = tmp_path_factory.mktemp("house")
    shutil.copy(empty_database, data / "parley.db")
    house = House(AppProcess(data, models.base_url, PARLEY_MODE="multi"), build_services(Settings(data_dir=data, mode="multi")))
    hashed = await hash_password(PASSWORD)
    for name in (*PEOPLE, "ada"):
        # Without anybody who administers it, a Parley asks to be set up first.
        house.actors[name], _ = await person(house.parts, name, "admin" if name == "ada" else "user")
        await house.parts.db.write(lambda session, name=name: give_password(session, house.actors[name].user_id, hashed))
    house.app.start()
    yield house
    house.app.stop()
    await house.parts.close()


def give_password(session: Session, user_id: str, hashed: str) -> None:
    session.get_one(models.User, user_id).password_hash = hashed


SignIn = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="session")
async def sign_in(browser: Browser, house: House) -> AsyncIterator[SignIn]:
    """Opens a browser of its own and signs somebody in through the page for it."""
    contexts: list[BrowserContext] = []

    async def enter(name: str, section: str = "account", **device: object) -> Page:
        context = await browser.new_context(**{"base_url": house.app.url, "locale": "en-US", **DESKTOP, **device})
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(15_000)
        await page.goto("/auth/login")
        await give_credentials(page, name)
        await page.wait_for_url(f"{house.app.url}/")
        await page.goto(f"/settings#{section}")
        return page

    yield enter
    for context in contexts:
        await context.close()


async def give_credentials(page: Page, name: str) -> None:
    await page.fill("input[name=email]", f"{name}@parley.test")
    await page.fill("input[name=password]", PASSWORD)
    await page.click("button[type=submit]")


async def set_up_app(page: Page) -> str:
    """Switch the authenticator app on; returns its secret. The codes stay on show."""
    await page.get_by_test_id("totp-dialog").locator("summary").click()
    secret = (await page.get_by_test_id("totp-secret").inner_text()).replace(" ", "")
    await page.get_by_test_id("totp-code").fill(pyotp.TOTP(secret).now())
    await page.get_by_test_id("totp-dialog-submit").click()
    await expect(page.get_by_test_id("codes-dialog")).to_be_visible()
    return secret


class TestWho:
    async def test_the_foot_of_the_page_says_who_is_there_and_signs_out(self, sign_in: SignIn, house: House) -> None:
        page = await sign_in("ben")
        await expect(page.get_by_test_id("who")).to_contain_text("ben@parley.test")
        await page.get_by_test_id("who").click()
        await expect(page.get_by_test_id("administration")).to_have_count(0)
        await page.get_by_test_id("sign-out").click()
        await page.wait_for_url(LOGIN)
        await page.goto("/settings")
        await page.wait_for_url(LOGIN)

    async def test_another_tab_is_led_to_the_sign_in_page_too(self, sign_in: SignIn) -> None:
        page = await sign_in("ben")
        other = await page.context.new_page()
        await other.goto("/")
        await expect(other.get_by_test_id("who")).to_be_visible()
        await page.get_by_test_id("account-sign-out").click()
        await other.wait_for_url(LOGIN, timeout=3 * AT_ONCE)

    async def test_a_name_is_changed_everywhere_on_the_page(self, sign_in: SignIn) -> None:
        page = await sign_in("ben")
        await page.get_by_test_id("change-name").click()
        await page.get_by_test_id("name-field").fill("Ben Okafor")
        await page.keyboard.press("Enter")
        await expect(page.get_by_test_id("profile")).to_contain_text("Ben Okafor")
        await expect(page.get_by_test_id("who")).to_contain_text("Ben Okafor")

    async def test_without_a_login_there_is_no_account_to_protect(self, new_context: Callable[..., BrowserContext]) -> None:
        page = await (await new_context()).new_page()
        await page.goto("/settings#privacy")
        await expect(page.locator("#privacy h3").first).to_be_visible()
        names = await page.locator(".settings-nav a").all_inner_texts()
        assert {"API keys", "Data and privacy"} <= set(names)
        assert not {"Account", "Security"} & set(names)
        await expect(page.locator("#security, [data-testid=who], [data-testid=delete-account]")).to_have_count(0)


class TestSecondFactor:
    async def test_it_asks_who_is_there_goes_on_by_itself_and_is_asked_for_from_then_on(self, sign_in: SignIn, house: House) -> None:
        page = await sign_in("eve", "security")
        await house.forget_proofs("eve")
        await page.wait_for_timeout(AT_ONCE)
        await page.get_by_test_id("totp-on").dblclick()
        await page.get_by_test_id("proof-password").fill("not this one at all")
        await page.get_by_test_id("proof-dialog-submit").click()
        await expect(page.get_by_test_id("proof-dialog").get_by_role("alert")).to_contain_text("wrong")
        await page.get_by_test_id("proof-password").fill(PASSWORD)
        await page.get_by_test_id("proof-dialog-submit").dblclick()
        secret = await set_up_app(page)
        codes = await page.get_by_test_id("secret-line").all_inner_texts()
        assert len(set(codes)) == 10
        await page.get_by_test_id("secret-done").click()
        await expect(page.get_by_test_id("codes-dialog").get_by_role("alert")).to_contain_text("only once")
        await page.get_by_test_id("secret-done").click()
        await expect(page.get_by_test_id("codes-dialog")).to_have_count(0)
        assert codes[0] not in await page.content()
        await page.get_by_test_id("account-sign-out").click()
        await page.wait_for_url(LOGIN)
        await give_credentials(page, "eve")
        await page.wait_for_url(re.compile("/auth/second-factor"))
        # The code that switched it on counts once.
        await page.fill("input[name=code]", pyotp.TOTP(secret).at(time.time() + 30))
        await page.click("form:has(input[name=code]) button[type=submit]")
        await page.wait_for_url(f"{house.app.url}/")

    async def test_closing_the_question_changes_nothing(self, sign_in: SignIn, house: House) -> None:
        page = await sign_in("pia", "security")
        await house.forget_proofs("pia")
        await page.wait_for_timeout(AT_ONCE)
        await page.get_by_test_id("totp-on").click()
        await expect(page.get_by_test_id("proof-dialog")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_test_id("proof-dialog")).to_have_count(0)
        await expect(page.get_by_test_id("factors")).to_contain_text("Off")
        await expect(page.locator("#security [role=alert]")).to_have_count(0)


class TestPassword:
    async def test_what_is_missing_is_said_in_the_form(self, sign_in: SignIn) -> None:
        page = await sign_in("pia", "security")
        await page.get_by_test_id("change-password").click()
        await page.get_by_test_id("current-password").fill(PASSWORD)
        await page.get_by_test_id("new-password").fill("too short")
        await page.keyboard.press("Enter")
        await expect(page.get_by_test_id("password-dialog").get_by_role("alert")).to_have_text("Use at least 12 characters.")
        await page.get_by_test_id("new-password").fill("a meadow full of patient herons")
        await page.keyboard.press("Enter")
        await expect(page.get_by_test_id("password-dialog").get_by_role("alert")).to_have_text("The two passwords are not the same.")


class TestSessions:
    async def test_another_browser_is_signed_out_within_five_seconds(self, sign_in: SignIn) -> None:
        page, other = await sign_in("kim", "security"), await sign_in("kim")
        await expect(other.get_by_test_id("profile")).to_be_visible()
        await page.reload()
        here = page.get_by_test_id("sessions-item").filter(has_text="This device")
        await expect(here.get_by_test_id("session-end")).to_have_count(0)
        # The session with which the person was made, and the other browser.
        await expect(page.get_by_test_id("session-end")).to_have_count(2)
        await page.get_by_test_id("end-others").click()
        await page.get_by_test_id("confirm").click()
        ended = time.monotonic()
        await expect(page.get_by_test_id("session-end")).to_have_count(0)
        while (await other.request.get("/api/v1/me")).status != 401:
            assert time.monotonic() - ended < AT_ONCE / 1000
        await other.reload()
        await other.wait_for_url(LOGIN)
        assert (await page.request.get("/api/v1/me")).status == 200


class TestKeys:
    async def test_a_key_is_shown_once_works_and_ends(self, sign_in: SignIn, house: House) -> None:
        page = await sign_in("lou", "api-keys")
        await page.get_by_test_id("key-create").click()
        await page.get_by_test_id("key-dialog-submit").click()
        await expect(page.get_by_test_id("key-dialog").get_by_role("alert")).to_have_text("Give the key a name.")
        await page.get_by_test_id("key-name").fill("Build server")
        await page.get_by_test_id("key-budget").fill("2.50")
        await page.get_by_test_id("key-dialog-submit").dblclick()
        secret = await page.get_by_test_id("secret-line").inner_text()
        bearer = {"Authorization": f"Bearer {secret}"}
        async with httpx.AsyncClient(base_url=house.app.url, headers=bearer) as program:
            assert (await program.get("/api/v1/models")).status_code == 200
            await page.get_by_test_id("secret-done").click()
            await page.get_by_test_id("secret-done").click()
            await expect(page.get_by_test_id("keys-item")).to_have_count(1)
            await expect(page.get_by_test_id("keys-item")).to_contain_text("of $2.50 used this month")
            await page.reload()
            await expect(page.get_by_test_id("keys-item")).to_contain_text("Build server")
            assert secret not in await page.content()
            await page.get_by_test_id("key-revoke").click()
            await page.get_by_test_id("confirm").click()
            await expect(page.get_by_test_id("keys-item")).to_have_count(0)
            ended = time.monotonic()
            while (await program.get("/api/v1/models")).status_code != 401:
                assert time.monotonic() - ended < AT_ONCE / 1000


class TestPrivacy:
    async def test_all_data_come_as_a_zip(self, sign_in: SignIn) -> None:
        page = await sign_in("max", "privacy")
        await page.get_by_test_id("export-start").dblclick()
        await expect(page.get_by_test_id("export-download")).to_be_visible(timeout=30_000)
        await expect(page.get_by_test_id("exports-item")).to_have_count(1)
        address = await page.get_by_test_id("export-download").get_attribute("href")
        answer = await page.request.get(address)
        assert zipfile.ZipFile(io.BytesIO(await answer.body())).testzip() is None
        await expect(page.get_by_test_id("activity-item").filter(has_text="Data export")).not_to_have_count(0)

    async def test_an_account_goes_only_after_the_word(self, sign_in: SignIn) -> None:
        page = await sign_in("max", "privacy")
        await page.get_by_test_id("delete-account").click()
        await page.get_by_test_id("confirm").click()
        await expect(page.get_by_test_id("confirm-dialog").get_by_role("alert")).to_contain_text("delete")
        await page.get_by_test_id("confirm-word").fill("delete")
        await page.get_by_test_id("confirm").click()
        await expect(page.get_by_test_id("deleted-dialog")).to_contain_text("erased from")
        assert (await page.request.get("/api/v1/me")).status == 401
        await page.get_by_test_id("deleted-done").click()
        await page.wait_for_url(LOGIN)


class TestPage:
    @DEVICES
    async def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(self, sign_in: SignIn, device: dict) -> None:
        page = await sign_in("pia", "security", **device)
        for section in ("account", "security", "api-keys", "privacy"):
            await page.goto(f"/settings#{section}")
            await expect(page.locator(f"#{section} .account-remote[aria-busy=true]")).to_have_count(0)
        assert await violations(page) == []
        assert await page.evaluate(
            "document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight"
        )

    @DEVICES
    @pytest.mark.parametrize("opener", ["change-password", "key-create", "delete-account"])
    async def test_axe_finds_nothing_in_dialogs(self, sign_in: SignIn, device: dict, opener: str) -> None:
        page = await sign_in("pia", "security", **device)
        await page.get_by_test_id(opener).click()
        await expect(page.locator("dialog[open]")).to_be_visible()
        assert await violations(page) == []
