"""Pages on which somebody pays, or saves a means of payment."""

from __future__ import annotations

from typing import Any

from tests.fakes.stripe_server import payments
from tests.fakes.stripe_server.errors import invalid
from tests.fakes.stripe_server.methods import How, attach, new_method
from tests.fakes.stripe_server.store import Store, Thing

DAY = 24 * 3600


def new_checkout(store: Store, form: dict[str, Any], base: str) -> Thing:
    """Raises `StripeRefusalError` for a form that Stripe would refuse."""
    mode = form.get("mode", "payment")
    if mode not in {"payment", "setup"}:
        raise invalid(f"Invalid mode: must be one of payment, setup, or subscription, not {mode}", param="mode")
    amount, currency = _total(form.get("line_items", [])) if mode == "payment" else (None, form.get("currency"))
    if form.get("customer"):
        store.get("customer", form["customer"])
    made = store.make(
        "checkout.session",
        mode=mode,
        status="open",
        amount_total=amount,
        amount_subtotal=amount,
        currency=currency,
        payment_status="unpaid" if mode == "payment" else "no_payment_required",
        expires_at=_expiry(store, form),
        metadata=dict(form.get("metadata", {})),
        payment_method_types=form.get("payment_method_types", ["card", "sepa_debit"]),
        total_details={"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0} if amount else None,
        **{
            name: form.get(name)
            for name in ("cancel_url", "success_url", "client_reference_id", "customer", "locale", "submit_type", "custom_text")
        },
    )
    made["url"] = f"{base}/pay/{made['id']}"
    store.private[made["id"]] = form
    return made


def _total(lines: list[dict[str, Any]]) -> tuple[int, str]:
    if not lines:
        raise invalid("You must pass `line_items` in payment mode.", param="line_items")
    prices = [line["price_data"] for line in lines]
    total = sum(int(line["price_data"]["unit_amount"]) * int(line.get("quantity", 1)) for line in lines)
    if total < 50:
        raise invalid("The Checkout Session's total amount due must add up to at least €0.50 eur", "amount_too_small")
    return total, prices[0]["currency"].lower()


def _expiry(store: Store, form: dict[str, Any]) -> int:
    wanted = int(form.get("expires_at", store.now() + DAY))
    if not store.now() + 30 * 60 - 60 <= wanted <= store.now() + DAY + 60:
        raise invalid(
            "The `expires_at` timestamp must be between 30 minutes and 24 hours after Checkout Session creation.", param="expires_at"
        )
    return wanted


def pay(store: Store, session: Thing, how: How) -> None:
    """Somebody pays on the page; raises `StripeRefusalError` when declined (they may try again)."""
    if session["status"] != "open":
        raise invalid(f"This Checkout Session is {session['status']}.")
    method = new_method(store, how)
    if session["mode"] == "setup":
        _save(store, session, method)
        return
    intent = _intent_of(store, session)
    payments.confirm(store, intent, method, on_session=True)
    if intent["setup_future_usage"] and session["customer"]:
        attach(store, method, session["customer"])
    session |= {"status": "complete", "url": None, "customer_details": _details(store, session)}
    session["payment_status"] = "paid" if intent["status"] == "succeeded" else "unpaid"
    store.tell("checkout.session.completed", session)


def settle(store: Store, session: Thing, *, paid: bool) -> None:
    """What was under way for days came, or did not."""
    intent = store.get("payment_intent", session["payment_intent"])
    if paid:
        payments.succeed(store, intent)
        session["payment_status"] = "paid"
    else:
        payments.fail(store, intent, "payment_intent_payment_attempt_failed", "The payment failed.")
    store.tell(f"checkout.session.async_payment_{'succeeded' if paid else 'failed'}", session)


def expire(store: Store, session: Thing) -> None:
    if session["status"] != "open":
        raise invalid(
            f'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of {session["status"]}.'
        )
    session |= {"status": "expired", "url": None}
    store.tell("checkout.session.expired", session)


def _intent_of(store: Store, session: Thing) -> Thing:
    if session["payment_intent"]:
        return store.get("payment_intent", session["payment_intent"])
    data = store.private[session["id"]].get("payment_intent_data", {})
    made = payments.new_intent(store, session["amount_total"], session["currency"], session["customer"], data)
    session["payment_intent"] = made["id"]
    return made


def _save(store: Store, session: Thing, method: Thing) -> None:
    data = store.private[session["id"]].get("setup_intent_data", {})
    made = store.make("setup_intent", status="succeeded", usage="off_session", customer=session["customer"], payment_method=method["id"])
    made["metadata"] = dict(data.get("metadata", {}))
    attach(store, method, session["customer"])
    store.tell("setup_intent.succeeded", made)
    session |= {"status": "complete", "url": None, "setup_intent": made["id"], "customer_details": _details(store, session)}
    store.tell("checkout.session.completed", session)


def _details(store: Store, session: Thing) -> Thing:
    customer = store.things.get(session["customer"] or "", {})
    named = {name: customer.get(name) for name in ("email", "name", "phone", "address")}
    return named | {"tax_exempt": "none", "tax_ids": [], "business_name": None, "individual_name": None}
