"""Money as integers. One unit is a nano-dollar (10⁻⁹ USD); no float ever touches it."""

from __future__ import annotations

from decimal import Decimal

from chat_app.services.kernel.currencies import DIGITS, SYMBOLS

NANO_PER_UNIT = 1_000_000_000
NANO_PER_CENT = 10_000_000
TOKENS_PER_PRICE = 1_000_000
DOLLAR_RATE = 1_000_000
"""The exchange rate of the dollar itself, in millionths."""


def nano_from_decimal(amount: Decimal) -> int:
    """Convert an exact amount of dollars into nano-dollars; raises ValueError below one nano."""
    nano = amount * NANO_PER_UNIT
    if nano != nano.to_integral_value():
        raise ValueError(f"{amount} is finer than a nano-dollar")
    return int(nano)


def nano_of_cents(cents: int) -> int:
    """Cents in nano-units: always exact."""
    return cents * NANO_PER_CENT


def cents_of_nano(nano: int) -> int:
    """Nano-units in cents; raises ValueError for what is no whole number of cents: nothing is rounded where money is paid."""
    cents, rest = divmod(nano, NANO_PER_CENT)
    if rest:
        raise ValueError(f"{nano} is no whole number of cents")
    return cents


def convert(nano: int, rate: int) -> int:
    """Nano-dollars in another currency, of which a dollar is worth `rate` millionths; rounded half away from zero.

    For showing only: whatever is reckoned or stored stays in dollars.
    """
    return exchange(nano, DOLLAR_RATE, rate)


def exchange(nano: int, before: int, after: int) -> int:
    """An amount in another currency, when so many units of both are worth the same; rounded half away from zero.

    >>> exchange(1_117_200_000, 1_117_200, 919_400)
    919400000
    """
    whole, rest = divmod(abs(nano) * after, before)
    rounded = whole + (rest * 2 >= before)
    return -rounded if nano < 0 else rounded


def exchange_up(nano: int, before: int, after: int) -> int:
    """As `exchange`, rounded up to a whole nano-unit: what is charged covers what it is charged for.

    >>> exchange_up(1, 1_117_200, 1_000_000)
    1
    """
    return -(-nano * after // before)


def exact_amount(nano: int) -> str:
    """All nine places with a point, as programs and spreadsheets read it: "0.004200000"."""
    whole, rest = divmod(abs(nano), NANO_PER_UNIT)
    return f"{'-' if nano < 0 else ''}{whole}.{rest:09d}"


def format_usd(nano: int, language: str = "en") -> str:
    """An amount as its reader writes it, with enough digits for tiny ones: "$0.0042", "0,0042 $"."""
    return format_money(nano, "USD", language)


def format_money(nano: int, currency: str, language: str = "en") -> str:
    """Nano-units of `currency` as their reader writes them: "€0.0042", "0,0042 €", "CHF 1.20", "¥157"."""
    return _written("-" if nano < 0 else "", _digits(abs(nano), DIGITS[currency]), currency, language)


def format_exact(nano: int, currency: str, language: str = "en") -> str:
    """The same to the last digit: "$0.0042", "$3.00", "$0.000000001"."""
    whole, _, places = exact_amount(abs(nano)).partition(".")
    return _written("-" if nano < 0 else "", f"{int(whole):,}.{places.rstrip('0').ljust(2, '0')}", currency, language)


def _written(sign: str, digits: str, currency: str, language: str) -> str:
    symbol = SYMBOLS.get(currency, currency)
    if language == "de":
        return f"{sign}{digits.translate(str.maketrans(',.', '.,'))} {symbol}"
    return f"{sign}{symbol} {digits}" if symbol.isalpha() else f"{sign}{symbol}{digits}"


def _digits(nano: int, usual: int) -> str:
    if nano == 0:
        return "0"
    amount = Decimal(nano).scaleb(-9)
    # The digits of the currency, more for tiny amounts: two that say something; never "0.00" for something that costs.
    places = usual if amount >= Decimal(10).scaleb(-usual) else 1 - amount.adjusted()
    return f"{amount:,.{places}f}"
