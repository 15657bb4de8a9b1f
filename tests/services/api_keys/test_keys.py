"""Keys for programs: what they are, who may have which, how they end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from chat_app import models
from chat_app.errors import NotAllowedError, NotFoundError
from chat_app.services.access.matrix import permissions_of
from chat_app.services.accounts.proof import ProofNeededError, ProofRule
from chat_app.services.api_keys import ApiKeyService
from chat_app.services.api_keys.dto import NewApiKey
from chat_app.services.api_keys.errors import KeyBudgetError, KeyExpiryError, KeyNameError, ScopeNotAllowedError, TooManyKeysError
from chat_app.services.api_keys.secrets import make_key, parse_key
from chat_app.services.api_keys.service import MAX_KEYS
from chat_app.services.audit import AuditLog
from chat_app.services.kernel.clock import utc_now
from chat_app.services.tokens.programs import Programs
from chat_app.settings import Settings
from tests.services.chat.conftest import make_user

CHAT = NewApiKey("Laptop", ("chat",))


class Clock:
    def __init__(self) -> None:
        self.now = utc_now()

    def __call__(self):
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def programs(db, clock) -> Programs:
    return Programs(db, clock)


@pytest.fixture
def keys(db, clock, programs) -> ApiKeyService:
    return ApiKeyService(db, AuditLog(db, clock), ProofRule(Settings(mode="multi"), clock), clock, on_change=programs.forget_cached)


@pytest.fixture
def ada(db, clock):
    return replace(make_user(db), role="user", permissions=permissions_of("user"), proved_at=clock())


def test_a_key_is_found_by_its_prefix_and_opened_by_all_of_it():
    key, other = make_key(), make_key()

    assert parse_key(key.text) == key
    assert key.text.startswith(key.prefix + "_")
    assert key.opens(key.hash)
    assert not other.opens(key.hash)
    assert [parse_key(wrong) for wrong in ("", "parley_", key.text[:-1], key.text + "a", key.text.upper(), "x" + key.text)] == [None] * 6


async def test_the_secret_is_shown_once_and_kept_as_its_hash(db, keys, ada):
    created = await keys.create(ada, CHAT)

    row = db.read_now(lambda session: session.exec(select(models.ApiKey)).one())
    secret = created.secret.removeprefix(created.key.prefix)
    assert len(secret) > 42
    assert secret not in repr(row)
    assert created.secret not in repr(await keys.list(ada))


async def test_a_program_has_the_scopes_of_its_key_and_no_more(keys, programs, ada):
    created = await keys.create(ada, NewApiKey("x", ("chat", "files")))

    actor = await programs.actor_of(created.secret)

    assert (actor.user_id, actor.api_key_id, actor.session_id) == (ada.user_id, created.key.id, "")
    assert actor.permissions == {"chat", "files"}


async def test_a_key_cannot_do_more_than_its_owner(keys, ada):
    for wrong in (("admin.users",), ("account",), ("chat", "api_keys"), ("*",), ()):
        with pytest.raises(ScopeNotAllowedError):
            await keys.create(ada, NewApiKey("x", wrong))
    with pytest.raises(ScopeNotAllowedError):
        await keys.create(replace(ada, permissions=ada.permissions - {"files"}), NewApiKey("x", ("files",)))


async def test_a_feature_that_a_group_switches_off_is_gone_from_the_key(db, keys, programs, clock, ada):
    created = await keys.create(ada, NewApiKey("x", ("chat", "files")))
    _join(db, ada, '{"features_off": ["files"]}', clock())
    programs.forget_cached()

    assert (await programs.actor_of(created.secret)).permissions == {"chat"}


async def test_a_group_without_keys_ends_the_keys_of_its_members(db, keys, programs, clock, ada):
    created = await keys.create(ada, CHAT)
    _join(db, ada, '{"features_off": ["api_keys"]}', clock())

    assert await programs.actor_of(created.secret) is None


async def test_a_program_makes_and_ends_no_keys(keys, ada):
    created = await keys.create(ada, CHAT)
    program = replace(ada, api_key_id=created.key.id)

    for attempt in (keys.create(program, CHAT), keys.rename(program, created.key.id, "y"), keys.revoke(program, created.key.id)):
        with pytest.raises(NotAllowedError):
            await attempt


async def test_a_new_key_asks_for_a_recent_proof(keys, clock, ada):
    clock.now += timedelta(minutes=11)

    with pytest.raises(ProofNeededError):
        await keys.create(ada, CHAT)


async def test_others_do_not_see_it(db, keys, ada):
    created = await keys.create(ada, CHAT)
    eve = replace(make_user(db, "Eve"), permissions=permissions_of("admin"))

    assert await keys.list(eve) == []
    for attempt in (keys.rename(eve, created.key.id, "y"), keys.revoke(eve, created.key.id)):
        with pytest.raises(NotFoundError):
            await attempt
    assert (await keys.list(ada))[0].name == "Laptop"


async def test_a_revoked_key_is_nobody(keys, programs, ada):
    created = await keys.create(ada, CHAT)
    assert await programs.actor_of(created.secret)

    await keys.revoke(ada, created.key.id)

    assert await programs.actor_of(created.secret) is None
    assert (await keys.list(ada))[0].revoked_at


async def test_a_revocation_by_another_process_is_seen_within_seconds(db, keys, programs, clock, ada):
    created = await keys.create(ada, CHAT)
    assert await programs.actor_of(created.secret)

    await ApiKeyService(db, AuditLog(db, clock), ProofRule(Settings(mode="multi"), clock), clock).revoke(ada, created.key.id)
    clock.now += timedelta(seconds=2)

    assert await programs.actor_of(created.secret) is None


async def test_an_expired_key_is_nobody(keys, programs, clock, ada):
    created = await keys.create(ada, NewApiKey("x", ("chat",), expires_at=clock.now + timedelta(days=1)))
    assert await programs.actor_of(created.secret)

    clock.now += timedelta(days=1)

    assert await programs.actor_of(created.secret) is None


@pytest.mark.parametrize("column", ["suspended_at", "deleted_at"])
async def test_the_keys_of_whoever_may_not_sign_in_are_nobody(db, keys, programs, clock, ada, column):
    created = await keys.create(ada, CHAT)
    db.write_now(lambda session: setattr(session.get_one(models.User, ada.user_id), column, clock()))

    assert await programs.actor_of(created.secret) is None


async def test_a_right_prefix_with_a_wrong_secret_is_nobody(keys, programs, ada):
    created = await keys.create(ada, CHAT)
    assert await programs.actor_of(created.secret)

    last = "A" if created.secret[-1] != "A" else "B"
    assert await programs.actor_of(created.secret[:-1] + last) is None


async def test_the_last_use_is_written_at_most_each_minute(db, keys, programs, clock, ada):
    created, began = await keys.create(ada, CHAT), clock.now
    used = []
    for seconds in (0, 30, 60):
        clock.now = began + timedelta(seconds=seconds)
        await programs.actor_of(created.secret)
        used.append((await keys.list(ada))[0].last_used_at)

    assert used == [began, began, began + timedelta(seconds=60)]


async def test_refuses_what_cannot_be(keys, clock, ada):
    with pytest.raises(KeyNameError):
        await keys.create(ada, NewApiKey("  ", ("chat",)))
    with pytest.raises(KeyNameError):
        await keys.create(ada, NewApiKey("x\0", ("chat",)))
    with pytest.raises(KeyExpiryError):
        await keys.create(ada, NewApiKey("x", ("chat",), expires_at=clock.now))
    with pytest.raises(KeyExpiryError):
        await keys.create(ada, NewApiKey("x", ("chat",), expires_at=clock.now.replace(tzinfo=None) + timedelta(days=1)))
    with pytest.raises(KeyBudgetError):
        await keys.create(ada, NewApiKey("x", ("chat",), budget_nano=-1))


async def test_so_many_keys_and_no_more(keys, ada):
    for number in range(MAX_KEYS):
        await keys.create(ada, NewApiKey(str(number), ("chat",)))

    with pytest.raises(TooManyKeysError):
        await keys.create(ada, CHAT)


async def test_making_and_ending_a_key_is_in_the_audit_log(db, keys, ada):
    created = await keys.create(ada, CHAT)
    await keys.revoke(ada, created.key.id)
    await keys.revoke(ada, created.key.id)

    entries = db.read_now(lambda session: session.exec(select(models.AuditEntry).order_by(models.AuditEntry.seq)).all())
    assert [(entry.action, entry.object_id) for entry in entries] == [
        ("api_key.create", created.key.id),
        ("api_key.revoke", created.key.id),
    ]
    assert created.secret not in repr(entries)


def _join(db, actor, policy, now) -> None:
    def join(session) -> None:
        session.add(models.Group(id="g", name="g", policy=policy, created_at=now, updated_at=now))
        session.flush()
        session.add(models.GroupMember(group_id="g", user_id=actor.user_id, added_at=now))

    db.write_now(join)
