"""Check digits: what tells a number of an account from any other number."""

from __future__ import annotations

from collections import Counter

IBAN_LENGTHS = {
    "AD": 24,
    "AE": 23,
    "AL": 28,
    "AT": 20,
    "AZ": 28,
    "BA": 20,
    "BE": 16,
    "BG": 22,
    "BH": 22,
    "BR": 29,
    "BY": 28,
    "CH": 21,
    "CR": 22,
    "CY": 28,
    "CZ": 24,
    "DE": 22,
    "DK": 18,
    "DO": 28,
    "EE": 20,
    "EG": 29,
    "ES": 24,
    "FI": 18,
    "FO": 18,
    "FR": 27,
    "GB": 22,
    "GE": 22,
    "GI": 23,
    "GL": 18,
    "GR": 27,
    "GT": 28,
    "HR": 21,
    "HU": 28,
    "IE": 22,
    "IL": 23,
    "IS": 26,
    "IT": 27,
    "JO": 30,
    "KW": 30,
    "KZ": 20,
    "LB": 28,
    "LI": 21,
    "LT": 20,
    "LU": 20,
    "LV": 21,
    "MC": 27,
    "MD": 24,
    "ME": 22,
    "MK": 19,
    "MR": 27,
    "MT": 31,
    "MU": 30,
    "NL": 18,
    "NO": 15,
    "PK": 24,
    "PL": 28,
    "PS": 29,
    "PT": 25,
    "QA": 29,
    "RO": 24,
    "RS": 22,
    "SA": 24,
    "SE": 24,
    "SI": 19,
    "SK": 24,
    "SM": 27,
    "TN": 24,
    "TR": 26,
    "UA": 29,
    "VA": 22,
    "VG": 24,
    "XK": 20,
}


def is_iban(compact: str) -> bool:
    """ISO 13616 with the check of ISO 7064, mod 97-10; `compact` is without spaces, in capitals."""
    if len(compact) != IBAN_LENGTHS.get(compact[:2]):
        return False
    return int("".join(str(int(sign, 36)) for sign in compact[4:] + compact[:4])) % 97 == 1


def is_card(digits: str) -> bool:
    """Luhn (ISO 7812), and a beginning and length that an issuer of cards has."""
    total = sum(int(digit) if place % 2 == 0 else sum(divmod(2 * int(digit), 10)) for place, digit in enumerate(reversed(digits)))
    return total % 10 == 0 and _is_issued(digits)


def is_tax_id(digits: str) -> bool:
    """A German tax id (§ 139b AO): of the first ten digits one comes twice or three times, the last is of ISO 7064 mod 11,10."""
    if len(digits) != 11 or digits[0] == "0":
        return False
    often = sorted(Counter(digits[:10]).values(), reverse=True)
    return often[0] in (2, 3) and often[1] == 1 and _mod_11_10(digits)


def is_vat_id(compact: str) -> bool:
    """The number of a company of Germany, Austria or Switzerland."""
    country, digits = compact[:2], "".join(sign for sign in compact if sign.isdigit())
    if country == "DE":
        return len(digits) == 9 and digits[0] != "0" and _mod_11_10(digits)
    if country == "AT":
        doubled = sum(sum(divmod(2 * int(digit), 10)) if place % 2 else int(digit) for place, digit in enumerate(digits[:7]))
        return len(digits) == 8 and (10 - (doubled + 4) % 10) % 10 == int(digits[7])
    weighted = sum(int(digit) * weight for digit, weight in zip(digits[:8], (5, 4, 3, 2, 7, 6, 5, 4), strict=False))
    return len(digits) == 9 and (11 - weighted % 11) % 11 == int(digits[8])


def _mod_11_10(digits: str) -> bool:
    product = 10
    for digit in digits[:-1]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == int(digits[-1])


def _is_issued(digits: str) -> bool:
    first, length = int(digits[:4]), len(digits)
    return (
        (digits[0] == "4" and length in (13, 16, 19))
        or (length == 16 and (5100 <= first <= 5599 or 2221 <= first <= 2720 or 3528 <= first <= 3589))
        or (length == 15 and digits[:2] in ("34", "37"))
        or (length == 14 and digits[:2] in ("30", "36", "38"))
        or (16 <= length <= 19 and (digits[:2] in ("62", "65") or digits[:4] == "6011"))
    )
