"""What people take with them: all of theirs, nothing of others, nothing that opens doors."""

from __future__ import annotations

import json
import re
from zipfile import ZipFile

import pytest
from jsonschema import Draft202012Validator
from sqlmodel import SQLModel

from chat_app.errors import NotFoundError
from chat_app.services.kernel.actor import Actor
from chat_app.services.privacy.data_export import DataExportRecord
from chat_app.services.privacy.export_tables import EXCLUDED, WITHHELD, exported_columns, exported_tables
from chat_app.services.privacy.kept_queries import kept_tables
from chat_app.services.privacy.ownership_queries import USERS, owned_tables
from tests.services.privacy.conftest import House

OWN, OTHER = "Xanthippe", "Quirinus"
BY_ID_ONLY = {"audit_entries": "written as what concerns the person, without who did it"}


async def made(house: House, actor: Actor) -> DataExportRecord:
    record = await house.exports.request(actor)
    await house.exports.work()
    return await house.exports.get(actor, record.id)


def contents(house: House, record: DataExportRecord) -> dict[str, str]:
    with ZipFile(house.folder / "exports" / f"{record.id}.zip") as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_every_table_with_a_person_in_it_is_exported_or_left_out_for_a_reason():
    columns = {"user_id", "owner_id", "actor_id", "subject_id", "admin_id", "created_by", "account_id", "redeemed_by"}
    with_people = {table.name for table in SQLModel.metadata.sorted_tables if columns & set(table.columns.keys())}
    assert with_people | {*owned_tables(), *kept_tables()} == {*exported_tables(), USERS, *EXCLUDED, *BY_ID_ONLY}
    assert all(len(reason) > 10 for reason in EXCLUDED.values())


def test_no_column_that_opens_doors_or_names_others_is_exported():
    doors = re.compile(r"hash|secret|sealed|token|credential|public_key|last_step|^admin_id$|^created_by$")
    harmless = {"content_hash", "sha256", "thumbnail_sha256", "model_sha256", "tokens"}
    for name in (USERS, *exported_tables()):
        shown = {column for column in exported_columns(name) if doors.search(column)} - harmless
        assert {column for column in shown if not column.startswith("tokens_")} == set(), name
    assert all(set(columns) <= set(SQLModel.metadata.tables[name].columns.keys()) for name, columns in WITHHELD.items())


async def test_the_archive_holds_everything_of_its_person_and_nothing_of_others(house: House):
    own, other = await house.add_person(OWN), await house.add_person(OTHER)
    record = await made(house, own)
    assert (record.status, record.size > 1_000) == ("ready", True)
    files = contents(house, record)
    everything = "".join(f"{name}\n{text}" for name, text in files.items())
    for trace in (
        f"text {OWN}",
        f"older {OWN}",
        f"canvas {OWN}",
        f"file of {OWN}",
        f"document of {OWN}",
        f"passage {OWN}",
        "a file that both have",
        "https://id.test",
    ):
        assert trace in everything, trace
    for canary in (OTHER, other.user_id, f"hash {OWN}", f"h{own.user_id}", "sealed"):
        assert canary not in everything, canary
    assert [name for name in files if name.startswith("chats/")] == [
        f"chats/{chat} title {OWN}.{kind}" for chat in _chats(files) for kind in ("md", "json")
    ]
    assert all(".." not in name and name.count("/") <= 1 for name in files)


async def test_every_line_is_as_the_schema_says(house: House):
    own = await house.add_person(OWN)
    files = contents(house, await made(house, own))
    schema = json.loads(files["schema.json"])
    assert set(schema["files"]) == {name for name in files if name.startswith("data/")}
    assert schema["left_out"] == EXCLUDED
    for name, described in schema["files"].items():
        lines = files[name].splitlines()
        assert lines, name
        for line in lines:
            Draft202012Validator(described).validate(json.loads(line))


async def test_only_its_owner_before_a_page_fetches_it_and_only_for_a_day(house: House):
    own, other = await house.add_person(OWN), await house.add_person(OTHER, "admin")
    record = await made(house, own)
    path = await house.exports.open(own, record.id)
    assert path.stat().st_mode & 0o777 == 0o600
    program = Actor(own.user_id, api_key_id="key", permissions=own.permissions)
    for actor, export_id in ((other, record.id), (program, record.id), (own, "../../etc/passwd")):
        with pytest.raises(NotFoundError):
            await house.exports.open(actor, export_id)
    house.pass_days(1)
    with pytest.raises(NotFoundError):
        await house.exports.open(own, record.id)
    assert await house.exports.purge() == 1
    assert not path.exists()
    assert await house.exports.list(own) == []


async def test_asking_twice_gives_one_export_and_asks_for_a_proof(house: House):
    own = await house.add_person(OWN)
    first, second = await house.exports.request(own), await house.exports.request(own)
    assert first.id == second.id
    assert house.proofs == [own.user_id, own.user_id]


async def test_what_a_stopped_process_left_is_begun_anew(house: House):
    own = await house.add_person(OWN)
    record = await house.exports.request(own)
    await house.exports.close()
    await house.db.write(lambda session: session.connection().exec_driver_sql("UPDATE data_exports SET status = 'running'"))
    assert await house.exports.work() == 0
    house.pass_days(0.1)
    await house.exports.resume()
    assert await house.exports.work() == 1
    assert (await house.exports.get(own, record.id)).status == "ready"


async def test_one_that_fails_says_so_and_the_next_is_made(house: House, monkeypatch):
    own = await house.add_person(OWN)

    async def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(house.exports._archive, "write", fail)
        assert (await made(house, own)).status == "failed"
    assert (await made(house, own)).status == "ready"


def _chats(files: dict[str, str]) -> list[str]:
    return [json.loads(line)["id"] for line in files["data/conversations.jsonl"].splitlines()]
