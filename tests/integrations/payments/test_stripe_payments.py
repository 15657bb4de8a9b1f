"""Stripe's adapter, through Stripe's own library, against a local server that keeps to Stripe's protocol."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import stripe as library

from chat_app.integrations.payments.port import NewCheckout, NewPayment, PaymentDeclinedError, PaymentError, SignatureError
from chat_app.integrations.payments.stripe_http import client_for
from chat_app.integrations.payments.stripe_payments import API_VERSION, StripePayments
from tests.fakes.stripe_server import StripeServer
from tests.fakes.stripe_server.sending import signed

BEGIN = datetime.now(UTC) - timedelta(days=2)
END = datetime.now(UTC) + timedelta(days=2)


async def wanted(payments: StripePayments, order_id: str = "order-1", *, save_method: bool = False) -> NewCheckout:
    customer = await payments.create_customer("ada", "ada@example.org", "Ada", "de")
    made = NewCheckout(order_id, "ada", customer, 1190, "EUR", "Guthaben 10,00 €", "de", "http://localhost/a", "http://localhost/b")
    return replace(made, save_method=save_method)


def test_the_pinned_version_is_the_one_whose_shapes_the_library_knows() -> None:
    assert library.api_version == API_VERSION


async def test_every_request_names_its_version_and_its_key(stripe: StripeServer, payments: StripePayments) -> None:
    await payments.start_checkout(await wanted(payments, "order-v"), "order-v")
    seen = stripe.doorway.seen[-1]
    assert (seen.version, seen.key) == (API_VERSION, "order-v")
    price = {"currency": "eur", "unit_amount": "1190", "product_data": {"name": "Guthaben 10,00 €"}}
    assert seen.form["line_items"][0]["price_data"] == price


async def test_a_checkout_is_paid_and_read_back(stripe: StripeServer, payments: StripePayments) -> None:
    begun = await payments.start_checkout(await wanted(payments, "order-2", save_method=True), "order-2")
    assert begun.url.startswith(stripe.url)
    assert begun.expires_at > datetime.now(UTC)
    assert (await payments.get_checkout(begun.id)).status == "open"
    stripe.pay(begun.id)
    done = await payments.get_checkout(begun.id)
    assert (done.status, done.payment_status, done.order_id, done.owner_id, done.total_cents) == (
        "complete",
        "paid",
        "order-2",
        "ada",
        1190,
    )
    paid = await payments.get_payment(done.payment_id)
    assert (paid.status, paid.order_id, paid.owner_id, paid.received_cents, paid.currency) == ("succeeded", "order-2", "ada", 1190, "EUR")
    assert (paid.livemode, paid.card_country, paid.refunded_cents, paid.disputed) == (False, "DE", 0, False)


async def test_the_same_key_is_the_same_checkout_even_when_the_answer_was_lost(stripe: StripeServer, payments: StripePayments) -> None:
    order = await wanted(payments, "order-3")
    stripe.fail_next("POST", "/v1/checkout/sessions", status=0, kind="lose")
    begun = await payments.start_checkout(order, "order-3")
    assert await payments.start_checkout(order, "order-3") == begun
    with pytest.raises(PaymentError, match="key_used_otherwise"):
        await payments.start_checkout(replace(order, total_cents=100), "order-3")


async def test_a_saved_means_pays_without_its_person_until_it_is_forgotten(stripe: StripeServer, payments: StripePayments) -> None:
    customer = (await wanted(payments)).customer_id
    method = stripe.save_method(customer)
    found = {each.id: each for each in await payments.list_methods(customer)}[method]
    assert (found.kind, found.brand, found.last4, found.expires, found.country) == ("card", "visa", "4242", "2034-04", "DE")
    order = NewPayment("order-4", "ada", customer, method, 1190, "EUR", "Credit")
    first = await payments.pay(order, "order-4")
    assert (first.status, first.received_cents, first.order_id) == ("succeeded", 1190, "order-4")
    assert (await payments.pay(order, "order-4")).id == first.id
    await payments.forget_method(customer, method)
    assert method not in {each.id for each in await payments.list_methods(customer)}


@pytest.mark.parametrize(("how", "code"), [("declined", "card_declined"), ("authentication", "authentication_required")])
async def test_a_bank_that_declines_is_told_by_its_word(stripe: StripeServer, payments: StripePayments, how: str, code: str) -> None:
    customer = (await wanted(payments)).customer_id
    method = stripe.save_method(customer, how)  # pyright: ignore[reportArgumentType]
    with pytest.raises(PaymentDeclinedError) as refused:
        await payments.pay(NewPayment(f"order-{how}", "ada", customer, method, 500, "EUR", "Credit"), f"order-{how}")
    assert refused.value.code == code
    assert not refused.value.may_succeed_later


async def test_what_belongs_to_somebody_else_is_not_forgotten(stripe: StripeServer, payments: StripePayments) -> None:
    other = await payments.create_customer("bob", "", "Bob", "en")
    method = stripe.save_method((await wanted(payments)).customer_id)
    with pytest.raises(PaymentError, match="resource_missing"):
        await payments.forget_method(other, method)


async def test_refunds_disputes_and_warnings_are_read(stripe: StripeServer, payments: StripePayments) -> None:
    paid = stripe.paid_payment(1000)
    begun = await payments.refund(paid["id"], "refund-1", 400)
    assert await payments.refund(paid["id"], "refund-1", 400) == begun
    assert (begun.refund_id, begun.payment_id, begun.amount_cents, begun.status) == ("refund-1", paid["id"], 400, "succeeded")
    assert await payments.get_refund(begun.id) == begun
    assert (await payments.get_payment(paid["id"])).refunded_cents == 400
    dispute, warning = stripe.dispute(paid["id"], 600), stripe.warn(paid["id"])
    found = await payments.get_dispute(dispute["id"])
    assert (found.kind, found.payment_id, found.amount_cents, found.status) == ("dispute", paid["id"], 600, "needs_response")
    warned = await payments.get_dispute(warning["id"])
    assert (warned.kind, warned.payment_id, warned.amount_cents, warned.status) == ("warning", paid["id"], 1000, "actionable")


async def test_events_and_movements_are_listed_with_the_payment_they_belong_to(stripe: StripeServer, payments: StripePayments) -> None:
    paid = stripe.paid_payment(700)
    stripe.refund(paid["id"])
    events = [event async for event in payments.list_events(BEGIN)]
    assert [event.created_at for event in events] == sorted(event.created_at for event in events)
    assert {"payment_intent.succeeded", "charge.refunded"} <= {event.type for event in events if event.payment_id == paid["id"]}
    moved = [each async for each in payments.list_balance_transactions(BEGIN, END) if each.payment_id == paid["id"]]
    assert {(each.type, each.amount_cents) for each in moved} == {("charge", 700), ("refund", -700)}
    assert all(each.net_cents == each.amount_cents - each.fee_cents for each in moved)


async def test_more_than_a_page_is_listed(stripe: StripeServer, payments: StripePayments) -> None:
    for _ in range(30):
        stripe.paid_payment(100)
    events = [event async for event in payments.list_events(BEGIN)]
    assert len(events) == len(stripe.events()) > 100


def test_a_message_is_read_only_with_a_fresh_signature_over_its_very_bytes(stripe: StripeServer, payments: StripePayments) -> None:
    stripe.paid_payment(300)
    event, secret = stripe.events("payment_intent.succeeded")[-1], stripe.sender.secret
    body, headers = signed(event, secret)
    read = payments.read_event(body, headers["Stripe-Signature"])
    assert (read.id, read.type, read.object_id) == (event["id"], "payment_intent.succeeded", event["data"]["object"]["id"])
    old = signed(event, secret, int(time.time()) - 301)[1]["Stripe-Signature"]
    other = signed(event, "whsec_other")[1]["Stripe-Signature"]
    good = headers["Stripe-Signature"]
    for changed, signature in [(body, old), (body, other), (body + b" ", good), (body, ""), (body, "t=x,v1=y"), (b"\xff", good)]:
        with pytest.raises(SignatureError):
            payments.read_event(changed, signature)


@pytest.mark.parametrize("body", ["[]", "null", "{}", '{"id": 1}', "no json"])
def test_a_signed_message_that_is_no_event_is_refused(stripe: StripeServer, payments: StripePayments, body: str) -> None:
    header = library.WebhookSignature.generate_signature_header(payload=body, secret=stripe.sender.secret)
    with pytest.raises(SignatureError):
        payments.read_event(body.encode(), header)


def test_an_event_without_an_object_is_read_all_the_same(stripe: StripeServer, payments: StripePayments) -> None:
    body = json.dumps({"id": "evt_1", "type": "v2.core.thing", "created": 1_700_000_000})
    header = library.WebhookSignature.generate_signature_header(payload=body, secret=stripe.sender.secret)
    assert payments.read_event(body.encode(), header).object_id == ""


async def test_a_stripe_that_is_down_may_be_asked_again_and_one_that_refuses_our_key_not(
    stripe: StripeServer, payments: StripePayments
) -> None:
    stripe.fail_next("GET", "/v1/payment_intents", status=500, times=3)
    with pytest.raises(PaymentError) as down:
        await payments.get_payment("pi_1")
    assert down.value.may_succeed_later
    stranger = StripePayments("sk_test_other", "whsec", stripe.url, client_for(stripe.url))
    with pytest.raises(PaymentError) as refused:
        await stranger.get_payment("pi_1")
    assert not refused.value.may_succeed_later


def test_a_live_key_is_told_from_one_for_trying() -> None:
    client = client_for("https://api.stripe.com")
    assert StripePayments("sk_live_1", "whsec", "https://api.stripe.com", client).livemode
    assert not StripePayments("sk_test_1", "whsec", "https://api.stripe.com", client).livemode
