"""Who makes this request: the dependency of every route, and the cookie that answers it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request, Response
from starlette.datastructures import Headers
from starlette.types import Scope

from chat_app.container import services
from chat_app.services.access.matrix import require
from chat_app.services.accounts import Knock
from chat_app.services.accounts.authentication import cookie_name, device_cookie_name
from chat_app.services.accounts.known_devices import LIFETIME_SECONDS
from chat_app.services.accounts.sessions import ABSOLUTE
from chat_app.services.accounts.throttle import network_of
from chat_app.services.kernel.actor import Actor


def knock_of(scope: Scope) -> Knock:
    """What tells who comes, from an ASGI scope whose address and scheme `SecurityWrapper` has settled."""
    headers: dict[str, str] = {}
    for name, value in Headers(scope=scope).items():
        headers[name] = f"{headers[name]}{'; ' if name == 'cookie' else ', '}{value}" if name in headers else value
    client = scope.get("client") or ("", 0)
    return Knock(headers, client[0], scope["scheme"])


async def current_actor(request: Request) -> Actor:
    """The person or program behind a request; raises `NotAuthenticatedError`, and `LimitReachedError` for too many of them."""
    knock, parts = knock_of(request.scope), services()
    if knock.bearer is not None or not parts.settings.without_login:
        await parts.limits.network(network_of(knock.peer))
    actor = await parts.accounts.authenticate(knock)
    # For whoever answers a refusal (`api/refusals.py`): no route can be asked again by then.
    request.state.actor = actor
    await parts.limits.request(actor)
    return actor


CurrentActor = Annotated[Actor, Depends(current_actor)]


def permitted(permission: str) -> Any:
    """The dependency of routes that ask for a permission of `services/access/matrix.toml`."""

    async def check(actor: CurrentActor) -> None:
        require(actor, permission)

    check.required_permission = permission  # type: ignore[attr-defined]
    return Depends(check)


def set_session_cookie(response: Response, scheme: str, token: str) -> None:
    """Hand the session's secret to the browser, where no script can read it."""
    response.set_cookie(
        cookie_name(scheme), token, max_age=int(ABSOLUTE.total_seconds()), path="/", secure=scheme == "https", httponly=True, samesite="lax"
    )


def set_device_cookie(response: Response, scheme: str, value: str) -> None:
    """Mark the browser as one that the account has been used in; it says nothing about who is signed in."""
    if value:
        name = device_cookie_name(scheme)
        response.set_cookie(name, value, max_age=LIFETIME_SECONDS, path="/", secure=scheme == "https", httponly=True, samesite="lax")


def delete_session_cookie(response: Response, scheme: str) -> None:
    """Take it back; only a cookie with the same attributes is the same cookie."""
    response.delete_cookie(cookie_name(scheme), path="/", secure=scheme == "https", httponly=True, samesite="lax")
