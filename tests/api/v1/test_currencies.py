"""Currencies over REST."""

from __future__ import annotations

import pytest


async def test_what_amounts_can_be_shown_in(api):
    listed = (await api.get("/currencies")).json()
    found = {each["code"]: each for each in listed["items"]}
    assert (listed["day"], len(found)) == ("2026-10-30", 30)
    assert found["JPY"] == {
        "code": "JPY", "digits": 0, "symbol": "¥", "day": "2026-10-30", "per_euro_micro": 175_680_000, "per_dollar_micro": 157_250_269,
    }  # fmt: skip


async def test_refused_rates(api):
    assert (await api.get("/admin/currencies/refused")).json() == []
    answer = await api.post("/admin/currencies/refused/TRY/acceptance")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("code", ["try", "TR", "TRYX", "1' OR 1"])
async def test_what_is_no_currency(api, code):
    assert (await api.post(f"/admin/currencies/refused/{code}/acceptance")).status_code == 422


async def test_a_currency_is_chosen(api):
    chosen = (await api.patch("/me", json={"currency": "KRW"})).json()
    assert (chosen["currency"], chosen["exchange_rate"]) == ("KRW", 0)
    chosen = (await api.patch("/me", json={"exchange_rate": 1_300_000_000})).json()
    assert chosen["exchange_rate"] == 1_300_000_000
    assert (await api.patch("/me", json={"currency": "JPY"})).json()["exchange_rate"] == 0, "a rate by hand belongs to its currency"
    assert (await api.patch("/me", json={"currency": "XYZ"})).status_code == 422
