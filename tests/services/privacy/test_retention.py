"""What is kept for a time only is gone after it."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from chat_app import models
from chat_app.errors import ConflictError, NotFoundError
from chat_app.services.accounts.preferences import PreferenceStore
from chat_app.services.files.sweeping import FileSweeper
from chat_app.services.kernel.actor import Actor
from chat_app.services.site.sections import ConsentTexts, Privacy
from tests.services.privacy.conftest import COMMON, House

ADMIN = Actor("a", permissions=frozenset({"admin.privacy"}))


def shown(house: House, actor: Actor) -> int:
    """Chats of the person that are not in the trash."""
    query = f"SELECT count(*) FROM conversations WHERE owner_id = '{actor.user_id}' AND deleted_at IS NULL"
    return house.db.read_now(lambda session: session.connection().exec_driver_sql(query).scalar_one())


async def favour(house: House, actor: Actor) -> None:
    statement = models.Conversation.__table__.update().where(models.Conversation.__table__.c.owner_id == actor.user_id)
    await house.db.write(lambda session: session.connection().execute(statement.values(favourite=True)))


async def test_nothing_goes_unless_somebody_said_so(house: House):
    own = await house.add_person("Own")
    house.pass_days(29)
    before = house.counts(own.user_id)
    await house.retention.run()
    assert house.counts(own.user_id) == before
    house.pass_days(4_000)
    await house.retention.run()
    assert shown(house, own) == 1


async def test_chats_of_everybody_go_after_the_days_of_the_site(house: House):
    own, other = await house.add_person("Own"), await house.add_person("Other")
    await favour(house, own)
    await house.site.save(ADMIN, Privacy(chat_days=10))
    house.pass_days(9.9)
    await house.retention.run()
    assert (shown(house, own), shown(house, other)) == (1, 1)
    house.pass_days(0.2)
    await house.retention.run()
    assert (shown(house, own), shown(house, other)) == (0, 0)


async def test_the_days_of_a_person_hold_for_their_own_chats_and_spare_favourites(house: House):
    own, fond, other = await house.add_person("Own"), await house.add_person("Fond"), await house.add_person("Other")
    await favour(house, fond)
    preferences = PreferenceStore(house.db)
    for actor in (own, fond):
        await preferences.save(actor, {"keep_chats_days": 5})
    house.pass_days(5.1)
    count = house.changes.count(own.user_id)
    await house.retention.run()
    assert (shown(house, own), shown(house, fond), shown(house, other)) == (0, 1, 1)
    assert house.changes.count(own.user_id) == count + 1


async def test_files_go_after_their_days_with_their_blobs(house: House):
    own = await house.add_person("Own")
    await house.site.save(ADMIN, Privacy(upload_days=3))
    house.pass_days(3.1)
    await house.retention.run()
    assert "attachments" not in house.counts(own.user_id)
    assert len([blob async for blob in house.blobs.list()]) == 4
    await FileSweeper(house.db, house.blobs, house.files, lambda: house.now[0] + timedelta(days=1_000)).sweep()
    documents = {hashlib.sha256(content).hexdigest() for content in (COMMON, b"document of Own")}
    assert {blob.sha256 async for blob in house.blobs.list()} == documents


async def test_ended_sessions_used_links_and_old_audit_entries_go(house: House):
    own = await house.add_person("Own")
    await house.audit.note(own, "old.act")
    house.pass_days(31.1)
    await house.retention.run()
    assert {"login_sessions", "one_time_tokens"}.isdisjoint(house.counts(own.user_id))
    await house.site.save(ADMIN, Privacy(audit_days=90))
    house.pass_days(90)
    await house.retention.run()
    verdict = await house.keeper.verify()
    # The change of the setting, and that older entries went.
    assert (verdict.is_whole, verdict.checked, verdict.head_seq) == (True, 2, 3)


async def test_consents_are_of_a_version_and_can_be_taken_back(house: House):
    own, other = await house.add_person("Own"), await house.add_person("Other")
    assert await house.consents.missing(own) == []
    await house.site.save(ADMIN, ConsentTexts(terms_url="https://example.test/terms", terms_version="2"))
    (state,) = await house.consents.missing(own)
    assert (state.purpose, state.version, state.granted) == ("terms", "2", False)
    with pytest.raises(ConflictError):
        await house.consents.decide(own, "terms", "1", granted=True)
    with pytest.raises(NotFoundError):
        await house.consents.decide(own, "privacy", "2", granted=True)
    await house.consents.decide(own, "terms", "2", granted=True)
    assert await house.consents.missing(own) == []
    assert len(await house.consents.missing(other)) == 1
    await house.consents.decide(own, "terms", "2", granted=False)
    assert len(await house.consents.missing(own)) == 1
    assert [(row.version, row.granted) for row in await house.consents.history(own)] == [("2", False), ("2", True), ("1", True)]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.test", "ftp://x", 'https://x"onclick', "https://a b"])
def test_texts_are_linked_from_the_web_or_from_here_only(url: str):
    with pytest.raises(ValueError, match="terms_url"):
        ConsentTexts(terms_url=url)
    assert ConsentTexts(terms_url="/terms.html").terms_url == "/terms.html"
