"""Which VAT a purchase bears: the rules case by case, and what holds for all of them."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.services.tax import rules
from chat_app.services.tax.calendar import day_in
from chat_app.services.tax.countries import COUNTRIES
from chat_app.services.tax.dto import BuyerFacts, SellerFacts, TaxDecision
from chat_app.services.tax.rates import NoRateError, countries_abroad, member_states, place_of

DAY = date(2026, 5, 4)
SELLER = SellerFacts("DE", small_business=False, oss=True)
WITHOUT_OSS = SellerFacts("DE", small_business=False, oss=False)
SMALL = SellerFacts("DE", small_business=True, oss=False)


def buyer(country: str, postal_code: str = "", *, business: bool = False, valid: bool = False) -> BuyerFacts:
    return BuyerFacts(country, postal_code, business, "X" if business else "", valid, "check" if valid else "")


CASES = {
    "consumer at home": (SELLER, buyer("DE", "10115"), ("S", 1_900, "DE", "domestic")),
    "business at home": (SELLER, buyer("DE", "10115", business=True, valid=True), ("S", 1_900, "DE", "domestic")),
    "consumer in France, OSS": (SELLER, buyer("FR", "75001"), ("S", 2_000, "FR", "oss")),
    "consumer in France, below the threshold": (WITHOUT_OSS, buyer("FR", "75001"), ("S", 1_900, "DE", "seller_country")),
    "consumer in France, beyond it": (SellerFacts("DE", False, False, True), buyer("FR", "75001"), ("S", 2_000, "FR", "oss")),
    "business in Austria": (SELLER, buyer("AT", "1010", business=True, valid=True), ("AE", 0, "AT", "reverse_charge")),
    "business in Austria, not proven": (SELLER, buyer("AT", "1010", business=True), ("S", 2_000, "AT", "oss")),
    "business in Austria, seller without VAT id": (
        SellerFacts("DE", True, False, has_vat_id=False),
        buyer("AT", "1010", business=True, valid=True),
        ("E", 0, "DE", "small_business"),
    ),
    "small business at home": (SMALL, buyer("DE", "10115"), ("E", 0, "DE", "small_business")),
    "small business, consumer abroad": (SMALL, buyer("IT", "00118"), ("E", 0, "DE", "small_business")),
    "small business beyond the threshold": (SellerFacts("DE", True, False, True), buyer("IT", "00118"), ("S", 2_200, "IT", "oss")),
    "small business, business abroad": (SMALL, buyer("IT", "00118", business=True, valid=True), ("AE", 0, "IT", "reverse_charge")),
    "Switzerland": (SELLER, buyer("CH", "8001"), ("O", 0, "CH", "outside_eu")),
    "business in the United States": (SELLER, buyer("US", "10001", business=True), ("O", 0, "US", "outside_eu")),
    "Northern Ireland is outside for services": (SELLER, buyer("GB", "BT1 1AA", business=True), ("O", 0, "GB", "outside_eu")),
    "Büsingen": (SELLER, buyer("DE", "78266"), ("O", 0, "DE", "outside_eu")),
    "Helgoland": (SELLER, buyer("DE", "27498"), ("O", 0, "DE", "outside_eu")),
    "Tenerife": (SELLER, buyer("ES", "38001"), ("O", 0, "ES", "outside_eu")),
    "Ceuta": (SELLER, buyer("ES", "51001"), ("O", 0, "ES", "outside_eu")),
    "Livigno": (SELLER, buyer("IT", "23041"), ("O", 0, "IT", "outside_eu")),
    "Åland": (SELLER, buyer("FI", "22100"), ("O", 0, "FI", "outside_eu")),
    "Åland by its own code": (SELLER, buyer("AX", "22100"), ("O", 0, "AX", "outside_eu")),
    "Réunion": (SELLER, buyer("FR", "97400"), ("O", 0, "FR", "outside_eu")),
    "Mount Athos": (SELLER, buyer("GR", "630 86"), ("O", 0, "GR", "outside_eu")),
    "Monaco is France": (SELLER, buyer("MC", "98000"), ("S", 2_000, "FR", "oss")),
    "Madeira": (SELLER, buyer("PT", "9000-017"), ("S", 2_200, "PT", "oss")),
    "Azores": (SELLER, buyer("PT", "9500-150"), ("S", 1_600, "PT", "oss")),
    "Mittelberg": (SELLER, buyer("AT", "6993"), ("S", 1_900, "AT", "oss")),
}


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    seller, whom, (category, rate, country, rule) = CASES[name]
    decision = rules.decide(seller, whom, DAY)
    assert (decision.category, decision.rate_points, decision.country, decision.rule) == (category, rate, country, rule)
    assert decision.vat_check_id == ("check" if category == "AE" else "")


@pytest.mark.parametrize(
    ("country", "day", "points"),
    [
        ("DE", date(2020, 6, 30), 1_900), ("DE", date(2020, 7, 1), 1_600), ("DE", date(2020, 12, 31), 1_600), ("DE", date(2021, 1, 1), 1_900),
        ("FI", date(2024, 8, 31), 2_400), ("FI", date(2024, 9, 1), 2_550), ("EE", date(2025, 6, 30), 2_200), ("EE", date(2025, 7, 1), 2_400),
        ("RO", date(2025, 7, 31), 1_900), ("RO", date(2025, 8, 1), 2_100), ("SK", date(2024, 12, 31), 2_000), ("SK", date(2025, 1, 1), 2_300),
        ("LU", date(2023, 6, 1), 1_600), ("LU", date(2024, 1, 1), 1_700), ("IE", date(2021, 2, 28), 2_100), ("IE", date(2021, 3, 1), 2_300),
    ],
)  # fmt: skip
def test_rates_change_on_their_day(country: str, day: date, points: int) -> None:
    assert place_of(country, "").rate_on(day) == points


def test_rates_of_today_are_those_that_the_commission_publishes() -> None:
    published = {
        "AT": 2000, "BE": 2100, "BG": 2000, "CY": 1900, "CZ": 2100, "DE": 1900, "DK": 2500, "EE": 2400, "ES": 2100, "FI": 2550, "FR": 2000, "GR": 2400, "HR": 2500, "HU": 2700,
        "IE": 2300, "IT": 2200, "LT": 2100, "LU": 1700, "LV": 2100, "MT": 1800, "NL": 2100, "PL": 2300, "PT": 2300, "RO": 2100, "SE": 2500, "SI": 2200, "SK": 2300,
    }  # fmt: skip
    assert {country: place_of(country, "").rate_on(DAY) for country in member_states()} == published


def test_nobody_knows_rates_of_long_ago_or_of_sellers_outside() -> None:
    with pytest.raises(NoRateError):
        place_of("DE", "").rate_on(date(1990, 1, 1))
    with pytest.raises(NoRateError):
        rules.decide(SellerFacts("CH", small_business=False, oss=False), buyer("DE"), DAY)


def test_the_day_is_that_of_the_sellers_country() -> None:
    from datetime import UTC, datetime

    late = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)
    assert day_in("DE", late) == date(2026, 12, 31)
    assert day_in("FI", late) == date(2027, 1, 1)
    assert day_in("PT", late + timedelta(hours=1)) == date(2026, 12, 31)


facts = st.builds(
    BuyerFacts,
    st.sampled_from(COUNTRIES),
    st.text("0123456789- ABT", max_size=8) | st.sampled_from(["78266", "38001", "9000-017", "6993", "22100"]),
    st.booleans(),
    st.just("X"),
    st.booleans(),
    st.just("check"),
)
sellers = st.builds(SellerFacts, st.sampled_from(sorted(member_states())), st.booleans(), st.booleans(), st.booleans(), st.booleans())


@given(sellers, facts, st.integers(0, 1_000_000))
def test_what_holds_for_every_purchase(seller: SellerFacts, whom: BuyerFacts, net: int) -> None:
    decision = rules.decide(seller, whom, DAY)
    vat = rules.vat_of(net, decision)
    assert (decision.category == "S") == (decision.rate_points > 0)
    assert decision.category != "AE" or (whom.business and whom.vat_id_valid and seller.has_vat_id and whom.country != seller.country)
    assert (decision.category == "O") == (not place_of(whom.country, whom.postal_code).inside)
    assert decision.category != "E" or seller.small_business
    # Half a cent is rounded up, and nothing else is.
    exact = Fraction(net * decision.rate_points, 10_000)
    assert -Fraction(1, 2) < vat - exact <= Fraction(1, 2) or vat - exact == Fraction(1, 2)
    assert rules.vat_of(-net, decision) == -vat


def test_monaco_is_abroad_for_all_but_france() -> None:
    assert "MC" in countries_abroad("DE")
    assert countries_abroad("FR") == member_states() - {"FR"}


def test_half_a_cent_is_rounded_up() -> None:
    at_19 = TaxDecision("S", 1_900, "DE", "domestic", DAY)
    assert [rules.vat_of(net, at_19) for net in (50, 150, 250, 1_050, 1_000)] == [10, 29, 48, 200, 190]
