"""Rates of VAT by place and day: the data of rates.toml, read once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any


class NoRateError(LookupError):
    """Nobody knows the rate of this country on this day."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate from a day on, in hundredths of a percent."""

    since: date
    points: int


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a member state with rules of its own."""

    country: str
    name: str
    postal_code: re.Pattern[str]
    outside: bool
    """Whether VAT of the EU does not reach it."""
    rates: tuple[Rate, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    countries: dict[str, tuple[Rate, ...]]
    treated_as: dict[str, str]
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is, as VAT sees it."""

    country: str
    """Of the member state; of the country itself outside the EU."""
    inside: bool
    """Whether VAT of the EU reaches it."""
    region: Region | None = None

    def rate_on(self, day: date) -> int:
        """The standard rate in hundredths of a percent; raises `NoRateError`."""
        rates = (self.region and self.region.rates) or _table().countries.get(self.country, ())
        known = [rate.points for rate in rates if rate.since <= day]
        if not self.inside or not known:
            raise NoRateError(f"{self.country} on {day}")
        return known[-1]


def place_of(country: str, postal_code: str) -> Place:
    """Where an address is; spaces, hyphens and a country's prefix in postal codes do not count."""
    table = _table()
    state = table.treated_as.get(country, country)
    if state not in table.countries:
        return Place(country, inside=False)
    code = re.sub(rf"^({state}-|{state} )|[\s-]", "", postal_code.upper())
    for region in table.regions:
        if region.country == state and region.postal_code.fullmatch(code):
            return Place(state, not region.outside, region)
    return Place(state, inside=True)


def member_states() -> frozenset[str]:
    """The countries of the EU by ISO 3166-1 (Greece is "GR" there, though its VAT ids begin with "EL")."""
    return frozenset(_table().countries)


def countries_abroad(seller_country: str) -> frozenset[str]:
    """Countries in which the VAT of another member state applies, as addresses name them."""
    named = {*_table().countries, *_table().treated_as}
    return frozenset(country for country in named if place_of(country, "").country != seller_country)


@lru_cache(maxsize=1)
def _table() -> _Table:
    data = tomllib.loads(Path(__file__).with_name("rates.toml").read_text(encoding="utf-8"))
    return _Table(
        {country: _rates(rows) for country, rows in data["rates"].items()},
        data["treated_as"],
        tuple(_region(row) for row in data["regions"]),
    )


def _rates(rows: list[dict[str, Any]]) -> tuple[Rate, ...]:
    return tuple(sorted((Rate(row["from"], row["points"]) for row in rows), key=lambda rate: rate.since))


def _region(row: dict[str, Any]) -> Region:
    return Region(row["country"], row["name"], re.compile(row["postal_code"]), row.get("outside", False), _rates(row.get("rates", [])))
