"""What somebody keeps whose rights were taken: invitations they made, sessions from before a rule, changes without a proof."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from chat_app import models
from chat_app.services.accounts.one_time_links import LinkGoneError
from chat_app.services.accounts.proof import ProofNeededError
from chat_app.services.identity.passkey_sign_in import BEGUN_PER_SECOND
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.site.sections import OidcProviders, Privacy, SignIn, UsageLimits
from tests.canaries import PASSWORD
from tests.security.people import person


@pytest.fixture
async def admin(shared):
    return (await person(shared, "admin", role="admin"))[0]


async def change(parts, user_id: str, **columns) -> None:
    def write(session) -> None:
        row = session.get_one(models.User, user_id)
        for name, value in columns.items():
            setattr(row, name, value)

    await parts.db.write(write)


async def invite(parts, maker, **wanted) -> str:
    handed = await parts.invitations.invite(maker, "eve@example.org", **wanted)
    return handed.link.partition("token=")[2]


class TestInvitationsOfWhoLostTheRight:
    @pytest.mark.parametrize("lost", [{"role": "user"}, {"role": "manager"}, {"suspended_at": utc_now()}, {"deleted_at": utc_now()}])
    async def test_no_way_back_to_administration(self, shared, admin, lost):
        token = await invite(shared, admin, role="admin")
        assert await shared.invitations.look_at(token)
        await change(shared, admin.user_id, **lost)

        assert await shared.invitations.look_at(token) is None
        with pytest.raises(LinkGoneError):
            await shared.invitations.accept(token, "Eve", PASSWORD, "en")

    async def test_a_manager_who_leads_no_more_adds_nobody(self, shared, admin):
        manager, _ = await person(shared, "manager", role="manager")
        await shared.site.save(admin, SignIn(registration="invitation"))
        group = await led_group(shared, manager.user_id)
        token = await invite(shared, manager, group_ids=[group])
        await shared.people.set_groups(admin, manager.user_id, {})

        user_id = await shared.invitations.accept(token, "Eve", PASSWORD, "en")

        assert user_id
        assert await shared.db.read(lambda session: session.get(models.GroupMember, (group, user_id))) is None

    async def test_a_manager_who_is_one_no_more_invites_nobody(self, shared, admin):
        manager, _ = await person(shared, "manager", role="manager")
        await shared.site.save(admin, SignIn(registration="invitation"))
        token = await invite(shared, manager, group_ids=[await led_group(shared, manager.user_id)])
        await change(shared, manager.user_id, role="user")
        with pytest.raises(LinkGoneError):
            await shared.invitations.accept(token, "Eve", PASSWORD, "en")


async def led_group(parts, leader_id: str) -> str:
    now, group_id = utc_now(), new_id()

    def write(session) -> None:
        session.add(models.Group(id=group_id, name="Team", created_at=now, updated_at=now))
        session.flush()
        session.add(models.GroupMember(group_id=group_id, user_id=leader_id, leads=True, added_at=now))

    await parts.db.write(write)
    return group_id


class TestTheSite:
    @pytest.mark.parametrize("section", [SignIn(), OidcProviders(), Privacy()])
    async def test_what_opens_doors_asks_for_a_recent_proof(self, shared, admin, section):
        old = replace(admin, proved_at=utc_now() - timedelta(minutes=11))
        for actor in (old, replace(admin, proved_at=None)):
            with pytest.raises(ProofNeededError):
                await shared.site.save(actor, section)
        await shared.site.save(admin, section)
        await shared.site.save(old, UsageLimits())

    async def test_over_rest_too(self, shared, browser):
        admin, headers = await person(shared, "admin", role="admin")
        await shared.db.write(lambda session: setattr(session.get_one(models.LoginSession, admin.session_id), "proved_at", None))
        client = browser(shared, **headers | {"Origin": "http://parley.test"})
        for path in ("sign-in", "privacy"):
            answer = await client.put(f"/api/v1/admin/site/{path}", json={})
            assert (answer.status_code, answer.json()["type"]) == (403, "urn:parley:auth:error:prove_again")
        assert (await shared.site.load(SignIn)).registration == "closed"


class TestAdministratorsMustHaveAFactor:
    async def test_sessions_from_before_the_rule_end(self, shared, browser, admin):
        _, bare = await person(shared, "bare", role="admin")
        safe, with_passkey = await person(shared, "safe", role="admin")
        _, plain = await person(shared, "plain")
        await shared.db.write(lambda session: session.add(passkey(safe.user_id)))
        await shared.site.save(admin, SignIn(admin_second_factor=False))
        assert await statuses(shared, browser, bare, with_passkey, plain) == [200, 200, 200]

        await shared.site.save(admin, SignIn(admin_second_factor=True))
        shared.accounts.forget_cached()

        assert await statuses(shared, browser, bare, with_passkey, plain) == [401, 200, 200]

    async def test_taking_ones_own_factor_away_ends_the_session(self, shared, browser):
        admin, headers = await person(shared, "admin", role="admin")
        await shared.db.write(lambda session: session.add(passkey(admin.user_id)))
        await shared.second_factors.reset(admin, admin.user_id)
        assert await statuses(shared, browser, headers) == [401]


async def statuses(parts, browser, *people) -> list[int]:
    clients = [browser(parts, **headers | {"Origin": "http://parley.test"}) for headers in people]
    return [(await client.get("/api/v1/me")).status_code for client in clients]


def passkey(user_id: str) -> models.Passkey:
    return models.Passkey(id=new_id(), user_id=user_id, credential_id=b"x" * 16, public_key=b"y", name="Key", created_at=utc_now())


class TestNobodyFloodsTheAuditLog:
    @pytest.mark.parametrize("where", ["passkey", "callback"])
    async def test_before_the_door(self, shared, browser, where):
        client = browser(shared, peer="8.8.8.8", Origin="http://parley.test")
        begun = time.monotonic()
        for _ in range(60):
            if where == "passkey":
                await client.post("/auth/passkey", data={"credential": json.dumps({"id": "x"})})
            else:
                await client.get("/auth/oidc/evil-name/callback?state=x&code=y")
        # Thirty at once, and a few more while a busy machine takes its time.
        assert await count_entries(shared) <= 31 + BEGUN_PER_SECOND * (time.monotonic() - begun)


async def count_entries(parts) -> int:
    from sqlmodel import func, select

    return await parts.db.read(lambda session: session.exec(select(func.count()).select_from(models.AuditEntry)).one())
