"""What is taken from a provider's claims about a person. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chat_app.integrations.oidc.port import Preset

MAX_EMAIL = 254
MAX_NAME = 200


def verified_email(claims: Mapping[str, Any], preset: Preset) -> str:
    """The address, if the provider says with a true boolean that it verified it; else "".

    Microsoft has no `email_verified`: there `xms_edov`, an optional claim, says that the tenant owns the address's
    domain; without it an Entra administrator may have written any address. `preferred_username` is no address at all.
    """
    email = claims.get("email")
    if not isinstance(email, str) or not 3 <= len(email) <= MAX_EMAIL or "@" not in email:
        return ""
    verified = claims.get("xms_edov") if preset == "microsoft" else claims.get("email_verified")
    return email if verified is True else ""


def display_name(claims: Mapping[str, Any]) -> str:
    """How the person is called, in one line; "" when the provider does not say."""
    for claim in ("name", "preferred_username", "login"):
        value = claims.get(claim)
        if isinstance(value, str) and (plain := " ".join(value.replace("\0", "").split())):
            return plain[:MAX_NAME]
    return ""
