"""Lists as the European Central Bank publishes them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from chat_app.services.currency.ecb import bundled

RATES = {code: f"{Decimal(rate) / 1_000_000:f}" for code, rate in bundled().rates.items()}


def daily(day: str, *, head: str = "", only: Sequence[str] = (), **rates: str) -> bytes:
    """eurofxref-daily.xml of a day: the rates that ship with Parley, but for those that are given."""
    shown = [(code, {**RATES, **rates}[code]) for code in (only or [*RATES, *(code for code in rates if code not in RATES)])]
    cubes = "".join(f"<Cube currency='{code}' rate='{rate}'/>" for code, rate in shown)
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}\n'
        '<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">'
        "<gesmes:subject>Reference rates</gesmes:subject><gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>"
        f"<Cube><Cube time='{day}'>{cubes}</Cube></Cube></gesmes:Envelope>"
    )
    return text.encode()
