"""A Stripe on a port of this machine, true to its protocol: forms, idempotency keys, errors, pages, events, webhooks."""

from tests.fakes.stripe_server.server import StripeServer, orders_of, stripe_server

__all__ = ["StripeServer", "orders_of", "stripe_server"]
