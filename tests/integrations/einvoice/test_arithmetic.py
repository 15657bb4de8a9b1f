"""Nothing is printed that contradicts itself, and VAT is reckoned as the law does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.invoices.examples import correction, invoice
from chat_app.integrations.einvoice import InvoiceError
from chat_app.integrations.einvoice.arithmetic import check, vat_on

GOOD = invoice(Random(3), "domestic", 0)
BUSINESS = invoice(Random(3), "reverse_charge", 0)
BACK = correction(Random(3), GOOD, 1)

SPOILT: dict[str, tuple[Any, dict[str, Any]]] = {
    "net differs from lines": (GOOD, {"net_cents": GOOD.net_cents + 1, "total_cents": GOOD.total_cents + 1}),
    "total differs": (GOOD, {"total_cents": GOOD.total_cents + 1}),
    "VAT one cent off": (GOOD, {"vat_cents": GOOD.vat_cents + 1, "total_cents": GOOD.total_cents + 1}),
    "standard rate of nothing": (GOOD, {"rate_points": 0, "vat_cents": 0, "total_cents": GOOD.net_cents}),
    "exempt with a rate": (GOOD, {"category": "E"}),
    "invoice of less than nothing": (BACK, {"kind": "invoice"}),
    "correction of more than nothing": (GOOD, {"kind": "correction", "corrects_number": "R-1", "corrects_date": date(2026, 1, 1)}),
    "correction of nothing": (BACK, {"corrects_number": ""}),
    "no quantity": (GOOD, {"lines": (replace(GOOD.lines[0], quantity=0), *GOOD.lines[1:])}),
    "nothing sold": (GOOD, {"lines": (), "net_cents": 0, "vat_cents": 0, "total_cents": 0}),
    "no number": (GOOD, {"number": ""}),
    "seller without tax number": (GOOD, {"seller": replace(GOOD.seller, vat_id="", tax_number="")}),
    "buyer without street": (GOOD, {"buyer": replace(GOOD.buyer, street="")}),
    "reverse charge without the buyer's VAT id": (BUSINESS, {"buyer": replace(BUSINESS.buyer, vat_id="")}),
}


@pytest.mark.parametrize("good", [GOOD, BUSINESS, BACK], ids=lambda content: content.kind)
def test_what_is_right_passes(good: Any):
    check(good)


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_wrong_is_refused(name: str):
    content, change = SPOILT[name]

    with pytest.raises(InvoiceError, match=content.number if "number" not in change else "without number"):
        check(replace(content, **change))


def test_the_last_refund_may_take_what_rounding_left():
    check(replace(BACK, vat_cents=BACK.vat_cents - 1, total_cents=BACK.total_cents - 1))
    with pytest.raises(InvoiceError):
        check(replace(BACK, vat_cents=BACK.vat_cents - 2, total_cents=BACK.total_cents - 2))


@given(st.integers(-(10**9), 10**9), st.integers(0, 5000))
def test_vat_is_half_up_away_from_nothing(net: int, points: int):
    assert vat_on(net, points) == int((Decimal(net) * points / 10_000).quantize(Decimal(1), ROUND_HALF_UP))
