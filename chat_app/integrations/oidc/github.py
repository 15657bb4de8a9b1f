"""GitHub: OAuth 2.0 and a user API instead of OpenID Connect. The numeric id is the subject, since logins change hands."""

from __future__ import annotations

from typing import Any

from chat_app.integrations.oidc.claims import display_name, verified_email
from chat_app.integrations.oidc.discovery import Metadata
from chat_app.integrations.oidc.port import IdentityProviderError, Registration, RemoteIdentity
from chat_app.integrations.oidc.presets import github_api
from chat_app.integrations.oidc.web import ProviderWeb

SCOPE = "read:user user:email"


def github_metadata(base: str) -> Metadata:
    """GitHub has no discovery; its addresses are documented."""
    return Metadata(base, f"{base}/login/oauth/authorize", f"{base}/login/oauth/access_token", token_auth_methods=("client_secret_post",))


async def identify_github(web: ProviderWeb, registration: Registration, access_token: str) -> RemoteIdentity:
    """Whose token this is; raises `IdentityProviderError`."""
    headers = {"Authorization": f"Bearer {access_token}", "X-GitHub-Api-Version": "2022-11-28"}
    api = github_api(registration.issuer)
    user = await web.get(f"{api}/user", headers)
    number = user.get("id") if isinstance(user, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or number <= 0:
        raise IdentityProviderError("GitHub names nobody")
    email = _primary(await web.get(f"{api}/user/emails", headers))
    return RemoteIdentity(registration.issuer, str(number), email, display_name(user))


def _primary(emails: Any) -> str:
    for entry in emails if isinstance(emails, list) else []:
        if isinstance(entry, dict) and entry.get("primary") is True:
            return verified_email({"email": entry.get("email"), "email_verified": entry.get("verified")}, "github")
    return ""
