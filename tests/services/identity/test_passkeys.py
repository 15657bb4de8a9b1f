"""Passkeys: adding, signing in, and what is refused."""

from __future__ import annotations

import asyncio
import json

import pytest

from chat_app import models
from chat_app.errors import (
    AppError,
    ConflictError,
    InvalidInputError,
    LimitReachedError,
    NotAllowedError,
    NotAuthenticatedError,
    NotFoundError,
)
from chat_app.services.kernel.actor import Actor
from chat_app.services.site.sections import SignIn
from tests.fakes.authenticator import PRESENT, Authenticator
from tests.services.identity.conftest import ADMIN, ORIGIN, House, aged, knock


@pytest.fixture
async def ada(house: House) -> Actor:
    return await house.sign_in(house.add_user())


def user_of(house: House, actor: Actor) -> models.User:
    return house.db.read_now(lambda session: session.get_one(models.User, actor.user_id))


async def shown(house: House, device: Authenticator, **changed: object) -> dict:
    return device.get((await house.passkey_sign_in.begin(knock())).options, **changed)


class TestAdd:
    async def test_asks_for_what_makes_a_password_needless(self, house, ada):
        asked = json.loads((await house.passkeys.begin(ada)).options)
        assert asked["rp"]["id"] == "parley.test"
        assert asked["authenticatorSelection"]["residentKey"] == "required"
        assert asked["authenticatorSelection"]["userVerification"] == "required"
        assert asked["user"]["name"] == "ada@example.org"

    async def test_the_first_brings_recovery_codes_and_ends_other_sessions(self, house, ada):
        other = await house.sign_in(user_of(house, ada))
        device = Authenticator(ORIGIN)
        first = await house.passkeys.add(ada, device.create((await house.passkeys.begin(ada)).options), "  Laptop\n of Ada ")
        assert len(first.recovery_codes) == 10
        second = await house.passkeys.add(ada, device.create((await house.passkeys.begin(ada)).options), "")
        assert second.recovery_codes == ()
        assert [item.name for item in await house.passkeys.list(ada)] == ["Laptop of Ada", "Passkey"]
        assert not await house.is_open(other)

    async def test_a_challenge_works_once(self, house, ada):
        options, device = (await house.passkeys.begin(ada)).options, Authenticator(ORIGIN)
        await house.passkeys.add(ada, device.create(options), "")
        with pytest.raises(InvalidInputError):
            await house.passkeys.add(ada, device.create(options), "")

    async def test_and_for_five_minutes(self, house, ada, clock):
        options = (await house.passkeys.begin(ada)).options
        clock.advance(minutes=5)
        with pytest.raises(InvalidInputError):
            await house.passkeys.add(ada, Authenticator(ORIGIN).create(options), "")

    async def test_and_for_one_person_in_one_session(self, house, ada):
        options = (await house.passkeys.begin(ada)).options
        for other in (await house.sign_in(house.add_user("bob@example.org")), await house.sign_in(user_of(house, ada))):
            with pytest.raises(InvalidInputError):
                await house.passkeys.add(other, Authenticator(ORIGIN).create(options), "")
            assert await house.passkeys.list(other) == []
            options = (await house.passkeys.begin(ada)).options

    @pytest.mark.parametrize(
        "origin", ["https://evil.test", "http://parley.test", "https://parley.test.evil.test", "https://parley.test:444"]
    )
    async def test_pages_elsewhere_get_nothing(self, house, ada, origin):
        with pytest.raises(InvalidInputError):
            await house.passkeys.add(ada, Authenticator(origin).create((await house.passkeys.begin(ada)).options), "")

    async def test_another_relying_party_gets_nothing(self, house, ada):
        answer = Authenticator(ORIGIN).create((await house.passkeys.begin(ada)).options, rp={"id": "evil.test"})
        with pytest.raises(InvalidInputError):
            await house.passkeys.add(ada, answer, "")

    async def test_a_device_that_did_not_ask_its_person_is_refused(self, house, ada):
        with pytest.raises(InvalidInputError):
            await house.passkeys.add(ada, Authenticator(ORIGIN, flags=PRESENT).create((await house.passkeys.begin(ada)).options), "")
        assert ("passkey.add", "failed") in house.acts()

    @pytest.mark.parametrize(
        "answer", [{}, {"id": 1}, {"id": "x", "rawId": "x", "type": "public-key", "response": []}, {"response": {"clientDataJSON": "!"}}]
    )
    async def test_anything_else_is_refused(self, house, ada, answer):
        with pytest.raises(InvalidInputError):
            await house.passkeys.add(ada, answer, "")

    async def test_a_credential_of_somebody_else_is_refused(self, house, ada):
        device = await house.with_passkey(ada)
        bob = await house.sign_in(house.add_user("bob@example.org"))
        answer = Authenticator(ORIGIN).create((await house.passkeys.begin(bob)).options, next(iter(device.keys)))
        with pytest.raises(ConflictError):
            await house.passkeys.add(bob, answer, "")

    async def test_asks_for_a_recent_proof(self, house, ada, clock):
        await house.with_passkey(ada)
        old, known = aged(ada, clock), (await house.passkeys.list(ada))[0].id
        for act in (house.passkeys.begin(old), house.passkeys.add(old, {}, ""), house.passkeys.remove(old, known)):
            with pytest.raises(NotAllowedError):
                await act


