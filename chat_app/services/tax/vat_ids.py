"""VAT ids as they are written into profiles."""

from __future__ import annotations

from chat_app.integrations.vies import compact_vat_id, is_vat_id
from chat_app.services.tax.errors import VatIdError
from chat_app.services.tax.rates import member_states, place_of


def checked_vat_id(text: str, country: str) -> str:
    """The VAT id in its one spelling; raises `VatIdError` when it cannot be one of that country. Empty stays empty.

    Outside the EU nobody checks it: it is only printed, behind the country's code.
    """
    vat_id = compact_vat_id(text)
    if not vat_id:
        return ""
    state = place_of(country, "").country
    prefix = "EL" if state == "GR" else state
    if not vat_id.startswith(prefix) or (state in member_states() and not is_vat_id(vat_id)):
        raise VatIdError(country=prefix)
    return vat_id


def is_in_register(vat_id: str) -> bool:
    """Whether the register of the EU can know it."""
    return is_vat_id(vat_id)
