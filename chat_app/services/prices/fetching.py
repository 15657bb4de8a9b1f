"""Brings a published list, as bytes and as facts."""

from __future__ import annotations

import asyncio

from chat_app.integrations.http.addresses import AddressRefusedError
from chat_app.integrations.http.outbound import OutboundClient
from chat_app.integrations.llm.price_lists.errors import STATUS, TOO_FEW, UNREACHABLE, ListRefusedError
from chat_app.integrations.llm.price_lists.facts import Listing
from chat_app.services.prices.sources import Source

OK = 200


class ListUnreachableError(ListRefusedError):
    """Nothing came that could be a list."""


async def fetch(outbound: OutboundClient, url: str) -> bytes:
    """The list at `url`; raises `ListUnreachableError`."""
    try:
        fetched = await outbound.get(url, accept="application/json", set_by_admin=True)
    except AddressRefusedError as error:
        raise ListUnreachableError(UNREACHABLE) from error
    if fetched.status != OK:
        raise ListUnreachableError(STATUS, status=fetched.status)
    return fetched.body


async def read(source: Source, body: bytes, known: int) -> Listing:
    """What the list says; raises `ListRefusedError` where it cannot be right. `known` models were known before."""
    listing = await asyncio.to_thread(source.parse, body)
    count = models_in(listing)
    if count == 0 or count * 2 < known:
        raise ListRefusedError(TOO_FEW, count=count, known=known)
    return listing


def models_in(listing: Listing) -> int:
    """How many models a list names."""
    return sum(len(models) for models in listing.values())
