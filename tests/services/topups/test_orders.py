"""Buying credit: what is ordered, paid and credited, and what is refused."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from chat_app.errors import NotAllowedError
from chat_app.services.chat.errors import IdempotencyConflictError
from chat_app.services.invoices.errors import SellerIncompleteError
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.money import nano_of_cents
from chat_app.services.ledger.errors import WalletStoppedError
from chat_app.services.site.billing_sections import Seller, WalletStop
from chat_app.services.site.queries import write_setting
from chat_app.services.tax.dto import Profile
from chat_app.services.topups.dto import NewTopUp, OrderStatus
from chat_app.services.topups.errors import (
    AmountNotAllowedError,
    BeginNotAgreedError,
    OrderEndedError,
    OrderNotFoundError,
    PaymentsUnavailableError,
    ProfileIncompleteError,
    TopUpsClosedError,
)
from tests.fakes.stripe_server import StripeServer
from tests.services.invoices.shop import VIENNA
from tests.services.topups.counter import NOW, TEN, Counter


def stop(counter: Counter, *, stopped: bool) -> None:
    section = WalletStop(stopped=stopped)
    counter.db.write_now(lambda session: write_setting(session, WalletStop.name, section.model_dump_json(), NOW))


async def test_what_was_paid_becomes_credit_and_an_invoice_on_the_way_back(counter: Counter, ada: Actor) -> None:
    started = await counter.orders.start(ada, replace(TEN, next_path="/c/1"))
    assert (await counter.orders.get(ada, started.order_id)).status == OrderStatus.OPEN
    counter.stripe.pay(started.url.rsplit("/", 1)[1])
    order = await counter.orders.get(ada, started.order_id)
    assert (order.status, order.net_cents, order.vat_cents, order.total_cents, order.next_path) == ("paid", 1000, 190, 1190, "/c/1")
    assert counter.balance(ada).paid == nano_of_cents(1000)
    [invoice] = counter.invoices(order.id)
    assert (order.invoice_id, invoice.total_cents) == (invoice.id, 1190)
    assert counter.order(order.id).card_country == "DE"
    assert counter.told == [ada.user_id]
    assert [each.id for each in (await counter.orders.list(ada)).items] == [order.id]


async def test_however_many_look_at_once_it_is_credited_once(counter: Counter, ada: Actor) -> None:
    started = await counter.orders.start(ada, TEN)
    counter.stripe.pay(started.url.rsplit("/", 1)[1])
    await asyncio.gather(*(counter.follower.follow(started.order_id) for _ in range(20)))
    assert counter.balance(ada).balance == nano_of_cents(1000)
    assert len(counter.invoices(started.order_id)) == 1
    assert counter.told == [ada.user_id]


async def test_the_same_key_is_the_same_order_and_never_another_one(counter: Counter, ada: Actor) -> None:
    """M19."""
    started = await asyncio.gather(*(counter.orders.start(ada, TEN, "key") for _ in range(5)))
    assert len(set(started)) == 1
    for other in (replace(TEN, net_cents=2_000), replace(TEN, save_method=True), replace(TEN, next_path="/c/2")):
        with pytest.raises(IdempotencyConflictError):
            await counter.orders.start(ada, other, "key")
    bob = counter.person()
    assert (await counter.orders.start(bob, TEN, "key")).order_id != started[0].order_id
    counter.stripe.pay(started[0].url.rsplit("/", 1)[1])
    await counter.orders.get(ada, started[0].order_id)
    with pytest.raises(OrderEndedError):
        await counter.orders.start(ada, TEN, "key")


async def test_a_stripe_that_is_down_costs_nothing_and_the_order_goes_on_afterwards(counter: Counter, ada: Actor) -> None:
    await counter.orders.start(ada, TEN)
    counter.stripe.fail_next("POST", "/v1/checkout/sessions", status=0, times=3)
    with pytest.raises(PaymentsUnavailableError):
        await counter.orders.start(ada, TEN, "again")
    assert (await counter.orders.start(ada, TEN, "again")).url
    assert len(counter.orders_of(ada)) == 2


async def test_a_customer_that_stripe_does_not_know_any_more_is_made_anew(counter: Counter, ada: Actor, stripe: StripeServer) -> None:
    await counter.orders.start(ada, TEN)
    gone = counter.account(ada).customer_id
    del stripe.store.things[gone]
    started = await counter.orders.start(ada, TEN, "key")
    assert counter.account(ada).customer_id != gone
    assert await counter.orders.start(ada, TEN, "key") == started


async def test_two_first_purchases_at_a_time_make_one_customer(counter: Counter, ada: Actor, stripe: StripeServer) -> None:
    await asyncio.gather(*(counter.orders.start(ada, TEN) for _ in range(4)))
    made = [each for each in stripe.store.every("customer") if each["metadata"]["owner_id"] == ada.user_id]
    assert [each["id"] for each in made] == [counter.account(ada).customer_id]


async def test_amounts_that_are_not_offered_are_refused(counter: Counter, ada: Actor) -> None:
    """M15."""
    wrong: list[object] = [0, 1, 499, 50_001, 10**30, -1_000, 1_000.0, True, "1000", "1e3", None]
    for cents in wrong:
        with pytest.raises(AmountNotAllowedError):
            await counter.orders.start(ada, NewTopUp(cents, begin_at_once=True))  # pyright: ignore[reportArgumentType]
    assert counter.orders_of(ada) == []


async def test_without_address_consent_or_seller_nothing_is_ordered(counter: Counter, ada: Actor) -> None:
    with pytest.raises(BeginNotAgreedError):
        await counter.orders.start(ada, replace(TEN, begin_at_once=False))
    nobody = counter.person(Profile())
    with pytest.raises(ProfileIncompleteError) as refused:
        await counter.orders.start(nobody, TEN)
    assert refused.value.members == {"missing": ["name", "street", "postal_code", "city", "country"]}
    counter.db.write_now(lambda session: write_setting(session, Seller.name, Seller().model_dump_json(), NOW))
    with pytest.raises(TopUpsClosedError):
        await counter.orders.start(ada, TEN)
    assert counter.orders_of(ada) == []


async def test_businesses_have_no_right_of_withdrawal_to_be_asked_about(counter: Counter) -> None:
    vienna = counter.person(VIENNA)
    assert counter.order((await counter.orders.start(vienna, replace(TEN, begin_at_once=False))).order_id).waived_at is None


async def test_programs_and_others_cannot_touch_orders(counter: Counter, ada: Actor) -> None:
    started = await counter.orders.start(ada, TEN)
    with pytest.raises(NotAllowedError):
        await counter.orders.start(replace(ada, api_key_id="key"), TEN)
    with pytest.raises(OrderNotFoundError):
        await counter.orders.get(counter.person(), started.order_id)


async def test_where_nothing_is_sold_it_says_so(counter: Counter, ada: Actor, stripe: StripeServer) -> None:
    closed = Counter(counter.db, stripe, sells=False)
    assert not (await closed.offers.list(ada)).enabled
    for refused in (closed.orders.start(ada, TEN), closed.methods.save(ada)):
        with pytest.raises(TopUpsClosedError):
            await refused
    assert await closed.follower.follow_all() == await closed.automatic.run() == 0


async def test_while_wallets_are_stopped_nothing_is_ordered_and_what_was_paid_waits(counter: Counter, ada: Actor) -> None:
    started = await counter.orders.start(ada, TEN)
    counter.stripe.pay(started.url.rsplit("/", 1)[1])
    stop(counter, stopped=True)
    with pytest.raises(WalletStoppedError):
        await counter.orders.start(ada, TEN)
    assert (await counter.orders.get(ada, started.order_id)).status == OrderStatus.OPEN
    stop(counter, stopped=False)
    assert (await counter.orders.get(ada, started.order_id)).status == OrderStatus.PAID


async def test_without_an_invoice_there_is_no_credit_either(counter: Counter, ada: Actor) -> None:
    started = await counter.orders.start(ada, TEN)
    session = counter.stripe.pay(started.url.rsplit("/", 1)[1])
    counter.db.write_now(lambda session: write_setting(session, Seller.name, Seller().model_dump_json(), NOW))
    with pytest.raises(SellerIncompleteError):
        await counter.follower.settle_checkout(session["id"])
    assert counter.balance(ada).balance == 0
    counter.open_again()
    assert await counter.follower.settle_checkout(session["id"])


async def test_direct_debits_wait_for_days_and_may_come_back(counter: Counter, ada: Actor) -> None:
    found: dict[bool, str] = {}
    for paid in (True, False):
        started = await counter.orders.start(ada, TEN)
        session_id = started.url.rsplit("/", 1)[1]
        counter.stripe.pay(session_id, "sepa")
        assert (await counter.orders.get(ada, started.order_id)).status == OrderStatus.PENDING
        assert counter.balance(ada).balance == (0 if paid else nano_of_cents(1_000))
        counter.stripe.settle(session_id, paid=paid)
        found[paid] = (await counter.orders.get(ada, started.order_id)).status
    assert found == {True: "paid", False: "failed"}


async def test_a_declined_card_may_be_tried_again_on_the_same_page(counter: Counter, ada: Actor) -> None:
    started = await counter.orders.start(ada, TEN)
    with pytest.raises(Exception, match="declined"):
        counter.stripe.pay(started.url.rsplit("/", 1)[1], "declined")
    payment_id = counter.stripe.store.get("checkout.session", started.url.rsplit("/", 1)[1])["payment_intent"]
    await counter.follower.settle(await counter.parts.provider().get_payment(payment_id))
    assert counter.order(started.order_id).status == OrderStatus.OPEN
    counter.stripe.pay(started.url.rsplit("/", 1)[1])
    assert (await counter.orders.get(ada, started.order_id)).status == OrderStatus.PAID


async def test_orders_that_nobody_told_us_about_are_found_and_abandoned_ones_end(counter: Counter, ada: Actor) -> None:
    paid, left, lost = [await counter.orders.start(ada, TEN) for _ in range(3)]
    counter.stripe.pay(paid.url.rsplit("/", 1)[1])
    checkouts = counter.stripe.store
    checkouts.get("checkout.session", left.url.rsplit("/", 1)[1])["status"] = "expired"
    assert await counter.follower.follow_all() == 0
    counter.wait(hours=26)
    counter.db.write_now(lambda session: setattr(session.get(type(counter.order(lost.order_id)), lost.order_id), "checkout_id", None))
    assert await counter.follower.follow_all() == 3
    assert [counter.order(each.order_id).status for each in (paid, left, lost)] == ["paid", "expired", "expired"]


async def test_offers_show_vat_once_it_is_known_where_the_buyer_is(counter: Counter, ada: Actor) -> None:
    counter.offer(amounts_cents=(1_000, 2_500), least_cents=500, most_cents=5_000)
    offers = await counter.offers.list(ada)
    assert [(each.net_cents, each.vat_cents, each.total_cents) for each in offers.amounts] == [(1000, 190, 1190), (2500, 475, 2975)]
    assert (offers.enabled, offers.rate_points, offers.tax_rule, offers.missing, offers.business) == (True, 1900, "domestic", (), False)
    assert (await counter.offers.preview(ada, 1_234)).total_cents == 1_234 + 234
    with pytest.raises(AmountNotAllowedError):
        await counter.offers.preview(ada, 5_001)
    unknown = await counter.offers.list(counter.person(Profile()))
    assert (unknown.enabled, unknown.tax_rule, unknown.amounts[0].vat_cents) == (True, "", 0)
    assert "street" in unknown.missing


async def test_orders_are_listed_page_by_page(counter: Counter, ada: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat_app.services.topups.service.PAGE", 2)
    made = []
    for _ in range(3):
        counter.wait(seconds=1)
        made.insert(0, (await counter.orders.start(ada, TEN)).order_id)
    first = await counter.orders.list(ada)
    second = await counter.orders.list(ada, first.next_cursor)
    assert [each.id for each in (*first.items, *second.items)] == made
    assert second.next_cursor == ""
