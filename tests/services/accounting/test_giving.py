"""Administrators give credit once, with a reason, and never take back what was bought."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chat_app.errors import AppError, ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from chat_app.services.accounting.dto import Gift
from chat_app.services.accounting.giving import MOST, NotGivenError
from chat_app.services.accounts.proof import ProofNeededError
from chat_app.services.kernel.actor import Actor
from chat_app.services.ledger.invariants import violations
from tests.services.accounting.conftest import EUR, Money


async def balance(money: Money, ada: Actor, bob: Actor) -> tuple[int, int]:
    wallet = (await money.accounting.wallet(ada, bob.user_id)).wallet
    return wallet.balance, wallet.paid


async def test_a_gift_comes_once_with_its_reason_and_its_end(money: Money, ada: Actor, bob: Actor) -> None:
    end = money.house.now + timedelta(days=30)
    gift = Gift(bob.user_id, 5 * EUR, "Thanks for the report", end)
    first = await money.giving.give(ada, gift, "key")
    assert await money.giving.give(ada, gift, "key") == first
    with pytest.raises(ConflictError):
        await money.giving.give(ada, replace(gift, amount=6 * EUR), "key")
    view = await money.accounting.wallet(ada, bob.user_id)
    assert [(entry.amount, entry.ref) for entry in view.entries] == [(5 * EUR, "Thanks for the report")]
    assert [lot.expires_at for lot in view.lots] == [end]


async def test_given_credit_is_taken_back_and_bought_credit_never(money: Money, ada: Actor, bob: Actor) -> None:
    money.buy(bob, 10 * EUR)
    money.give(bob, 3 * EUR)
    await money.giving.give(ada, Gift(bob.user_id, -2 * EUR, "Given twice"))
    assert await balance(money, ada, bob) == (11 * EUR, 10 * EUR)
    with pytest.raises(NotGivenError):
        await money.giving.give(ada, Gift(bob.user_id, -2 * EUR, "Once more"))
    assert await balance(money, ada, bob) == (11 * EUR, 10 * EUR)
    assert money.house.db.read_now(lambda session: violations(session, money.house.now)) == []


async def test_what_a_call_was_promised_is_not_taken_back(money: Money, ada: Actor, bob: Actor) -> None:
    money.give(bob, 3 * EUR)
    money.keep(bob, "open", 2 * EUR)
    with pytest.raises(NotGivenError):
        await money.giving.give(ada, Gift(bob.user_id, -2 * EUR, "Given twice"))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"amount": 0}, InvalidInputError),
        ({"amount": MOST + 1}, InvalidInputError),
        ({"reason": "  "}, InvalidInputError),
        ({"person_id": "01990000-0000-7000-8000-000000000000"}, NotFoundError),
    ],
)
async def test_what_cannot_be_is_refused_in_words(
    changes: dict[str, object], error: type[AppError], money: Money, ada: Actor, bob: Actor
) -> None:
    with pytest.raises(error):
        await money.giving.give(ada, replace(Gift(bob.user_id, EUR, "Hello"), **changes))  # type: ignore[arg-type]


async def test_programs_others_and_those_without_a_proof_give_nothing(money: Money, ada: Actor, bob: Actor) -> None:
    gift = Gift(bob.user_id, EUR, "Hello")
    with pytest.raises(NotFoundError):
        await money.giving.give(bob, gift)
    with pytest.raises(NotAllowedError):
        await money.giving.give(replace(ada, api_key_id="key"), gift)
    money.house.has_proof = False
    with pytest.raises(ProofNeededError):
        await money.giving.give(ada, gift)
    assert sum(row.balance for row in (await money.accounting.wallets(ada)).items) == 0
