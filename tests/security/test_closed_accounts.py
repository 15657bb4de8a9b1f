"""Suspended and deleted accounts: whoever proves that one is theirs reads why it is closed, everybody else learns nothing (X20, X24)."""

from __future__ import annotations

import html

import pytest
from sqlmodel import select

from chat_app import models
from chat_app.errors import LimitReachedError
from chat_app.i18n import translate
from chat_app.services.accounts.closed import AccountDeletedError, AccountSuspendedError
from chat_app.services.accounts.passwords import hash_password
from chat_app.services.kernel.clock import utc_now
from tests.security.conftest import PASSWORD, visit
from tests.security.people import person

PAGE = {"Origin": "http://parley.test", "Sec-Fetch-Site": "same-origin"}
CLOSED = pytest.mark.parametrize(
    ("column", "key", "error"),
    [
        ("suspended_at", "auth.error.account_suspended", AccountSuspendedError),
        ("deleted_at", "auth.error.account_deleted", AccountDeletedError),
    ],
)


@pytest.fixture
async def parts(build):
    """A Parley of many with Bob, who has a password."""
    parts = build(host="0.0.0.0", public_url="http://parley.test", mode="multi")
    await person(parts, "root", role="admin")
    bob, _ = await person(parts, "bob")
    hashed = await hash_password(PASSWORD)
    await parts.db.write(lambda session: setattr(session.get_one(models.User, bob.user_id), "password_hash", hashed))
    return parts


async def close(parts, column: str) -> None:
    def write(session) -> None:
        setattr(session.exec(select(models.User).where(models.User.name == "bob")).one(), column, utc_now())

    await parts.db.write(write)


def post(client, password: str, email: str = "bob@parley.test"):
    return client.post("/auth/login", data={"email": email, "password": password})


@CLOSED
async def test_the_right_password_tells_why_and_whom_to_ask(parts, browser, column, key, error):
    await close(parts, column)
    answer = await post(browser(parts, **PAGE), PASSWORD)
    assert answer.status_code == 403
    assert translate(key, "en") in html.unescape(answer.text)
    assert "set-cookie" not in answer.headers
    with pytest.raises(error):
        await parts.accounts.sign_in("bob@parley.test", PASSWORD, visit("8.8.8.8"))


@CLOSED
async def test_a_wrong_password_tells_nothing(parts, browser, column, key, error):
    await close(parts, column)
    client = browser(parts, **PAGE)
    closed, nobody = await post(client, "wrong"), await post(client, "wrong", "zoe@parley.test")
    assert closed.status_code == nobody.status_code == 401
    assert closed.text.replace("bob@", "zoe@") == nobody.text


@CLOSED
async def test_every_try_is_noted_and_counted(parts, column, key, error):
    await close(parts, column)
    for _ in range(10):
        with pytest.raises(error):
            await parts.accounts.sign_in("bob@parley.test", PASSWORD, visit("8.8.8.8"))
    with pytest.raises(LimitReachedError):
        await parts.accounts.sign_in("bob@parley.test", PASSWORD, visit("8.8.8.8"))
    found = await parts.db.read(lambda session: session.exec(select(models.AuditEntry)).all())
    assert sum(entry.action == "session.fail" for entry in found) == 10


async def test_an_account_that_is_opened_again_lets_in(parts, browser):
    assert (await post(browser(parts, **PAGE), PASSWORD)).status_code == 303
