"""The local Stripe and Stripe's own library understand each other: what is tested against it would work against Stripe."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
import stripe
from stripe import Customer, StripeClient

from tests.fakes.stripe_server import StripeServer, stripe_server
from tests.fakes.stripe_server.sending import signed

LINE = {"quantity": 1, "price_data": {"currency": "eur", "unit_amount": 1190, "product_data": {"name": "Guthaben"}}}


@pytest.fixture(scope="module")
def server() -> Iterator[StripeServer]:
    with stripe_server() as found:
        yield found


@pytest.fixture
def client(server: StripeServer) -> StripeClient:
    return StripeClient("sk_test_local", base_addresses={"api": server.url}, max_network_retries=0)


@pytest.fixture
def customer(client: StripeClient) -> Customer:
    return client.v1.customers.create({"email": "ada@example.org", "name": "Ada Löwe"})


def new_checkout(client: StripeClient, customer: Customer) -> stripe.checkout.Session:
    urls = {"success_url": "http://a.example/ok?s={CHECKOUT_SESSION_ID}", "cancel_url": "http://a.example/no"}
    return client.v1.checkout.sessions.create({"mode": "payment", "customer": customer.id, "line_items": [LINE], **urls})  # pyright: ignore[reportArgumentType]


def test_a_page_takes_money_after_a_declined_card(client: StripeClient, customer: Customer, server: StripeServer) -> None:
    made = new_checkout(client, customer)
    assert made.url
    assert "11.90 EUR" in httpx.get(made.url).text
    assert "declined" in httpx.post(made.url, data={"how": "declined"}).text
    answer = httpx.post(made.url, data={"how": "card"})
    assert answer.headers["location"] == f"http://a.example/ok?s={made.id}"
    found = client.v1.checkout.sessions.retrieve(made.id, {"expand": ["payment_intent.latest_charge"]})
    assert (found.status, found.payment_status, found.amount_total) == ("complete", "paid", 1190)
    assert isinstance(found.payment_intent, stripe.PaymentIntent)
    assert isinstance(found.payment_intent.latest_charge, stripe.Charge)
    assert found.payment_intent.amount_received == 1190
    assert "checkout.session.completed" in [event["type"] for event in server.events()]


def test_direct_debit_comes_later(client: StripeClient, customer: Customer, server: StripeServer) -> None:
    made = new_checkout(client, customer)
    server.pay(made.id, "sepa")
    assert client.v1.checkout.sessions.retrieve(made.id).payment_status == "unpaid"
    server.settle(made.id)
    assert client.v1.checkout.sessions.retrieve(made.id).payment_status == "paid"


def test_saved_cards_may_ask_their_owner(client: StripeClient, customer: Customer, server: StripeServer) -> None:
    method = server.save_method(customer.id, "authentication")
    wanted = {"amount": 500, "currency": "eur", "customer": customer.id, "payment_method": method, "confirm": True, "off_session": True}
    with pytest.raises(stripe.CardError) as refused:
        client.v1.payment_intents.create(wanted)  # pyright: ignore[reportArgumentType]
    assert refused.value.code == "authentication_required"


def test_a_key_counts_once(client: StripeClient, server: StripeServer) -> None:
    payment = server.paid_payment(1000)["id"]
    first = client.v1.refunds.create({"payment_intent": payment, "amount": 190}, {"idempotency_key": f"key {payment}"})
    again = client.v1.refunds.create({"payment_intent": payment, "amount": 190}, {"idempotency_key": f"key {payment}"})
    assert first.id == again.id
    with pytest.raises(stripe.IdempotencyError):
        client.v1.refunds.create({"payment_intent": payment, "amount": 191}, {"idempotency_key": f"key {payment}"})
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        client.v1.refunds.create({"payment_intent": payment, "amount": 811})


def test_movements_add_up_and_come_in_pages(client: StripeClient, server: StripeServer) -> None:
    payment = server.paid_payment(1000)["id"]
    server.close_dispute(server.dispute(payment)["id"], won=True)
    server.pay_out()
    found = list(client.v1.balance_transactions.list({"limit": 2}).auto_paging_iter())
    assert sum(movement.net for movement in found) == 0
    assert {movement.type for movement in found} >= {"charge", "adjustment", "payout"}


def test_a_lost_answer_is_found_by_its_key(client: StripeClient, server: StripeServer) -> None:
    server.fail_next("POST", "/v1/customers", 0, "lose")
    with pytest.raises(stripe.APIConnectionError):
        client.v1.customers.create({"email": "b@example.org"}, {"idempotency_key": "lost"})
    made = client.v1.customers.create({"email": "b@example.org"}, {"idempotency_key": "lost"})
    assert [found.id for found in client.v1.customers.list({"email": "b@example.org"})] == [made.id]


def test_webhooks_are_signed_as_the_library_checks(server: StripeServer) -> None:
    server.paid_payment(700)
    body, headers = signed(server.events()[-1], "whsec_x")
    event = stripe.Webhook.construct_event(body, headers["Stripe-Signature"], "whsec_x")
    assert event.type == "payment_intent.succeeded"
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body + b" ", headers["Stripe-Signature"], "whsec_x")


def test_what_stripe_does_not_know_is_refused(client: StripeClient, server: StripeServer) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.raw_request("post", "/v1/refunds", sum=3)
    assert refused.value.code == "parameter_unknown"
    with pytest.raises(stripe.AuthenticationError):
        StripeClient("sk_test_other", base_addresses={"api": server.url}).v1.customers.list()
