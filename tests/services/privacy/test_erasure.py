"""An account that ends leaves nothing, and takes nothing of others along."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from chat_app.errors import NotFoundError
from chat_app.services.people.errors import LastAdminError, PersonNotFoundError
from chat_app.services.people.leaving import Leaving
from chat_app.services.privacy.erasure_list import subject_hash
from chat_app.services.privacy.kept_queries import kept_tables
from chat_app.services.privacy.ownership_queries import owned_tables
from tests.services.privacy.billing_rows import NAMED
from tests.services.privacy.conftest import START, House

GONE, STAYS = "Xanthippe", "Quirinus"


async def test_the_tests_know_every_table_that_belongs_to_people(house: House):
    gone = await house.add_person(GONE)
    assert set(house.counts(gone.user_id)) == set(owned_tables()) - {"data_exports"}


async def test_after_its_days_nothing_is_left_of_an_account(house: House):
    admin, gone, stays = await house.add_person("Root", "admin"), await house.add_person(GONE), await house.add_person(STAYS)
    before = house.counts(stays.user_id)
    assert GONE in house.dump()
    assert house.finds(GONE) == 1
    assert await house.erasure.request(gone) == START + timedelta(days=7)
    assert (house.proofs, house.closed) == ([gone.user_id], [gone.user_id])
    assert await house.erasure.erase_due() == 0
    house.pass_days(7)
    assert await house.erasure.erase_due() == 1
    assert GONE.lower() not in house.dump(without=NAMED).lower()
    assert (house.finds(GONE), house.finds(STAYS)) == (0, 1)
    assert house.counts(stays.user_id) == before
    assert STAYS in house.dump()
    assert "a file that both have" in house.dump()
    assert house.forgotten == [gone.user_id]
    assert [len(house.rows([name])) for name in ("document_contents", "chunk_embeddings", "index_tasks")] == [2, 2, 2]
    (record,) = (await house.erasure.list(admin)).items
    assert (record.subject_hash, record.erased_at) == (subject_hash(gone.user_id), house.now[0])
    assert {name: record.counts[name] for name in ("messages", "attachments", "documents", "secrets", "blobs", "files")} == {
        "messages": 1,
        "attachments": 2,
        "documents": 2,
        "secrets": 2,
        "blobs": 3,
        "files": 2,
    }
    assert (await house.keeper.verify()).is_whole


async def test_what_was_bought_stays_for_the_tax_office_and_what_was_not_loses_its_name(house: House):
    await house.add_person("Root", "admin")
    gone, _ = await house.add_person(GONE), await house.add_person(STAYS)
    before = "".join(sorted(house.rows(kept_tables())))
    await house.erasure._eraser.erase(gone.user_id)
    assert f"unpaid {STAYS}" in before
    assert "".join(sorted(house.rows(kept_tables()))) == before.replace(f'{{"name": "unpaid {GONE}"}}', "{}")


async def test_a_closed_account_comes_back_until_its_erasing_has_begun(house: House):
    admin, person = await house.add_person("Root", "admin"), await house.add_person(GONE)
    leaving = Leaving(house.audit, lambda: house.now[0])
    before = house.counts(person.user_id)
    await house.erasure.request(person)
    await house.db.write(lambda session: leaving.undo(session, admin, person.user_id))
    house.pass_days(30)
    assert await house.erasure.erase_due() == 0
    assert await house.erasure._eraser.erase(person.user_id, if_closed=True) is None
    assert house.counts(person.user_id) == before
    await house.erasure.request(person)
    house.pass_days(7)
    await house.db.write(lambda session: house.erasure._eraser._begin(session, person.user_id))
    with pytest.raises(PersonNotFoundError):
        await house.db.write(lambda session: leaving.undo(session, admin, person.user_id))


async def test_an_erasing_that_was_interrupted_goes_on(house: House, monkeypatch):
    await house.add_person("Root", "admin")
    person = await house.add_person(GONE)
    await house.erasure.request(person)
    house.pass_days(7)

    def stop(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("chat_app.services.privacy.erasure_queries.delete_person", stop)
        with pytest.raises(RuntimeError):
            await house.erasure.erase_due()
    assert await house.erasure.erase_due() == 1
    assert GONE not in house.dump(without=NAMED)


async def test_a_restored_backup_does_not_bring_anybody_back(house: House):
    await house.add_person("Root", "admin")
    person, other = await house.add_person(GONE), await house.add_person(STAYS)
    (house.folder / "erasures.log").write_text(f"2026-01-01T00:00:00+00:00 {subject_hash(person.user_id)}\nnonsense\n\n")
    assert await house.erasure.apply_list() == 1
    assert GONE not in house.dump(without=NAMED)
    assert house.counts(other.user_id)
    assert await house.erasure.apply_list() == 0


async def test_the_list_knows_before_the_rows_are_gone_and_names_nobody(house: House):
    await house.add_person("Root", "admin")
    person = await house.add_person(GONE)
    await house.erasure._eraser.erase(person.user_id)
    path = house.folder / "erasures.log"
    assert path.read_text().split()[1] == subject_hash(person.user_id)
    assert person.user_id not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    assert await house.erasure._eraser.erase(person.user_id) is None


async def test_somebody_has_to_stay_who_can_administer(house: House):
    admin = await house.add_person("Root", "admin")
    with pytest.raises(LastAdminError):
        await house.erasure.request(admin)
    other = await house.add_person("Other", "admin")
    await house.erasure.request(other)
    with pytest.raises(LastAdminError):
        await house.erasure.request(admin)
    with pytest.raises(NotFoundError):
        await house.erasure.request(other)


async def test_only_administrators_see_what_was_erased(house: House):
    with pytest.raises(NotFoundError):
        await house.erasure.list(await house.add_person(STAYS))


async def test_a_report_is_json_that_names_nobody(house: House):
    await house.add_person("Root", "admin")
    person = await house.add_person(GONE)
    report = await house.erasure._eraser.erase(person.user_id)
    assert all(isinstance(count, int) for count in json.loads(json.dumps(report)).values())
