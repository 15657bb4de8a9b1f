"""The public pages of a withdrawal: for everybody, in two steps, and silent about what was bought."""

from __future__ import annotations

import re

import pytest
from sqlmodel import Session, select

from chat_app import models
from chat_app.services.invoices.issuing import issue
from chat_app.services.kernel.clock import utc_now
from tests.fakes.mail_server import mail_server, text_of
from tests.security.people import person
from tests.services.invoices.shop import add_order, add_person, open_shop

DATABASES = ("sqlite",)
PAGE = {"Origin": "http://parley.test", "Sec-Fetch-Site": "same-origin", "Accept-Language": "de"}
MALICE = '<img src=x onerror="alert(1)">'


@pytest.fixture
def mailbox():
    with mail_server() as box:
        yield box


@pytest.fixture
async def house(build, mailbox):
    parts = build(host="0.0.0.0", public_url="http://parley.test", mode="multi", smtp_url=f"smtp://127.0.0.1:{mailbox.port}")
    await person(parts, "admin", role="admin")
    yield parts
    await parts.outbox.drain()


def sell(session: Session) -> tuple[str, str]:
    open_shop(session)
    order = add_order(session, add_person(session), 1_000, utc_now())
    return issue(session, order, utc_now()).number, session.get_one(models.User, order.owner_id).email or ""


def hidden(html: str) -> dict[str, str]:
    """The fields of the form that confirms."""
    form = html.partition('action="/withdraw/confirm"')[2].partition("</form>")[0]
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))


def without_ids(html: str) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d\d:\d\d:\d\d", "…", html)


async def test_there_is_no_page_where_nothing_was_sold(house, browser):
    client = browser(house, **PAGE)

    assert "nichts zu widerrufen" in (await client.get("/withdraw")).text
    assert "/withdraw" not in (await client.get("/auth/login")).text


async def test_two_steps_without_signing_in_and_a_letter(house, browser, mailbox):
    number, email = await house.db.write(sell)
    client = browser(house, **PAGE)
    assert 'href="/withdraw">Vertrag widerrufen' in (await client.get("/auth/login")).text
    first = await client.get("/withdraw", params={"contract": number})
    assert first.status_code == 200
    assert number in first.text
    checked = await client.post("/withdraw", data={"name": "Ada König", "contract": number, "email": email})
    assert "Widerruf bestätigen" in checked.text
    assert await house.db.read(lambda session: session.exec(select(models.Withdrawal)).all()) == [], "nothing counts yet"

    receipt = await client.post("/withdraw/confirm", data=hidden(checked.text))
    await house.outbox.drain()
    row = await house.db.read(lambda session: session.exec(select(models.Withdrawal)).one())
    assert row.id in receipt.text
    assert f"{number}" in receipt.text
    assert "Europe/Berlin" in receipt.text
    (letter,) = mailbox.to(email)
    assert letter["Subject"] == "Dein Widerruf ist eingegangen"
    assert row.id in text_of(letter)
    assert number in text_of(letter)


async def test_the_answer_does_not_tell_whether_there_is_a_purchase(house, browser):
    number, email = await house.db.write(sell)
    client, answers = browser(house, **PAGE), []
    for contract, address in ((number, email), (number, "mallory@example.org"), ("R-2026-99999", email)):
        answer = await client.post("/withdraw/confirm", data={"name": "Ada", "contract": contract, "email": address})
        answers.append(without_ids(answer.text.replace(contract, "…").replace(address, "…")))

    assert len(set(answers)) == 1


async def test_what_is_typed_is_text(house, browser):
    await house.db.write(sell)
    client = browser(house, **PAGE)
    for path in ("/withdraw", "/withdraw/confirm"):
        answer = await client.post(path, data={"name": MALICE, "contract": MALICE, "email": "a@example.org"})
        assert MALICE not in answer.text
        assert "&lt;img" in answer.text


async def test_other_websites_cannot_withdraw_for_anybody(house, browser):
    await house.db.write(sell)
    client = browser(house, Origin="http://evil.example", **{"Sec-Fetch-Site": "cross-site"})
    answer = await client.post("/withdraw/confirm", data={"name": "Ada", "contract": "R-1", "email": "a@example.org"})

    assert answer.status_code == 403
    assert await house.db.read(lambda session: session.exec(select(models.Withdrawal)).all()) == []
