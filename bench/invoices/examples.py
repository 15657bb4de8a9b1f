"""Invoices of every kind that can occur, the same ones each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from chat_app.integrations.einvoice.arithmetic import vat_on
from chat_app.integrations.einvoice.content import InvoiceContent, InvoiceLine, Party

SELLERS = (
    Party(
        "Beispiel Software GmbH", "Petra Muster", "Musterstraße 12", "", "50667", "Köln", "DE", "DE123456788", "214/5678/0001",
        "rechnung@beispiel.example", "+49 221 1234567", "Amtsgericht Köln, HRB 12345", "DE02 1203 0000 0000 2020 51", "BYLADEM1001",
    ),
    Party("Jürgen Groß", "", "Dorfstraße 3a", "Hinterhaus", "23552", "Lübeck", "DE", "", "22/345/67890", "post@gross.example", "0451 12345"),
    Party("Ateliers Numériques SARL", "Zoé Lefèvre", "12 rue de l’Église", "", "67000", "Strasbourg", "FR", "FR40303265045", "", "factures@ateliers.example", "+33 3 88 12 34 56"),
)  # fmt: skip
RATES = {
    "AT": 2000, "BE": 2100, "BG": 2000, "CY": 1900, "CZ": 2100, "DE": 1900, "DK": 2500, "EE": 2400, "ES": 2100, "FI": 2550, "FR": 2000, "GR": 2400,
    "HR": 2500, "HU": 2700, "IE": 2300, "IT": 2200, "LT": 2100, "LU": 1700, "LV": 2100, "MT": 1800, "NL": 2100, "PL": 2300, "PT": 2300, "RO": 2100,
    "SE": 2500, "SI": 2200, "SK": 2300,
}  # fmt: skip
OUTSIDE = ("CH", "GB", "US", "NO", "JP", "BR", "AU", "HK", "XK")
NAMES = (
    "Łódź Handel sp. z o.o.", "Αθηναϊκή Εταιρεία", "Söhne & Töchter <Import> GmbH", "O’Brien \"Quotes\" Ltd", "Ärztezentrum Süd", "Дунав ООД",
    "Čeněk Řehoř", "Zażółć Gęślą Jaźń S.A.", "Universität für angewandte Wissenschaften, Fakultät für Informatik und Wirtschaftsinformatik, Lehrstuhl 4",
)  # fmt: skip
CITIES = ("Wien", "Kraków", "Saint-Étienne", "Θεσσαλονίκη", "Málaga", "Malmö", "Villingen-Schwenningen", "Reykjavík")
RULES = ("domestic", "oss", "seller_country", "reverse_charge", "small_business", "outside_eu")
FIRST_DAY = date(2025, 1, 1)


def examples(count: int, seed: int = 1) -> Iterator[InvoiceContent]:
    """`count` invoices: the rules in turn, countries, businesses and consumers, both languages, every second one with its correction."""
    random = Random(seed)
    made = 0
    while made < count:
        original = invoice(random, RULES[made % len(RULES)], made)
        yield original
        made += 1
        if made < count and random.random() < 0.5:
            yield correction(random, original, made)
            made += 1


def invoice(random: Random, rule: str, place: int) -> InvoiceContent:
    """An invoice under one rule of VAT."""
    seller = (
        SELLERS[1]
        if rule == "small_business"
        else random.choice(SELLERS if rule in {"domestic", "outside_eu"} else (SELLERS[0], SELLERS[2]))
    )
    country = _country(random, rule, seller)
    business = rule == "reverse_charge" or random.random() < 0.4
    tax_country = seller.country if rule in {"domestic", "seller_country", "small_business"} else country
    rate = RATES[tax_country] if rule in {"domestic", "oss", "seller_country"} else 0
    lines = tuple(_line(random) for _ in range(random.choice((1, 1, 1, 2, 3))))
    net = sum(line.net_cents for line in lines)
    issued = FIRST_DAY + timedelta(days=random.randrange(900))
    return InvoiceContent(
        f"R-{issued.year}-{place + 1:05}", "invoice", random.choice(("en", "de")), issued, issued - timedelta(days=random.randrange(3)), seller,
        _buyer(random, country, business=business), business, random.choice(("", "", "PO-4711 / 2026", "04011000-12345-34")), lines, "EUR",
        net, vat_on(net, rate), net + vat_on(net, rate), _CATEGORIES.get(rule, "S"), rate, tax_country, rule,
        payment_note=random.choice(("", "Paid by card. Nothing is left to pay.", "Per SEPA-Lastschrift bezahlt.")),
    )  # fmt: skip


def correction(random: Random, of: InvoiceContent, place: int) -> InvoiceContent:
    """The cancellation of an invoice, or the correction of a part of it."""
    whole = random.random() < 0.5
    net = of.net_cents if whole else random.randrange(1, of.net_cents + 1)
    vat = vat_on(net, of.rate_points)
    lines = tuple(replace(line, net_cents=-line.net_cents) for line in of.lines) if whole else (InvoiceLine("Refund", of.number, 1, -net),)
    return replace(
        of,
        number=f"K-{of.issued_on.year}-{place + 1:05}",
        kind="cancellation" if whole else "correction",
        issued_on=of.issued_on + timedelta(days=5),
        lines=lines,
        net_cents=-net,
        vat_cents=-vat,
        total_cents=-net - vat,
        corrects_number=of.number,
        corrects_date=of.issued_on,
    )


_CATEGORIES = {"reverse_charge": "AE", "small_business": "E", "outside_eu": "O"}


def _country(random: Random, rule: str, seller: Party) -> str:
    if rule == "outside_eu":
        return random.choice(OUTSIDE)
    if rule in {"domestic", "small_business"}:
        return seller.country
    return random.choice([country for country in RATES if country != seller.country])


def _line(random: Random) -> InvoiceLine:
    cents = random.choice((500, 1000, 1001, 2500, 5000, 9999, 50_000, random.randrange(1, 1_000_000)))
    return InvoiceLine(
        random.choice(("Guthaben", "Prepaid credit")),
        random.choice(("", "Voraus bezahlt; nicht übertragbar")),
        random.choice((1, 1, 3)),
        cents,
    )


def _buyer(random: Random, country: str, *, business: bool) -> Party:
    vat_id = f"{'EL' if country == 'GR' else country}{random.randrange(10**8, 10**9)}" if business and country in RATES else ""
    code = "" if country == "HK" else f"{random.randrange(1000, 99999)}"
    name = random.choice(NAMES)
    contact = random.choice(("", "Åsa Ödegård")) if business else name
    return Party(
        name,
        contact,
        "Straße des 17. Juni 135",
        random.choice(("", "2. OG")),
        code,
        random.choice(CITIES),
        country,
        vat_id,
        email="kunde@example.org",
    )
