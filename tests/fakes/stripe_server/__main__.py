"""Run it alone, to try pages by hand: `python -m tests.fakes.stripe_server --port 4242 --webhook http://127.0.0.1:3000/webhooks/stripe`.

Start Parley with PARLEY_STRIPE_SECRET_KEY=sk_test_local, PARLEY_STRIPE_WEBHOOK_SECRET=whsec_local and
PARLEY_STRIPE_API_BASE=http://127.0.0.1:4242; /bank plays the bank.
"""

from __future__ import annotations

import argparse

import uvicorn

from tests.fakes.stripe_server import StripeServer

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=4242)
    parser.add_argument("--webhook", default="", help="where events are sent to")
    given = parser.parse_args()
    server = StripeServer()
    server.api.base = f"http://127.0.0.1:{given.port}"
    server.sender.url = given.webhook
    uvicorn.run(server.app, host="127.0.0.1", port=given.port, log_level="warning")
