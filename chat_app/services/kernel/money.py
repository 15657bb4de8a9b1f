"""Money as integers. One unit is a nano-dollar (10⁻⁹ USD); no float ever touches it."""

from __future__ import annotations

from decimal import Decimal

NANO_PER_UNIT = 1_000_000_000
TOKENS_PER_PRICE = 1_000_000
DOLLAR_RATE = 1_000_000
"""The exchange rate of the dollar itself, in millionths."""
SYMBOLS = {"USD": "$", "EUR": "€", "CHF": "CHF", "GBP": "£"}


def nano_from_decimal(amount: Decimal) -> int:
    """Convert an exact amount of dollars into nano-dollars; raises ValueError below one nano."""
    nano = amount * NANO_PER_UNIT
    if nano != nano.to_integral_value():
        raise ValueError(f"{amount} is finer than a nano-dollar")
    return int(nano)


def convert(nano: int, rate: int) -> int:
    """Nano-dollars in another currency, of which a dollar is worth `rate` millionths; rounded half away from zero.

    For showing only: whatever is reckoned or stored stays in dollars.
    """
    whole, rest = divmod(abs(nano) * rate, DOLLAR_RATE)
    rounded = whole + (rest * 2 >= DOLLAR_RATE)
    return -rounded if nano < 0 else rounded


def exact_amount(nano: int) -> str:
    """All nine places with a point, as programs and spreadsheets read it: "0.004200000"."""
    whole, rest = divmod(abs(nano), NANO_PER_UNIT)
    return f"{'-' if nano < 0 else ''}{whole}.{rest:09d}"


def format_usd(nano: int, language: str = "en") -> str:
    """An amount as its reader writes it, with enough digits for tiny ones: "$0.0042", "0,0042 $"."""
    return format_money(nano, "USD", language)


def format_money(nano: int, currency: str, language: str = "en") -> str:
    """Nano-units of `currency` as their reader writes them: "€0.0042", "0,0042 €", "CHF 1.20"."""
    sign, digits = "-" if nano < 0 else "", _digits(abs(nano))
    symbol = SYMBOLS[currency]
    if language == "de":
        return f"{sign}{digits.translate(str.maketrans(',.', '.,'))} {symbol}"
    return f"{sign}{symbol} {digits}" if symbol.isalpha() else f"{sign}{symbol}{digits}"


def _digits(nano: int) -> str:
    if nano == 0:
        return "0"
    amount = Decimal(nano) / NANO_PER_UNIT
    # Two significant digits below a cent, cents above; never "0.00" for something that costs.
    places = 2 if amount >= Decimal("0.1") else 1 - amount.adjusted()
    return f"{amount:,.{places}f}"
