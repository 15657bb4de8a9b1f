"""Reports as CSV, for return forms and for bookkeeping programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from chat_app.services.invoices.report_dto import BookingRow, OssRow, StatementRow, VatRow
from chat_app.services.kernel.csv_text import BYTE_ORDER_MARK, csv_text, harmless

CLEARING_ACCOUNT = 1360
"""SKR 03: money in transit, which is settled when the payment provider pays out."""
DOMESTIC_ACCOUNTS = {1_900: 8400, 700: 8300}
"""SKR 03: revenue at German rates; the accounts know their tax."""
DOMESTIC_OTHER = 8200
ACCOUNTS = {"AE": 8336, "E": 8195, "O": 8338}
"""SKR 03: services that the recipient abroad owes the tax of, § 19 UStG, services taxed outside the EU."""
OSS_ACCOUNT = 8320
"""SKR 03: revenue taxed in another member state."""
DATEV_COLUMNS = (
    "Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz", "Kurs", "Basis-Umsatz", "WKZ Basis-Umsatz", "Konto",
    "Gegenkonto (ohne BU-Schlüssel)", "BU-Schlüssel", "Belegdatum", "Belegfeld 1", "Belegfeld 2", "Skonto", "Buchungstext",
    "EU-Land u. UStID", "EU-Steuersatz",
)  # fmt: skip


def vat_table(rows: Iterable[VatRow]) -> str:
    header = ("country", "category", "rate_percent", "invoices", "corrections", "net", "vat", "total")
    return csv_text(
        header,
        [
            (row.country, row.category, *_amounts(row.rate_points), row.invoices, row.corrections, *_amounts(row.net_cents, row.vat_cents, row.total_cents))
            for row in rows
        ],
    )  # fmt: skip


def oss_table(rows: Iterable[OssRow]) -> str:
    """As the form asks: member state, rate, base and tax; corrections by the quarter that they correct."""
    header = ("member_state", "supply", "rate_percent", "net", "vat", "corrects_quarter")
    return csv_text(
        header,
        [(row.country, "SERVICES", *_amounts(row.rate_points, row.net_cents, row.vat_cents), row.corrects) for row in rows],
    )


def statement_table(rows: Iterable[StatementRow]) -> str:
    """Whole euros, as the form takes them; "S" marks services (sonstige Leistungen)."""
    return csv_text(
        ("Laenderkennzeichen", "USt-IdNr", "Summe (Euro)", "Art der Leistung"),
        [(row.vat_id[:2], row.vat_id[2:], _whole_euros(row.net_cents), "S") for row in rows],
    )


def booking_table(rows: Sequence[BookingRow], seller_country: str, days: tuple[date, date]) -> str:
    """A batch of bookings as DATEV programs import it: money in transit against revenue, one line for each invoice."""
    first, last = days
    head = ["EXTF", "700", "21", "Buchungsstapel", "13", "", "", "", "", "", "", "", f"{first.year}0101", "4"]
    head += [f"{first:%Y%m%d}", f"{last:%Y%m%d}", "Rechnungen", "", "1", "0", "0", "EUR"]
    lines = [head, DATEV_COLUMNS, *(_booking(row, seller_country) for row in rows)]
    return BYTE_ORDER_MARK + "".join(_semicolons(line) for line in lines)


def amount(cents: int) -> str:
    """Two places with a decimal comma: "11,90"."""
    whole, rest = divmod(cents, 100)
    return f"{whole},{rest:02d}"


def revenue_account(row: BookingRow, seller_country: str) -> int:
    """Where an invoice is earned."""
    if row.category != "S":
        return ACCOUNTS[row.category]
    if row.country != seller_country:
        return OSS_ACCOUNT
    return DOMESTIC_ACCOUNTS.get(row.rate_points, DOMESTIC_OTHER)


def _booking(row: BookingRow, seller_country: str) -> list[str]:
    account = revenue_account(row, seller_country)
    elsewhere = (row.country, amount(row.rate_points)) if account == OSS_ACCOUNT else ("", "")
    side = "H" if row.total_cents < 0 else "S"
    text = f"{row.buyer[:40]}{f' zu {row.corrects}' if row.corrects else ''}"[:60]
    return [
        amount(abs(row.total_cents)), side, "EUR", "", "", "", str(CLEARING_ACCOUNT), str(account), "",
        f"{row.day:%d%m}", row.number, "", "", text, *elsewhere,
    ]  # fmt: skip


def _semicolons(cells: Iterable[str]) -> str:
    return ";".join(f'"{harmless(cell).replace(chr(34), chr(34) * 2)}"' for cell in cells) + "\r\n"


def _amounts(*cents: int) -> tuple[Decimal, ...]:
    """As numbers: a minus in front of a text would be taken for a formula, and made harmless."""
    return tuple(Decimal(one).scaleb(-2) for one in cents)


def _whole_euros(cents: int) -> int:
    """Half a euro away from zero."""
    rounded = (abs(cents) + 50) // 100
    return -rounded if cents < 0 else rounded
