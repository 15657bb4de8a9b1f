"""What must hold before anything is printed. Validators of XML pass wrong totals (security.md §3.8), so we reckon ourselves."""

from __future__ import annotations

from chat_app.integrations.einvoice.content import InvoiceContent


class InvoiceError(ValueError):
    """An invoice contradicts itself or lacks what the law asks for; the text says what, for the operators' log."""


def check(content: InvoiceContent) -> None:
    """Raise `InvoiceError` unless the amounts agree and every field that the law asks for is there."""
    problems = [*_of_amounts(content), *_of_tax(content), *_of_fields(content)]
    if problems:
        raise InvoiceError(f"{content.number or 'an invoice without number'}: {'; '.join(problems)}")


def vat_on(net_cents: int, rate_points: int) -> int:
    """The VAT on `net_cents` at `rate_points` hundredths of a percent, half a cent up (away from nothing on corrections)."""
    vat = (abs(net_cents) * rate_points + 5_000) // 10_000
    return vat if net_cents >= 0 else -vat


def _of_amounts(content: InvoiceContent) -> list[str]:
    problems: list[str] = []
    if sum(line.net_cents for line in content.lines) != content.net_cents:
        problems.append("the lines do not add up to the net amount")
    if content.net_cents + content.vat_cents != content.total_cents:
        problems.append("net and VAT do not add up to the total")
    sign = 1 if content.kind == "invoice" else -1
    amounts = (*(line.net_cents for line in content.lines), content.net_cents, content.vat_cents)
    if any(amount * sign < 0 for amount in amounts) or content.total_cents == 0:
        problems.append("amounts have the wrong sign, or there is nothing to pay")
    if any(line.quantity < 1 for line in content.lines):
        problems.append("a line has no quantity")
    return problems


def _of_tax(content: InvoiceContent) -> list[str]:
    # What is left of an order's VAT goes back with its last refund, so a correction may differ by the cent that rounding left before.
    tolerance = 0 if content.kind == "invoice" else 1
    if abs(content.vat_cents - vat_on(content.net_cents, content.rate_points)) > tolerance:
        return ["the VAT is not what the rate gives"]
    if (content.category == "S") != (content.rate_points > 0):
        return [f"a rate of {content.rate_points} does not go with category {content.category}"]
    if content.category != "S" and content.vat_cents:
        return ["there is VAT where none is due"]
    if content.category == "AE" and not (content.buyer.vat_id and content.seller.vat_id):
        return ["reverse charge needs the VAT ids of both"]
    return []


def _of_fields(content: InvoiceContent) -> list[str]:
    """§ 14 Abs. 4 UStG: names and addresses, tax number or VAT id, number, what was sold; a correction names what it corrects."""
    seller, buyer = content.seller, content.buyer
    needed = {
        "number": content.number,
        "currency": content.currency,
        "a line": content.lines and all(line.title.strip() for line in content.lines),
        "seller's name": seller.name,
        "seller's street": seller.street,
        "seller's place": seller.postal_code and seller.city and seller.country,
        "seller's tax number or VAT id": seller.tax_number or seller.vat_id,
        "buyer's name": buyer.name,
        "buyer's address": buyer.street and buyer.city and buyer.country,
        "number and date of the invoice it corrects": content.kind == "invoice" or (content.corrects_number and content.corrects_date),
    }
    return [f"{name} is missing" for name, there in needed.items() if not there]
