"""Talks to providers: JSON in, JSON out, through the one outbound client."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from yarl import URL

from chat_app.integrations.http.addresses import AddressRefusedError
from chat_app.integrations.http.guard import HostPort
from chat_app.integrations.http.outbound import Fetched, OutboundClient
from chat_app.integrations.oidc.port import IdentityProviderError

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class ProviderWeb:
    """Administrators set these addresses, so the operator's allow-list counts; without encryption only what stands on it."""

    def __init__(self, outbound: OutboundClient, own_network: frozenset[HostPort]) -> None:
        self._outbound = outbound
        self._own_network = own_network

    def checked(self, url: object) -> str:
        """`url` if a sign-in may go there; raises `IdentityProviderError`."""
        try:
            parsed = URL(url) if isinstance(url, str) else URL()
            is_ours = (parsed.host, parsed.port) in self._own_network
        except ValueError:
            raise IdentityProviderError("an address of the provider cannot be read") from None
        if parsed.host and (parsed.scheme == "https" or (parsed.scheme == "http" and is_ours)):
            return str(url)
        raise IdentityProviderError("an address of the provider is not https")

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
        """The JSON at `url`; raises `IdentityProviderError`."""
        try:
            fetched = await self._outbound.get(self.checked(url), accept=JSON, headers=headers, set_by_admin=True)
        except AddressRefusedError:
            raise IdentityProviderError(f"no answer from {URL(url).host}") from None
        return _json(fetched)

    async def post(self, url: str, form: str, headers: Mapping[str, str]) -> dict[str, Any]:
        """The JSON object that answers a form; raises `IdentityProviderError`."""
        try:
            fetched = await self._outbound.post(
                self.checked(url), form.encode(), content_type=FORM, accept=JSON, headers=headers, set_by_admin=True
            )
        except AddressRefusedError:
            raise IdentityProviderError(f"no answer from {URL(url).host}") from None
        answer = _json(fetched)
        if not isinstance(answer, dict):
            raise IdentityProviderError("the provider's answer is no JSON object")
        return answer


def _json(fetched: Fetched) -> Any:
    try:
        answer = json.loads(fetched.body)
    except (ValueError, RecursionError):
        raise IdentityProviderError(f"status {fetched.status} without JSON") from None
    if fetched.status != 200:
        error = answer.get("error") if isinstance(answer, dict) else None
        raise IdentityProviderError(f"status {fetched.status}: {str(error)[:60]}")
    return answer
