"""The local Stripe as tests see it: an API, pages to pay on, and a hand on what banks and people do."""

from __future__ import annotations

import copy
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.stripe_server import checkouts, methods, moneyback, payments
from tests.fakes.stripe_server.app import make_app
from tests.fakes.stripe_server.doorway import Doorway, Fault, FaultKind
from tests.fakes.stripe_server.methods import How
from tests.fakes.stripe_server.routes import Api
from tests.fakes.stripe_server.sending import Sender
from tests.fakes.stripe_server.store import Store, Thing
from tests.fakes.thread_server import served


class StripeServer:
    """Everything that happens here is an event, and sent to the webhook when one is named (`sender.url`)."""

    def __init__(self) -> None:
        self.store = Store()
        self.api = Api(self.store)
        self.doorway = Doorway()
        self.sender = Sender()
        self.store.told = self.sender.send
        self.app = make_app(self)

    @property
    def url(self) -> str:
        """As `PARLEY_STRIPE_API_BASE` takes it."""
        return self.api.base

    @property
    def host(self) -> str:
        """As `PARLEY_OUTBOUND_ALLOW` takes it."""
        return urlsplit(self.url).netloc

    def pay(self, session_id: str, how: How = "card") -> Thing:
        """Somebody pays a checkout; the session afterwards."""
        with self.store.lock:
            session = self.store.get("checkout.session", session_id)
            checkouts.pay(self.store, session, how)
            return copy.deepcopy(session)

    def settle(self, session_id: str, *, paid: bool = True) -> None:
        """What was paid by direct debit came, or did not."""
        with self.store.lock:
            checkouts.settle(self.store, self.store.get("checkout.session", session_id), paid=paid)

    def save_method(self, customer_id: str, how: How = "card") -> str:
        """The id of a means of payment that a person has saved."""
        with self.store.lock:
            made = methods.new_method(self.store, how)
            methods.attach(self.store, made, customer_id)
            return made["id"]

    def paid_payment(self, amount: int, currency: str = "eur", **data: Any) -> Thing:
        """A payment that somebody made without a checkout of ours."""
        with self.store.lock:
            intent = payments.new_intent(self.store, amount, currency, None, data)
            payments.confirm(self.store, intent, methods.new_method(self.store, "card"), on_session=True)
            return copy.deepcopy(intent)

    def refund(self, payment_id: str, amount: int | None = None) -> Thing:
        """A refund made in Stripe's dashboard."""
        with self.store.lock:
            form = {"payment_intent": payment_id} | ({"amount": amount} if amount else {})
            return copy.deepcopy(moneyback.new_refund(self.store, form, self.api.refunds_start))

    def end_refund(self, refund_id: str, *, succeeded: bool) -> None:
        with self.store.lock:
            moneyback.end_refund(self.store, self.store.get("refund", refund_id), succeeded=succeeded)

    def dispute(self, payment_id: str, amount: int | None = None, reason: str = "fraudulent") -> Thing:
        with self.store.lock:
            return copy.deepcopy(moneyback.new_dispute(self.store, payment_id, amount, reason))

    def close_dispute(self, dispute_id: str, *, won: bool) -> None:
        with self.store.lock:
            moneyback.close_dispute(self.store, self.store.get("dispute", dispute_id), won=won)

    def warn(self, payment_id: str) -> Thing:
        """An early fraud warning."""
        with self.store.lock:
            return copy.deepcopy(moneyback.new_warning(self.store, payment_id))

    def pay_out(self) -> Thing:
        with self.store.lock:
            return copy.deepcopy(moneyback.new_payout(self.store))

    def events(self, *types: str) -> list[Thing]:
        """What happened, the oldest first."""
        found = reversed(self.store.every("event"))
        return [copy.deepcopy(event) for event in found if not types or event["type"] in types]

    def fail_next(self, method: str, path: str, status: int = 500, kind: FaultKind = "refuse", times: int = 1) -> None:
        """The next requests go wrong; status 0 cuts the connection, "lose" does what was asked and loses the answer."""
        self.doorway.faults.append(Fault(method, path, status, kind, times))

    def send_all(self, events: list[Thing]) -> list[int]:
        """Send events to the webhook at the same time; the statuses that it answers."""
        found: list[int] = []
        threads = [threading.Thread(target=lambda event=event: found.append(self.sender.send_now(event))) for event in events]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return found


def orders_of(events: list[Thing]) -> Iterator[list[Thing]]:
    """All orders in which events may arrive."""
    return (list(order) for order in itertools.permutations(events))


@contextmanager
def stripe_server() -> Iterator[StripeServer]:
    """Served in a thread, on a free port."""
    server = StripeServer()
    with served(server.app) as port:
        server.api.base = f"http://127.0.0.1:{port}"
        yield server
    server.sender.stop()
