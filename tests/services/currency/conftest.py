"""Currencies in a house with people, and a bank on this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from chat_app.db import Database
from chat_app.integrations.http.outbound import OutboundClient
from chat_app.services.currency import CurrencyService
from tests.fakes.listener import Listener, listening
from tests.services.house import House


@dataclass
class Bank:
    """What the bank publishes."""

    listener: Listener
    url: str

    def publish(self, body: bytes, status: int = 200) -> None:
        self.listener.answer = f"HTTP/1.1 {status} X\r\nContent-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


@pytest.fixture
def house(db: Database) -> House:
    return House(db)


@pytest.fixture
async def bank() -> AsyncIterator[Bank]:
    async with listening() as (listener, port):
        yield Bank(listener, f"http://127.0.0.1:{port}/eurofxref-daily.xml")


@pytest.fixture
def currencies(house: House, bank: Bank) -> CurrencyService:
    port = int(bank.url.split(":")[2].split("/")[0])
    outbound = OutboundClient(allowed=[("127.0.0.1", port)])
    return CurrencyService(house.db, outbound, house.audit, house.clock, bank.url)
