"""What cannot be written into a billing profile."""

from __future__ import annotations

from chat_app.errors import InvalidInputError


class VatIdError(InvalidInputError):
    """Not a VAT id of that country: a digit may be wrong."""

    default_key = "billing_profile.error.vat_id"


class CountryError(InvalidInputError):
    default_key = "billing_profile.error.country"


class VatIdNeededError(InvalidInputError):
    """There is no VAT id to ask the register about."""

    default_key = "billing_profile.error.no_vat_id"
