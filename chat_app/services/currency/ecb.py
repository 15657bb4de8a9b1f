"""Reads the list that the European Central Bank publishes, and the one that ships with Parley. What is odd is refused as a whole."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from chat_app.services.currency.dto import EURO, PublishedRates
from chat_app.services.kernel.currencies import is_currency

LARGEST_BYTES = 100_000
"""The list has two kilobytes."""
FEWEST = 10
MICRO = 1_000_000
HIGHEST = 10**15
"""A billion of a currency for a euro, in millionths: beyond all that ever was published."""
_NAMESPACE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}"


def read_daily(body: bytes, today: date) -> PublishedRates:
    """The rates of eurofxref-daily.xml; raises `ValueError` for anything else, and for days that have not come."""
    if len(body) > LARGEST_BYTES:
        raise ValueError("too large")
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, UnicodeError, LookupError) as error:
        raise ValueError(f"not the expected XML ({type(error).__name__})") from None
    days = [cube for cube in root.iter(f"{_NAMESPACE}Cube") if "time" in cube.attrib]
    if len(days) != 1:
        raise ValueError(f"{len(days)} days instead of one")
    day = date.fromisoformat(days[0].attrib["time"])
    if day > today + timedelta(days=1):
        raise ValueError(f"a day to come, {day}")
    return PublishedRates(day, checked_rates(_pairs(days[0])))


def bundled() -> PublishedRates:
    """The rates that ship with Parley, for the time until newer ones are fetched."""
    data = tomllib.loads(Path(__file__).with_name("bundled.toml").read_text(encoding="utf-8"))
    return PublishedRates(data["day"], checked_rates(data["rates"].items()))


def checked_rates(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Currencies with their rates in millionths; raises `ValueError` when one of them cannot be."""
    rates: dict[str, int] = {}
    for currency, text in pairs:
        if currency in rates or currency == EURO or not is_currency(currency):
            raise ValueError(f"an unexpected currency, {currency[:10]!r}")
        rates[currency] = micro_from_text(text)
    if len(rates) < FEWEST or "USD" not in rates:
        raise ValueError(f"{len(rates)} currencies, or no dollar among them")
    return rates


def micro_from_text(text: str) -> int:
    """A decimal number as millionths, exactly; raises `ValueError` for what is none, not above zero or finer.

    >>> micro_from_text("1.1172")
    1117200
    """
    try:
        micro = Decimal(text) * MICRO if len(text) <= 30 else Decimal("NaN")
    except InvalidOperation:
        micro = Decimal("NaN")
    if not micro.is_finite() or not 0 < micro <= HIGHEST or micro != micro.to_integral_value():
        raise ValueError(f"not a rate, {text[:30]!r}")
    return int(micro)


def _pairs(day: Element) -> list[tuple[str, str]]:
    return [(cube.attrib.get("currency", ""), cube.attrib.get("rate", "")) for cube in day.iter(f"{_NAMESPACE}Cube") if cube is not day]