class TestSignIn:
    async def test_needs_no_password(self, house, ada):
        device = await house.with_passkey(ada)
        signed_in = await house.passkey_sign_in.sign_in(knock(), await shown(house, device))
        assert (await house.accounts.authenticate(knock(signed_in.token))).user_id == ada.user_id
        assert not signed_in.needs_second_factor
        assert (await house.passkeys.list(ada))[0].last_used_at is not None

    async def test_is_a_second_factor_too(self, house, ada):
        device = await house.with_passkey(ada)
        half = await house.half_way(user_of(house, ada))
        asked = await house.passkey_sign_in.begin(half)
        assert len(json.loads(asked.options)["allowCredentials"]) == 1
        signed_in = await house.passkey_sign_in.sign_in(half, device.get(asked.options))
        assert signed_in.token != half.token
        assert (await house.accounts.authenticate(knock(signed_in.token))).user_id == ada.user_id

    async def test_after_a_password_only_with_a_key_of_that_person(self, house, ada):
        bob = await house.sign_in(house.add_user("bob@example.org"))
        await house.with_passkey(ada)
        device = await house.with_passkey(bob)
        half = await house.half_way(user_of(house, ada))
        asked = await house.passkey_sign_in.begin(half)
        with pytest.raises(NotAuthenticatedError):
            await house.passkey_sign_in.sign_in(half, device.get(asked.options, next(iter(device.keys))))

    async def test_an_answer_works_once(self, house, ada):
        device = await house.with_passkey(ada)
        answer = await shown(house, device)
        done = await asyncio.gather(*(house.passkey_sign_in.sign_in(knock(), answer) for _ in range(4)), return_exceptions=True)
        assert sum(not isinstance(one, Exception) for one in done) == 1

    async def test_a_copied_key_is_noticed_by_its_count(self, house, ada):
        device = await house.with_passkey(ada)
        await house.passkey_sign_in.sign_in(knock(), await shown(house, device))
        next(iter(device.keys.values())).count = 0
        with pytest.raises(NotAuthenticatedError):
            await house.passkey_sign_in.sign_in(knock(), await shown(house, device))

    async def test_devices_that_do_not_count_may_come_back(self, house, ada):
        device = await house.with_passkey(ada)
        device.counts = False
        for _ in range(2):
            assert (await house.passkey_sign_in.sign_in(knock(), await shown(house, device))).token

    @pytest.mark.parametrize(
        ("lie", "changed"),
        [({"origin": "https://evil.test"}, {}), ({"flags": PRESENT}, {}), ({}, {"rpId": "evil.test"}), ({}, {"challenge": "AAAA"})],
    )
    async def test_lies_are_refused(self, house, ada, lie, changed):
        device = await house.with_passkey(ada)
        for name, value in lie.items():
            setattr(device, name, value)
        with pytest.raises(NotAuthenticatedError):
            await house.passkey_sign_in.sign_in(knock(), await shown(house, device, **changed))
        assert ("passkey.show", "failed") in house.acts()

    async def test_a_wrong_signature_is_refused(self, house, ada):
        device = await house.with_passkey(ada)
        stranger = Authenticator(ORIGIN)
        stranger.create((await house.passkeys.begin(ada)).options)
        (known, mine), (_, theirs) = next(iter(device.keys.items())), next(iter(stranger.keys.items()))
        mine.private = theirs.private
        with pytest.raises(NotAuthenticatedError):
            await house.passkey_sign_in.sign_in(knock(), device.get((await house.passkey_sign_in.begin(knock())).options, known))

    async def test_somebody_elses_user_handle_is_refused(self, house, ada):
        device = await house.with_passkey(ada)
        next(iter(device.keys.values())).user_handle = b"somebody else"
        with pytest.raises(NotAuthenticatedError):
            await house.passkey_sign_in.sign_in(knock(), await shown(house, device))

    @pytest.mark.parametrize("field", ["suspended_at", "deleted_at"])
    async def test_closed_accounts_stay_closed(self, house, ada, clock, field):
        device = await house.with_passkey(ada)
        house.db.write_now(lambda session: setattr(session.get_one(models.User, ada.user_id), field, clock()))
        with pytest.raises(NotAuthenticatedError):
            await house.passkey_sign_in.sign_in(knock(), await shown(house, device))

    async def test_where_only_providers_sign_people_in_administrators_still_can(self, house, ada):
        root = await house.sign_in(house.add_user("root@example.org", "admin"))
        devices = [await house.with_passkey(ada), await house.with_passkey(root)]
        await house.site.save(ADMIN, SignIn(passwords=False))
        with pytest.raises(NotAllowedError):
            await house.passkey_sign_in.sign_in(knock(), await shown(house, devices[0]))
        assert (await house.passkey_sign_in.sign_in(knock(), await shown(house, devices[1]))).token

    async def test_beginning_is_paced(self, house):
        with pytest.raises(LimitReachedError):
            for _ in range(31):
                await house.passkey_sign_in.begin(knock())

    async def test_proves_who_one_is(self, house, ada, clock):
        device = await house.with_passkey(ada)
        clock.advance(minutes=11)
        old = aged(ada, clock)
        with pytest.raises(AppError):
            await house.passkey_sign_in.prove(old, await shown(house, device))
        await house.passkey_sign_in.prove(old, device.get((await house.passkey_sign_in.begin_proof(old)).options))
        row = house.db.read_now(lambda session: session.get_one(models.LoginSession, ada.session_id))
        assert row.proved_at == clock()


