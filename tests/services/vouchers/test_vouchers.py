"""A voucher gives its credit once, to whoever comes first; nobody guesses one."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from chat_app import models
from chat_app.db import Database
from chat_app.errors import NotFoundError
from chat_app.integrations.counters.memory import MemoryCounters
from chat_app.services.accounts.proof import ProofNeededError
from chat_app.services.kernel.actor import Actor
from chat_app.services.ledger.credits import balance_of
from chat_app.services.ledger.invariants import violations
from chat_app.services.vouchers import VoucherService, redeeming
from chat_app.services.vouchers.batches import row_of
from chat_app.services.vouchers.codes import ALPHABET, make_code, read_code
from chat_app.services.vouchers.dto import NewBatch
from chat_app.services.vouchers.errors import (
    BatchError,
    ProgramError,
    TooManyTriesError,
    UnknownCodeError,
    VoucherEndedError,
    VoucherNotFoundError,
)
from chat_app.services.vouchers.service import TRIES
from tests.services.house import House, house

__all__ = ["house"]

FIVE = 5_000_000_000


@pytest.fixture
def vouchers(house: House) -> VoucherService:
    return VoucherService(house.db, house.audit, MemoryCounters(), house.proof, house.clock)


def balance(db: Database, actor: Actor) -> int:
    return db.read_now(lambda session: balance_of(session, actor.user_id, "EUR")).balance


async def test_a_voucher_gives_its_credit_once(house: House, vouchers: VoucherService):
    admin, anna, ben = house.person("Root", "admin"), house.person("Anna"), house.person("Ben")
    (made,) = await vouchers.make(admin, NewBatch("Workshop", 1, FIVE, credit_days=30))
    taken = await vouchers.redeem(anna, f" {made.code.lower().replace('-', ' ')} ")
    assert (taken.amount_nano, taken.expires_at) == (FIVE, house.now + timedelta(days=30))
    with pytest.raises(VoucherEndedError) as mine:
        await vouchers.redeem(anna, made.code)
    with pytest.raises(VoucherEndedError) as hers:
        await vouchers.redeem(ben, made.code)
    assert (mine.value.key, hers.value.key) == ("vouchers.error.mine", "vouchers.error.redeemed")
    assert (balance(house.db, anna), balance(house.db, ben)) == (FIVE, 0)
    (shown,) = (await vouchers.list(admin, "shop")).items
    assert (shown.state, shown.redeemed_name, shown.hint) == ("redeemed", "Anna", made.code[-4:])
    assert house.db.read_now(lambda session: violations(session, house.now)) == []


async def test_no_code_is_kept_anywhere(house: House, vouchers: VoucherService):
    made = await vouchers.make(house.person("Root", "admin"), NewBatch("", 20, FIVE))
    rows = house.db.read_now(lambda session: [row.model_dump_json() for row in session.exec(select(models.Voucher)).all()])
    audit = house.db.read_now(lambda session: [row.model_dump_json() for row in session.exec(select(models.AuditEntry)).all()])
    assert len({each.code for each in made}) == 20
    assert not [each for each in made if each.code.replace("-", "") in "".join((*rows, *audit)) or each.code in "".join((*rows, *audit))]


def test_of_many_at_once_one_gets_it(house: House, db: Database):
    people = [house.person(f"P{number}") for number in range(8)]
    code = make_code()
    row = redeemable(house, code)
    db.write_now(lambda session: session.add(row))
    won: list[str] = []

    def try_it(actor: Actor) -> None:
        try:
            db.write_now(lambda session: redeeming.redeem(session, house.audit, actor, code.replace("-", ""), house.now))
            won.append(actor.user_id)
        except VoucherEndedError:
            pass

    threads = [threading.Thread(target=try_it, args=(actor,)) for actor in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)
    assert [balance(db, actor) for actor in people if actor.user_id in won] == [FIVE]
    assert sum(balance(db, actor) for actor in people) == FIVE


def redeemable(house: House, code: str) -> models.Voucher:
    return row_of(NewBatch("", 1, FIVE), code, "", house.now)


async def test_what_has_ended_says_so(house: House, vouchers: VoucherService):
    admin, anna = house.person("Root", "admin"), house.person("Anna")
    (short,) = await vouchers.make(admin, NewBatch("", 1, FIVE, expires_at=house.now + timedelta(seconds=1)))
    (back,) = await vouchers.make(admin, NewBatch("", 1, FIVE))
    await vouchers.revoke(admin, back.id)
    await vouchers.revoke(admin, back.id)
    house.wait(seconds=1)
    for code, key in ((short.code, "vouchers.error.expired"), (back.code, "vouchers.error.revoked")):
        with pytest.raises(VoucherEndedError) as refused:
            await vouchers.redeem(anna, code)
        assert refused.value.key == key
    assert balance(house.db, anna) == 0
    with pytest.raises(VoucherNotFoundError):
        await vouchers.revoke(admin, anna.user_id)


async def test_who_has_one_keeps_it(house: House, vouchers: VoucherService):
    admin, anna = house.person("Root", "admin"), house.person("Anna")
    (made,) = await vouchers.make(admin, NewBatch("", 1, FIVE))
    await vouchers.redeem(anna, made.code)
    with pytest.raises(VoucherEndedError):
        await vouchers.revoke(admin, made.id)


async def test_guessing_ends_after_some_tries_and_a_right_code_is_no_try(house: House, vouchers: VoucherService):
    admin, anna, ben = house.person("Root", "admin"), house.person("Anna"), house.person("Ben")
    made = await vouchers.make(admin, NewBatch("", TRIES + 2, FIVE))
    for each in made[:-1]:
        await vouchers.redeem(anna, each.code)
    for number in range(TRIES):
        with pytest.raises(UnknownCodeError):
            await vouchers.redeem(anna, make_code() if number % 2 else "hello")
    with pytest.raises(TooManyTriesError):
        await vouchers.redeem(anna, made[-1].code)
    assert (await vouchers.redeem(ben, made[-1].code)).amount_nano == FIVE


async def test_only_administrators_who_proved_it_make_them_and_no_program_does(house: House, vouchers: VoucherService):
    admin, anna = house.person("Root", "admin"), house.person("Anna")
    program = Actor(admin.user_id, api_key_id="key", permissions=admin.permissions)
    for act in (vouchers.make(anna, NewBatch("", 1, FIVE)), vouchers.revoke(anna, anna.user_id), vouchers.list(anna)):
        with pytest.raises(NotFoundError):
            await act
    for act in (vouchers.make(program, NewBatch("", 1, FIVE)), vouchers.redeem(program, make_code())):
        with pytest.raises(ProgramError):
            await act
    house.has_proof = False
    with pytest.raises(ProofNeededError):
        await vouchers.make(admin, NewBatch("", 1, FIVE))
    assert not house.db.read_now(lambda session: session.exec(select(models.Voucher)).all())


@pytest.mark.parametrize(
    "batch",
    [
        NewBatch("", 0, FIVE),
        NewBatch("", 501, FIVE),
        NewBatch("", True, FIVE),
        NewBatch("", 1, 0),
        NewBatch("", 1, -FIVE),
        NewBatch("", 1, 5.0),  # pyright: ignore[reportArgumentType]
        NewBatch("", 1, 10**14),
        NewBatch("", 1, FIVE, credit_days=0),
    ],
)
async def test_strange_batches_are_refused(house: House, vouchers: VoucherService, batch: NewBatch):
    with pytest.raises(BatchError):
        await vouchers.make(house.person("Root", "admin"), batch)


async def test_the_list_goes_page_by_page(house: House, vouchers: VoucherService):
    admin = house.person("Root", "admin")
    made = await vouchers.make(admin, NewBatch("a", 5, FIVE))
    first = await vouchers.list(admin, limit=3)
    rest = await vouchers.list(admin, cursor=first.next_cursor, limit=3)
    assert sorted(record.id for record in (*first.items, *rest.items)) == sorted(each.id for each in made)
    assert rest.next_cursor == ""


@given(st.text(alphabet=ALPHABET, min_size=16, max_size=16), st.sampled_from(["-", " ", "", " - ", "–"]))
def test_a_code_is_read_however_it_was_typed(signs: str, between: str):
    typed = between.join(signs[start : start + 4] for start in range(0, 16, 4))
    assert read_code(typed.lower()) == signs
    assert read_code(typed.replace("0", "o").replace("1", "l")) == signs
    assert read_code(typed[:-1]) is None
    assert read_code(f"{typed}U") is None


def test_codes_have_eighty_random_bits():
    assert len(ALPHABET) ** 16 == 2**80
    assert len({make_code() for _ in range(1_000)}) == 1_000
