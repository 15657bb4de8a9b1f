"""What is known about providers beforehand. Pure."""

from __future__ import annotations

import re

from chat_app.integrations.oidc.port import Preset

GOOGLE = "https://accounts.google.com"
GITHUB = "https://github.com"
MICROSOFT = "https://login.microsoftonline.com/"
_TENANT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ADDRESS = re.compile(r"https?://[^?#\s]+")
_REALM = re.compile(r"https?://[^?#\s]+/realms/[^/?#\s]+")


def issuer_of(preset: Preset, given: str) -> str:
    """The issuer that a preset and what an administrator typed mean; raises `ValueError` for what means none.

    Microsoft's "common" and "organizations" are refused: everybody with a Microsoft account would be let in, and
    the tokens have another issuer for each tenant, so that none could be checked.
    """
    text = given.strip()
    if preset == "google":
        return GOOGLE
    if preset == "microsoft":
        return _microsoft(text)
    if preset == "github":
        text = (text or GITHUB).rstrip("/")
    if preset == "keycloak":
        text = text.rstrip("/")
    if not (_REALM if preset == "keycloak" else _ADDRESS).fullmatch(text):
        raise ValueError("an address is needed")
    return text


def github_api(issuer: str) -> str:
    """Where GitHub's API is: a host of its own at github.com, a path at GitHub Enterprise."""
    return "https://api.github.com" if issuer == GITHUB else f"{issuer}/api/v3"


def _microsoft(text: str) -> str:
    tenant = text.removeprefix(MICROSOFT).split("/")[0].lower()
    if not _TENANT.fullmatch(tenant):
        raise ValueError("the tenant's id is needed")
    return f"{MICROSOFT}{tenant}/v2.0"