class TestList:
    async def test_is_ones_own(self, house, ada):
        await house.with_passkey(ada)
        bob = await house.sign_in(house.add_user("bob@example.org"))
        known = (await house.passkeys.list(ada))[0].id
        assert await house.passkeys.list(bob) == []
        for act in (
            house.passkeys.rename(bob, known, "x"),
            house.passkeys.remove(bob, known),
            house.passkeys.rename(ada, bob.user_id, "x"),
        ):
            with pytest.raises(NotFoundError):
                await act
        assert len(await house.passkeys.list(ada)) == 1

    async def test_names_can_be_changed(self, house, ada):
        await house.with_passkey(ada)
        known = (await house.passkeys.list(ada))[0].id
        assert (await house.passkeys.rename(ada, known, "Phone")).name == "Phone"
        for name in ("x" * 101, "\0"):
            with pytest.raises(InvalidInputError):
                await house.passkeys.rename(ada, known, name)

    async def test_the_last_goes_with_its_codes_and_other_sessions(self, house, ada):
        await house.with_passkey(ada)
        other = await house.sign_in(user_of(house, ada))
        await house.passkeys.remove(ada, (await house.passkeys.list(ada))[0].id)
        state = await house.second_factors.state(ada)
        assert (state.passkeys, state.recovery_codes) == (0, 0)
        assert not await house.is_open(other)

    async def test_administrators_keep_one(self, house):
        root = await house.sign_in(house.add_user("root@example.org", "admin"))
        await house.with_passkey(root)
        with pytest.raises(ConflictError):
            await house.passkeys.remove(root, (await house.passkeys.list(root))[0].id)
