"""Money as integers. One unit is a nano-dollar (10⁻⁹ USD); no float ever touches it."""

from __future__ import annotations

from decimal import Decimal

NANO_PER_UNIT = 1_000_000_000
TOKENS_PER_PRICE = 1_000_000


def nano_from_decimal(amount: Decimal) -> int:
    """Convert an exact amount of dollars into nano-dollars; raises ValueError below one nano."""
    nano = amount * NANO_PER_UNIT
    if nano != nano.to_integral_value():
        raise ValueError(f"{amount} is finer than a nano-dollar")
    return int(nano)


def token_cost(tokens: int, nano_per_million: int) -> int:
    """The price of `tokens` in nano-dollars, rounded half up to a whole nano."""
    return (tokens * nano_per_million * 2 + TOKENS_PER_PRICE) // (2 * TOKENS_PER_PRICE)


def format_usd(nano: int, language: str = "en") -> str:
    """An amount as its reader writes it, with enough digits for tiny ones: "$0.0042", "0,0042 $"."""
    if nano == 0:
        digits = "0"
    else:
        amount = Decimal(nano) / NANO_PER_UNIT
        # Two significant digits below a cent, cents above; never "0.00" for something that costs.
        places = 2 if abs(amount) >= Decimal("0.1") else 1 - amount.adjusted()
        digits = f"{amount:,.{places}f}"
    if language == "de":
        return digits.translate(str.maketrans(",.", ".,")) + " $"
    return f"${digits}"
