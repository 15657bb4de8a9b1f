"""Which request does what. Names of parameters come from Stripe's own library; one that it does not have is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from stripe import params
from stripe.params import checkout, radar

from tests.fakes.stripe_server import checkouts, methods, moneyback, payments
from tests.fakes.stripe_server.errors import invalid
from tests.fakes.stripe_server.listing import page
from tests.fakes.stripe_server.store import Store, Thing

Form = dict[str, Any]
Handler = Callable[["Api", str, Form], Thing]


class Api:
    """What requests do; `base` is this server's own address."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.base = ""
        self.refunds_start = "succeeded"
        """As "pending" refunds wait for `moneyback.end_refund`."""

    def create_customer(self, _id: str, form: Form) -> Thing:
        made = self.store.make("customer", **{name: form.get(name) for name in ("email", "name", "phone", "description")})
        made |= {"metadata": form.get("metadata", {}), "preferred_locales": form.get("preferred_locales", []), "tax_exempt": "none"}
        made["balance"] = 0
        self.store.tell("customer.created", made)
        return made

    def update_customer(self, customer_id: str, form: Form) -> Thing:
        found = self.store.get("customer", customer_id)
        found |= {name: value for name, value in form.items() if name != "metadata"}
        found["metadata"] |= form.get("metadata", {})
        self.store.tell("customer.updated", found)
        return found

    def delete_customer(self, customer_id: str, _form: Form) -> Thing:
        self.store.get("customer", customer_id)
        self.store.tell("customer.deleted", self.store.things.pop(customer_id))
        return {"id": customer_id, "object": "customer", "deleted": True}

    def create_session(self, _id: str, form: Form) -> Thing:
        return checkouts.new_checkout(self.store, form, self.base)

    def expire_session(self, session_id: str, _form: Form) -> Thing:
        found = self.store.get("checkout.session", session_id)
        checkouts.expire(self.store, found)
        return found

    def create_intent(self, _id: str, form: Form) -> Thing:
        if "amount" not in form or "currency" not in form:
            raise invalid("Missing required param: amount.", "parameter_missing", "amount")
        made = payments.new_intent(self.store, int(form["amount"]), form["currency"].lower(), form.get("customer"), form)
        return self.confirm_intent(made["id"], form) if form.get("confirm") == "true" else made

    def confirm_intent(self, intent_id: str, form: Form) -> Thing:
        found = self.store.get("payment_intent", intent_id)
        method = self.store.get("payment_method", form.get("payment_method", ""))
        if found["customer"] != method["customer"]:
            raise invalid(f"The customer does not have a payment method with the ID {method['id']}.", "resource_missing", "payment_method")
        payments.confirm(self.store, found, method, on_session=form.get("off_session") != "true")
        return found

    def cancel_intent(self, intent_id: str, form: Form) -> Thing:
        found = self.store.get("payment_intent", intent_id)
        payments.cancel(self.store, found, form.get("cancellation_reason"))
        return found

    def detach_method(self, method_id: str, _form: Form) -> Thing:
        found = self.store.get("payment_method", method_id)
        methods.detach(self.store, found)
        return found

    def list_customer_methods(self, customer_id: str, query: Form) -> Thing:
        self.store.get("customer", customer_id)
        found = self.store.every("payment_method")
        return page(found, query | {"customer": customer_id}, f"/v1/customers/{customer_id}/payment_methods", ("customer", "type"))

    def create_refund(self, _id: str, form: Form) -> Thing:
        return moneyback.new_refund(self.store, form, self.refunds_start)


def _lister(kind: str, path: str, filters: tuple[str, ...]) -> Handler:
    return lambda api, _id, query: page(api.store.every(kind), query, path, filters)


def _getter(kind: str) -> Handler:
    return lambda api, object_id, _form: api.store.get(kind, object_id)


LISTS = {
    "customers": ("customer", ("email",), params.CustomerListParams),
    "checkout/sessions": ("checkout.session", ("payment_intent", "customer", "status"), checkout.SessionListParams),
    "payment_intents": ("payment_intent", ("customer",), params.PaymentIntentListParams),
    "payment_methods": ("payment_method", ("customer", "type"), params.PaymentMethodListParams),
    "charges": ("charge", ("customer", "payment_intent"), params.ChargeListParams),
    "refunds": ("refund", ("payment_intent", "charge"), params.RefundListParams),
    "disputes": ("dispute", ("payment_intent", "charge"), params.DisputeListParams),
    "radar/early_fraud_warnings": ("radar.early_fraud_warning", ("payment_intent", "charge"), radar.EarlyFraudWarningListParams),
    "events": ("event", ("type",), params.EventListParams),
    "balance_transactions": ("balance_transaction", ("type", "source", "currency"), params.BalanceTransactionListParams),
    "payouts": ("payout", ("status",), params.PayoutListParams),
}
ACTS: dict[tuple[str, str], tuple[Handler, Any]] = {
    ("POST", "customers"): (Api.create_customer, params.CustomerCreateParams),
    ("POST", "customers/{id}"): (Api.update_customer, params.CustomerUpdateParams),
    ("DELETE", "customers/{id}"): (Api.delete_customer, params.CustomerDeleteParams),
    ("GET", "customers/{id}/payment_methods"): (Api.list_customer_methods, params.CustomerListPaymentMethodsParams),
    ("POST", "checkout/sessions"): (Api.create_session, checkout.SessionCreateParams),
    ("POST", "checkout/sessions/{id}/expire"): (Api.expire_session, checkout.SessionExpireParams),
    ("POST", "payment_intents"): (Api.create_intent, params.PaymentIntentCreateParams),
    ("POST", "payment_intents/{id}/confirm"): (Api.confirm_intent, params.PaymentIntentConfirmParams),
    ("POST", "payment_intents/{id}/cancel"): (Api.cancel_intent, params.PaymentIntentCancelParams),
    ("POST", "payment_methods/{id}/detach"): (Api.detach_method, params.PaymentMethodDetachParams),
    ("POST", "refunds"): (Api.create_refund, params.RefundCreateParams),
}


def every_route() -> dict[tuple[str, str], tuple[Handler, frozenset[str]]]:
    """By method and path: what it does, and the names that it takes."""
    found = {key: (handler, _names(allowed)) for key, (handler, allowed) in ACTS.items()}
    for path, (kind, filters, allowed) in LISTS.items():
        found["GET", path] = (_lister(kind, f"/v1/{path}", filters), _names(allowed))
        found["GET", path + "/{id}"] = (_getter(kind), frozenset({"expand"}))
    return found


def _names(allowed: Any) -> frozenset[str]:
    return frozenset(allowed.__annotations__) | {"expand"}
