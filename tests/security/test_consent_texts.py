"""Texts that people agree to before they have an account: asked for, recorded with it, and never passed by."""

from __future__ import annotations

import pytest
from sqlmodel import select

from chat_app import models
from chat_app.errors import ConflictError, InvalidInputError
from chat_app.services.kernel.actor import Actor
from chat_app.services.site.sections import ConsentTexts, SignIn
from tests.fakes.mail_server import mail_server
from tests.security.conftest import PASSWORD, visit
from tests.security.people import person

PAGE = {"Origin": "http://parley.test", "Sec-Fetch-Site": "same-origin"}
TEXTS = ConsentTexts(
    terms_url="https://example.org/terms?a=1&b=2", terms_version="2026-11", privacy_url="/privacy.html", privacy_version="v 3"
)


@pytest.fixture
def mailbox():
    with mail_server() as box:
        yield box


@pytest.fixture
async def house(build, mailbox):
    """A Parley where everybody may register, with both texts up."""
    parts = build(host="0.0.0.0", public_url="http://parley.test", mode="multi", smtp_url=f"smtp://127.0.0.1:{mailbox.port}")
    admin, _ = await person(parts, "admin", role="admin")
    await parts.site.save(admin, SignIn(registration="open", admin_second_factor=False))
    await parts.site.save(admin, TEXTS)
    yield parts, admin
    await parts.outbox.drain()


async def ask(parts, mailbox, address: str = "ada@example.org") -> str:
    await parts.registration.ask(address, "en", visit("8.8.8.8"))
    await parts.outbox.drain()
    return mailbox.token(address)


async def consents(parts) -> list[tuple]:
    def read(session) -> list[tuple]:
        statement = select(models.Consent, models.User).join(models.User).order_by(models.Consent.id)
        return [(user.email, row.purpose, row.version, row.granted, row.source) for row, user in session.exec(statement).all()]

    return await parts.db.read(read)


async def test_the_page_asks_and_what_is_ticked_is_recorded(house, mailbox, browser):
    parts, _ = house
    token, client = await ask(parts, mailbox), browser(parts, **PAGE)
    page = (await client.get(f"/auth/confirm?token={token}")).text
    assert 'name="consent_terms" type="checkbox" value="2026-11" required' in page
    assert 'name="consent_privacy" type="checkbox" value="v 3">' in page
    assert 'href="https://example.org/terms?a=1&amp;b=2"' in page
    form = {"token": token, "name": "Ada", "password": PASSWORD}
    refused = await client.post("/auth/confirm", data=form | {"consent_privacy": "v 3"})
    assert refused.status_code == 422
    assert "tick the box" in refused.text
    assert 'name="consent_privacy" type="checkbox" value="v 3" checked' in refused.text
    assert await consents(parts) == []
    answer = await client.post("/auth/confirm", data=form | {"consent_terms": "2026-11", "consent_other": "1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert await consents(parts) == [("ada@example.org", "terms", "2026-11", True, "registration")]
    states = {text["purpose"]: text["granted"] for text in (await client.get("/api/v1/me/consents")).json()["texts"]}
    assert states == {"terms": True, "privacy": False}


async def test_an_older_text_than_the_present_one_counts_for_nothing(house, mailbox, browser):
    parts, admin = house
    token = await ask(parts, mailbox)
    await parts.site.save(admin, TEXTS.model_copy(update={"terms_version": "2026-12"}))
    with pytest.raises(ConflictError):
        await parts.registration.complete(token, "Ada", PASSWORD, "en", {"terms": "2026-11"})
    form = {"token": token, "name": "Ada", "password": PASSWORD, "consent_terms": "2026-11"}
    page = await browser(parts, **PAGE).post("/auth/confirm", data=form)
    assert page.status_code == 409
    assert 'value="2026-12" required>' in page.text
    assert await parts.registration.complete(token, "Ada", PASSWORD, "en", {"terms": "2026-12"})


async def test_an_invitation_asks_whoever_gets_an_account(house, mailbox, browser):
    parts, admin = house
    await parts.invitations.invite(admin, "bob@example.org")
    await parts.outbox.drain()
    token = mailbox.token("bob@example.org")
    with pytest.raises(InvalidInputError):
        await parts.invitations.accept(token, "Bob", PASSWORD, "en", {"privacy": "v 3"})
    form = {"token": token, "name": "Bob", "password": PASSWORD, "consent_terms": "2026-11", "consent_privacy": "v 3"}
    client = browser(parts, **PAGE)
    assert "consent_terms" in (await client.get(f"/auth/invite?token={token}")).text
    assert (await client.post("/auth/invite", data=form)).status_code == 303
    assert [row[:3] for row in await consents(parts)] == [("bob@example.org", "terms", "2026-11"), ("bob@example.org", "privacy", "v 3")]


async def test_a_new_version_is_put_before_whoever_has_not_decided(house, mailbox, browser):
    parts, admin = house
    user_id = await parts.registration.complete(await ask(parts, mailbox), "Ada", PASSWORD, "en", {"terms": "2026-11"})
    ada = Actor(user_id)
    assert await parts.consents.newer(ada) == []
    await parts.site.save(admin, TEXTS.model_copy(update={"terms_version": "2026-12", "privacy_version": "v 4"}))
    assert [(text.purpose, text.version) for text in await parts.consents.newer(ada)] == [("terms", "2026-12")]
    await parts.consents.decide(ada, "terms", "2026-12", granted=True)
    await parts.consents.decide(ada, "privacy", "v 4", granted=True)
    await parts.site.save(admin, TEXTS.model_copy(update={"terms_version": "2026-12", "privacy_version": "v 5"}))
    assert [text.purpose for text in await parts.consents.newer(ada)] == ["privacy"]
    await parts.consents.decide(ada, "privacy", "v 5", granted=False)
    assert await parts.consents.newer(ada) == []


async def test_where_there_are_no_texts_nothing_is_asked(house, mailbox, browser):
    parts, admin = house
    await parts.site.save(admin, ConsentTexts(terms_url="/terms.html"))
    token = await ask(parts, mailbox)
    assert "checkbox" not in (await browser(parts).get(f"/auth/confirm?token={token}")).text
    assert await parts.registration.complete(token, "Ada", PASSWORD, "en")
    assert await consents(parts) == []
