"""What a provider may be: its name, its slug, its key, its region, its address."""

from __future__ import annotations

import re
import secrets
from collections.abc import Container, Mapping

from yarl import URL

from chat_app.errors import InvalidInputError, NotAllowedError
from chat_app.integrations.llm.vendors import Vendor, vendors

LONGEST_LABEL = 100
LONGEST_KEY = 4_000
MOST_OWN, MOST_OF_PLATFORM = 20, 100
REGIONS = ("eu", "us", "uk", "ch", "ca", "cn", "in", "jp", "local")
"""Offered; others are taken, too."""
_REGION = re.compile(r"[a-z]{2,12}")
_HINT, _SHOWN_FROM = 4, 12
MOST_OF_A_NAME = 40
_WRONG = {
    "endpoint_id": "providers.error.endpoint_id",
    "api_version": "providers.error.api_version",
    "deployments": "providers.error.deployments",
    "region": "providers.error.aws_region",
    "access_key_id": "providers.error.access_key_id",
}
"""The sentence for each field that is missing or cannot be what it says."""
_RESERVED = frozenset({"offline", "parley", *vendors()})


def vendor_for(name: str, *, platform: bool) -> Vendor:
    """The vendor; raises `InvalidInputError` for an unknown one and `NotAllowedError` for one of administrators."""
    vendor = vendors().get(name)
    if vendor is None:
        raise InvalidInputError("providers.error.vendor")
    if vendor.admin_only and not platform:
        raise NotAllowedError("providers.error.admin_only")
    return vendor


def checked_label(text: str, vendor: Vendor) -> str:
    """The name people read; the vendor's without one."""
    label = " ".join(text.split()) or vendor.label
    if len(label) > LONGEST_LABEL or not label.isprintable():
        raise InvalidInputError("providers.error.label", max=LONGEST_LABEL)
    return label


def checked_key(text: str) -> str:
    """A key as it is sent: one line of visible ASCII, since it travels in a header."""
    key = text.strip()
    if len(key) > LONGEST_KEY or any(not "!" <= sign <= "~" for sign in key):
        raise InvalidInputError("providers.error.key")
    return key


def checked_region(text: str) -> str:
    region = text.strip().lower()
    if region and not _REGION.fullmatch(region):
        raise InvalidInputError("providers.error.region")
    return region


def checked_address(text: str, vendor: Vendor) -> str:
    """The address as stored: empty for the vendor's own. Whether it may be opened is asked elsewhere."""
    url = text.strip().rstrip("/")
    if url in ("", vendor.url):
        if not vendor.url and not vendor.address:
            raise InvalidInputError("providers.error.url_needed")
        return ""
    if vendor.url_fixed:
        raise InvalidInputError("providers.error.url_fixed", vendor=vendor.label)
    return url


def checked_options(values: Mapping[str, str], vendor: Vendor) -> dict[str, str]:
    """What the vendor asks for, without what was left empty; raises `InvalidInputError` that names what is missing or wrong."""
    given = {name: " ".join(value.split()) for name, value in values.items() if value.strip()}
    fields = {field.name: field for field in vendor.fields}
    if unknown := [name for name in given if name not in fields]:
        raise InvalidInputError("providers.error.option", name=unknown[0][:MOST_OF_A_NAME], vendor=vendor.label)
    for name, field in fields.items():
        if name in given and not field.takes(given[name]):
            raise InvalidInputError(_WRONG[name], example=field.placeholder)
        if name not in given and field.required:
            raise InvalidInputError(_WRONG[name], example=field.placeholder)
    return given


def stored_form(url: str) -> str:
    """A checked URL without what a base address does not have; raises `InvalidInputError`."""
    parsed = URL(url)
    if parsed.query_string or parsed.fragment or len(url) > 500:
        raise InvalidInputError("providers.error.url")
    return url.rstrip("/")


def hint_of(key: str) -> str:
    """The end of a key, to tell it from others; nothing of one so short that this would give it away."""
    return f"…{key[-_HINT:]}" if len(key) >= _SHOWN_FROM else "…" if key else ""


def own_slug() -> str:
    """For a person's provider: nobody else can name its models."""
    return f"my-{secrets.token_hex(8)}"


def platform_slug(label: str, taken: Container[str]) -> str:
    """For a provider of the platform: its name, as far as that goes, with a number if needed.

    A vendor's bare name is the environment's: what is allowed there must not change by a new row.
    """
    words = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")[:30] or "provider"
    words = f"provider-{words}" if words.startswith("my-") else words
    number = 1
    while (slug := words if number == 1 else f"{words}-{number}") in _RESERVED or slug in taken:
        number += 1
    return slug
