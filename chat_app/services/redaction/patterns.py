"""Where in a text personal data may stand. Every pattern is bounded: a text takes time in proportion to its length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chat_app.services.redaction.checks import IBAN_LENGTHS, is_card, is_iban, is_tax_id, is_vat_id

Span = tuple[int, int]

_GAP = r"[ \u00a0\u202f()/.\-\u2010-\u2015]"

_LOCAL_BACKWARDS = re.compile(r"[\w.%+'-]{1,64}")
_DOMAIN = re.compile(r"(?:[\w-]{1,63}+\.){1,8}(?:xn--[a-z0-9-]{2,50}|[^\W\d_]{2,24})(?![\w@])")
_IBAN_BEGIN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}")
_IBAN_REST = {length: re.compile(rf"(?:[ \u00a0]?[A-Za-z0-9]){{{length - 4}}}(?![A-Za-z0-9])") for length in set(IBAN_LENGTHS.values())}
_CARD = re.compile(r"(?<![\d.,-])(?:(?:\d{4}[ -]){3}\d{4}|3\d{3}[ -]\d{6}[ -]\d{4,5}|\d{13,19})(?![\d-])")
_TAX = re.compile(r"(?<![\d.,/+-])[1-9]\d[ /]?\d{3}[ /]?\d{3}[ /]?\d{3}(?![\d-])")
_VAT = re.compile(
    r"(?<![A-Za-z0-9])(?:DE ?\d{3} ?\d{3} ?\d{3}|ATU ?\d{8}|CHE[- ]?\d{3}[. ]?\d{3}[. ]?\d{3}(?: ?(?:MWST|TVA|IVA))?)(?![A-Za-z0-9])"
)
_ABROAD = re.compile(rf"(?<![\w+])(?:\+|00)[ ]?[1-9](?:{_GAP}{{0,3}}\d){{6,14}}(?!\d)")
# A slash and another 0 begin a second number: "030 1234567 / 0170 7654321".
_AT_HOME = re.compile(rf"(?<![\w+])(?<!\d[.,/-])\(?0[1-9](?:(?![ ]?[/][ ]?0\d\d){_GAP}{{0,3}}\d){{5,13}}(?!\d)")
_AMERICAN = re.compile(r"(?<![\w+-])(?:\(\d{3}\) ?\d{3}-\d{4}|\d{3}([-.])\d{3}\1\d{4})(?![\d-])")
_DATE = re.compile(r"\(?0?\d(?:[./-]\d{1,2}[./-](?:19|20)?\d{2}|[./](?:19|20)\d{2})(?!\d)")
_CODES = re.compile(
    r"1|7|2[07]|3[0123469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|21\d|22\d|23\d|24\d|25\d|26\d|29\d|35\d|37\d|38\d|42\d|50\d|59\d|67\d|68\d|85\d|88\d|96\d|97\d|99\d"
)


def mails(text: str) -> Iterator[Span]:
    """Addresses of e-mail, also with letters beyond ASCII."""
    backwards, length, at = text[::-1] if "@" in text else "", len(text), text.find("@")
    while at >= 0:
        end = at + 1
        local = _LOCAL_BACKWARDS.match(backwards, length - at)
        domain = _DOMAIN.match(text, end) if local else None
        if local and domain:
            begin = at - len(local.group().rstrip(".%+'-"))
            if begin < at:
                yield begin, domain.end()
                end = domain.end()
        at = text.find("@", end)


def ibans(text: str) -> Iterator[Span]:
    """Accounts, in groups of four or in one piece."""
    for begin in _IBAN_BEGIN.finditer(text):
        rest = _IBAN_REST.get(IBAN_LENGTHS.get(begin.group()[:2].upper(), 0))
        found = rest.match(text, begin.end()) if rest else None
        if found and is_iban(compact(text[begin.start() : found.end()])):
            yield begin.start(), found.end()


def cards(text: str) -> Iterator[Span]:
    """Numbers of credit and debit cards."""
    return (match.span() for match in _CARD.finditer(text) if is_card(compact(match.group())))


def tax_ids(text: str) -> Iterator[Span]:
    return (match.span() for match in _TAX.finditer(text) if is_tax_id(compact(match.group())))


def vat_ids(text: str) -> Iterator[Span]:
    return (match.span() for match in _VAT.finditer(text) if is_vat_id(compact(match.group())))


def phones(text: str) -> Iterator[Span]:
    """Numbers of telephones: international, of Germany, Austria and Switzerland, and the American way."""
    for match in _ABROAD.finditer(text):
        digits = compact(match.group())
        if not digits.startswith("00") or (len(digits) >= 10 and _CODES.match(digits, 2)):
            yield match.span()
    yield from _at_home(text)
    yield from (match.span() for match in _AMERICAN.finditer(text))


def _at_home(text: str) -> Iterator[Span]:
    found = _AT_HOME.search(text)
    while found:
        end = found.end()
        if date := _DATE.match(text, found.start()):
            # What follows a date may be a number of its own.
            end = date.end()
        elif 7 <= len(compact(found.group())) <= 15:
            yield found.span()
        found = _AT_HOME.search(text, end)


def compact(text: str) -> str:
    """Letters and digits alone, in capitals."""
    return "".join(sign for sign in text if sign.isascii() and sign.isalnum()).upper()
