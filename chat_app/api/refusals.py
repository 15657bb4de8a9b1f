"""Refused requests leave an entry in the audit log."""

from __future__ import annotations

from fastapi import Request

from chat_app.container import services
from chat_app.errors import AppError, NotAllowedError, NotFoundError
from chat_app.integrations.http.addresses import AddressRefusedError
from chat_app.services.kernel.actor import Actor

API = "/api/v1/"


async def note_refusal(request: Request, error: AppError) -> None:
    """Record that somebody was refused a thing that is not theirs, an act that is not for them, or an address; never fails."""
    actor = getattr(request.state, "actor", None)
    if not isinstance(actor, Actor) or not isinstance(error, NotFoundError | NotAllowedError | AddressRefusedError):
        return
    path, route = request.url.path, getattr(request.scope.get("route"), "path", "")
    ids = list(request.path_params.values())
    # What names no object and is merely not there, such as a page of a list, is no refusal.
    if not path.startswith(API) or (isinstance(error, NotFoundError) and not ids and not path.startswith(f"{API}admin")):
        return
    await services().refusals.note(
        actor,
        "route",
        f"{request.method} {route if route.startswith(API) else API.rstrip('/') + route}",
        str(ids[-1]) if ids else "",
        reason=error.key,
    )
