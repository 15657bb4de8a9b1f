"""Setting up, showing and losing a second factor."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from chat_app import models
from chat_app.errors import ConflictError, InvalidInputError, LimitReachedError, NotAllowedError, NotAuthenticatedError, NotFoundError
from chat_app.services.accounts.owner import OWNER_ID
from chat_app.services.kernel.actor import Actor
from chat_app.services.site.sections import SignIn
from chat_app.settings import Settings
from tests.services.identity.conftest import ADMIN, House, aged, knock, make_house


@pytest.fixture
async def ada(house: House) -> Actor:
    return await house.sign_in(house.add_user())


def user_of(house: House, actor: Actor) -> models.User:
    return house.db.read_now(lambda session: session.get_one(models.User, actor.user_id))


class TestSetUp:
    async def test_counts_only_after_a_right_code(self, house, ada):
        await house.second_factors.begin_totp(ada)
        assert not (await house.second_factors.state(ada)).totp
        assert not await house.second_factors.is_required(user_of(house, ada))
        with pytest.raises(InvalidInputError):
            await house.second_factors.confirm_totp(ada, "000000")
        assert not (await house.second_factors.state(ada)).totp

    async def test_a_right_code_turns_it_on_and_brings_ten_codes(self, house, ada):
        await house.with_totp(ada)
        state = await house.second_factors.state(ada)
        assert (state.totp, state.recovery_codes, state.available) == (True, 10, True)
        assert await house.second_factors.is_required(user_of(house, ada))
        assert ("totp.enable", "done") in house.acts()

    async def test_ends_the_other_sessions_and_keeps_this_one(self, house, ada):
        other = await house.sign_in(user_of(house, ada))
        await house.with_totp(ada)
        assert await house.is_open(ada)
        assert not await house.is_open(other)

    async def test_a_reloaded_page_shows_the_same_secret_until_an_hour_is_over(self, house, ada, clock):
        first = await house.second_factors.begin_totp(ada)
        assert (await house.second_factors.begin_totp(ada)).secret == first.secret
        clock.advance(minutes=61)
        with pytest.raises(NotAllowedError):
            await house.second_factors.begin_totp(ada)
        again = await house.sign_in(user_of(house, ada))
        assert (await house.second_factors.begin_totp(again)).secret != first.secret

    async def test_there_is_one_app(self, house, ada):
        await house.with_totp(ada)
        with pytest.raises(ConflictError):
            await house.second_factors.begin_totp(ada)

    async def test_the_database_holds_neither_secret_nor_codes(self, house, ada):
        setup = await house.second_factors.begin_totp(ada)
        sealed = house.db.read_now(lambda session: session.exec(select(models.Secret)).one())
        assert setup.secret.encode() not in sealed.sealed

    async def test_everything_asks_for_a_recent_proof(self, house, ada, clock):
        app = await house.with_totp(ada)
        old = aged(ada, clock)
        for act in (
            house.second_factors.begin_totp(old),
            house.second_factors.confirm_totp(old, app.at(clock())),
            house.second_factors.disable_totp(old),
            house.second_factors.new_recovery_codes(old),
        ):
            with pytest.raises(NotAllowedError):
                await act
        assert (await house.second_factors.state(ada)).totp

    async def test_nobody_elses_factor_is_touched(self, house, ada):
        await house.with_totp(ada)
        bob = await house.sign_in(house.add_user("bob@example.org"))
        assert not (await house.second_factors.state(bob)).totp
        await house.second_factors.disable_totp(bob)
        assert (await house.second_factors.state(ada)).totp


class TestSecondStep:
    async def test_a_right_code_finishes_the_sign_in_under_a_new_secret(self, house, ada, clock):
        app = await house.with_totp(ada)
        half = await house.half_way(user_of(house, ada))
        with pytest.raises(NotAuthenticatedError):
            await house.accounts.authenticate(half)
        signed_in = await house.second_step.enter(half, app.at(clock()))
        assert signed_in.token != half.token
        assert (await house.accounts.authenticate(knock(signed_in.token))).user_id == ada.user_id
        with pytest.raises(NotAuthenticatedError):
            await house.accounts.authenticate(half)
        assert house.details("session.begin")["method"] == "totp"

    async def test_the_same_code_works_once_only(self, house, ada, clock):
        app = await house.with_totp(ada)
        code = app.at(clock())
        await house.second_step.enter(await house.half_way(user_of(house, ada)), code)
        with pytest.raises(NotAuthenticatedError):
            await house.second_step.enter(await house.half_way(user_of(house, ada)), code)

    async def test_not_even_at_the_same_moment(self, house, ada, clock):
        app = await house.with_totp(ada)
        halves = [await house.half_way(user_of(house, ada)) for _ in range(5)]
        code = app.at(clock())
        done = await asyncio.gather(*(house.second_step.enter(half, code) for half in halves), return_exceptions=True)
        assert sum(not isinstance(one, Exception) for one in done) == 1

    async def test_the_code_that_set_it_up_does_not_sign_in(self, house, ada, clock):
        app = await house.with_totp(ada)
        with pytest.raises(NotAuthenticatedError):
            await house.second_step.enter(await house.half_way(user_of(house, ada)), app.at(clock() - timedelta(seconds=30)))

    async def test_guessing_ends_after_eight(self, house, ada, clock):
        app = await house.with_totp(ada)
        clock.advance(minutes=15)
        for _ in range(8):
            with pytest.raises(NotAuthenticatedError):
                await house.second_step.enter(await house.half_way(user_of(house, ada)), "000000")
        with pytest.raises(LimitReachedError):
            await house.second_step.enter(await house.half_way(user_of(house, ada)), app.at(clock()))
        assert house.acts().count(("second_factor.enter", "failed")) == 8

    async def test_waits_ten_minutes(self, house, ada, clock):
        app = await house.with_totp(ada)
        half = await house.half_way(user_of(house, ada))
        clock.advance(minutes=10)
        assert await house.second_step.waiting(half) is None
        with pytest.raises(NotAuthenticatedError):
            await house.second_step.enter(half, app.at(clock()))

    async def test_codes_of_others_do_not_count(self, house, ada, clock):
        await house.with_totp(ada)
        bob = await house.sign_in(house.add_user("bob@example.org"))
        app = await house.with_totp(bob)
        with pytest.raises(NotAuthenticatedError):
            await house.second_step.enter(await house.half_way(user_of(house, ada)), app.at(clock()))

    @pytest.mark.parametrize("token", ["", "x", "x" * 1_000])
    async def test_nothing_is_waited_for_under_another_secret(self, house, token):
        assert await house.second_step.waiting(knock(token)) is None
        with pytest.raises(NotAuthenticatedError):
            await house.second_step.enter(knock(token), "123456")


class TestRecoveryCodes:
    async def test_each_signs_in_once(self, house, ada, clock):
        setup = await house.second_factors.begin_totp(ada)
        codes = (await house.second_factors.confirm_totp(ada, house_code(setup.secret, clock))).recovery_codes
        half = await house.half_way(user_of(house, ada))
        assert (await house.second_step.enter(half, codes[0].upper())).token
        assert (await house.second_factors.state(ada)).recovery_codes == 9
        with pytest.raises(NotAuthenticatedError):
            await house.second_step.enter(await house.half_way(user_of(house, ada)), codes[0])

    async def test_new_ones_end_the_old_ones(self, house, ada, clock):
        setup = await house.second_factors.begin_totp(ada)
        old = (await house.second_factors.confirm_totp(ada, house_code(setup.secret, clock))).recovery_codes
        new = await house.second_factors.new_recovery_codes(ada)
        assert not set(old) & set(new)
        with pytest.raises(NotAuthenticatedError):
            await house.second_step.enter(await house.half_way(user_of(house, ada)), old[0])
        assert (await house.second_step.enter(await house.half_way(user_of(house, ada)), new[0])).token

    async def test_come_with_a_factor_and_go_with_it(self, house, ada):
        with pytest.raises(ConflictError):
            await house.second_factors.new_recovery_codes(ada)
        await house.with_totp(ada)
        await house.second_factors.disable_totp(ada)
        state = await house.second_factors.state(ada)
        assert (state.totp, state.recovery_codes) == (False, 0)
        assert house.db.read_now(lambda session: session.exec(select(models.Secret)).all()) == []


class TestReset:
    async def test_helps_somebody_who_lost_everything(self, house, ada):
        root = await house.sign_in(house.add_user("root@example.org", "admin"))
        await house.with_totp(ada)
        await house.with_passkey(ada)
        await house.second_factors.reset(root, ada.user_id)
        state = await house.second_factors.state(ada)
        assert (state.totp, state.passkeys, state.recovery_codes) == (False, 0, 0)
        assert not await house.is_open(ada)
        assert await house.is_open(root)
        assert house.db.read_now(lambda session: session.exec(select(models.Secret)).all()) == []
        assert ("second_factor.reset", "done") in house.acts()

    async def test_is_for_administrators_with_a_recent_proof(self, house, ada, clock):
        bob = await house.sign_in(house.add_user("bob@example.org", "manager"))
        root = await house.sign_in(house.add_user("root@example.org", "admin"))
        await house.with_totp(ada)
        with pytest.raises(NotFoundError):
            await house.second_factors.reset(bob, ada.user_id)
        with pytest.raises(NotAllowedError):
            await house.second_factors.reset(aged(root, clock), ada.user_id)
        with pytest.raises(NotFoundError):
            await house.second_factors.reset(root, "nobody")
        assert (await house.second_factors.state(ada)).totp


class TestAdministrators:
    async def test_must_have_one_and_cannot_give_up_the_last(self, house):
        admin = await house.sign_in(house.add_user("root@example.org", "admin"))
        assert await house.second_factors.is_required(user_of(house, admin))
        assert (await house.second_factors.state(admin)).required
        await house.with_totp(admin)
        with pytest.raises(ConflictError):
            await house.second_factors.disable_totp(admin)
        await house.with_passkey(admin)
        await house.second_factors.disable_totp(admin)

    async def test_set_one_up_before_anything_else(self, house, clock):
        root = house.add_user("root@example.org", "admin")
        half = await house.half_way(root)
        assert (await house.second_step.waiting(half)).must_set_up
        setup = await house.second_step.begin_totp(half)
        signed_in, codes = await house.second_step.confirm_totp(half, house_code(setup.secret, clock))
        assert len(codes) == 10
        assert (await house.accounts.authenticate(knock(signed_in.token))).user_id == root.id

    async def test_who_has_one_cannot_set_up_another_instead_of_showing_it(self, house):
        admin = await house.sign_in(house.add_user("root@example.org", "admin"))
        await house.with_passkey(admin)
        half = await house.half_way(user_of(house, admin))
        with pytest.raises(ConflictError):
            await house.second_step.begin_totp(half)
        with pytest.raises(ConflictError):
            await house.second_step.confirm_totp(half, "123456")

    async def test_unless_the_site_says_otherwise(self, house):
        await house.site.save(ADMIN, SignIn(admin_second_factor=False))
        root = house.add_user("root@example.org", "admin")
        assert not await house.second_factors.is_required(root)

    @pytest.mark.parametrize("settings", [{}, {"host": "0.0.0.0", "public_url": "https://parley.test"}])
    async def test_the_one_owner_decides_alone(self, db, clock, tmp_path, settings):
        house = make_house(db, clock, Settings(data_dir=tmp_path, **settings))
        await house.accounts.owner()
        owner = db.read_now(lambda session: session.get_one(models.User, OWNER_ID))
        assert not await house.second_factors.is_required(owner)

    async def test_without_login_there_is_nothing_to_protect(self, db, clock, tmp_path):
        house = make_house(db, clock, Settings(data_dir=tmp_path))
        owner = await house.accounts.owner()
        assert not (await house.second_factors.state(owner)).available
        with pytest.raises(ConflictError):
            await house.second_factors.begin_totp(owner)


def house_code(secret: str, clock) -> str:
    from pyotp.totp import TOTP

    return TOTP(secret).at(clock())
