"""The way of Stripe's library to the network: through the one outbound client, to Stripe's address and to nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import stripe
from yarl import URL

from chat_app.integrations.http.addresses import AddressRefusedError
from chat_app.integrations.http.outbound import OutboundClient

TIMEOUT_SECONDS = 30
"""Stripe asks a bank before it answers a payment: that takes longer than other requests."""
_UNSENT = frozenset({"x-stripe-client-user-agent", "x-stripe-client-telemetry", "user-agent"})
"""What the library tells Stripe of this machine: not needed to pay."""


def client_for(api_base: str) -> OutboundClient:
    """A client that may also reach the address that the operator named as Stripe's: a local one, in tests."""
    url = URL(api_base)
    return OutboundClient(allowed=[(url.host or "", url.port or 0)], timeout=TIMEOUT_SECONDS)


class OutboundHttp(stripe.HTTPClient):
    """Hands the library's requests to our client. Only what waits for nothing else is offered: the asynchronous part."""

    name = "parley"

    def __init__(self, outbound: OutboundClient) -> None:
        super().__init__()
        self._outbound = outbound

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        """Ask Stripe; raises `stripe.APIConnectionError`, after which the library asks again with the same key."""
        sent = {name: value for name, value in headers.items() if name.lower() not in _UNSENT}
        body = post_data.encode() if isinstance(post_data, str) else post_data
        kind = "POST" if method.upper() == "POST" else "GET"
        try:
            fetched = await self._outbound.request(kind, url, body=body, headers=sent, accept="application/json", set_by_admin=True)
        except (AddressRefusedError, TimeoutError):
            raise stripe.APIConnectionError("no answer", should_retry=True) from None
        return fetched.body, fetched.status, fetched.headers

    async def sleep_async(self, secs: Any) -> None:
        """Between two tries, for seconds."""
        await asyncio.sleep(secs)

    def close(self) -> None:
        """Nothing stays open."""

    async def close_async(self) -> None:
        """Nothing stays open."""
