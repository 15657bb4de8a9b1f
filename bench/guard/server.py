"""`python -m bench.guard.server PORT on|off`: the app with people who have accounts, with or without the guard before events.

The limits on events are lifted in both, or they would be what is measured. Prints the cookie of somebody signed in.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import sys

import uvicorn

from chat_app import db, models
from chat_app.services.access.policy import Limits
from chat_app.services.accounts.sessions import hash_token
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.site.queries import write_setting
from chat_app.services.site.sections import UsageLimits
from chat_app.settings import get_settings

UNLIMITED = 1_000_000


def main() -> None:
    port, guard = int(sys.argv[1]), sys.argv[2]
    os.environ |= {"__REFLEX_SKIP_COMPILE": "true", "REFLEX_ENV_MODE": "prod"}
    db.migrate(get_settings().sqlalchemy_url)
    app = _app(guarded=guard == "on")
    print(asyncio.run(_signed_in()), flush=True)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", ws="websockets-sansio", loop="uvloop", ws_per_message_deflate=False)


def _app(*, guarded: bool):
    from chat_app.api import websocket_door  # noqa: PLC0415  (Reflex reads the environment when it is imported)
    from chat_app.chat_app import app  # noqa: PLC0415
    from chat_app.state.shared import event_guard  # noqa: PLC0415

    websocket_door.FRAMES_PER_SECOND = websocket_door.FRAMES_AT_ONCE = UNLIMITED
    app._middlewares = [one for one in app._middlewares if not isinstance(one, event_guard.EventGuard)]  # noqa: SLF001  (nothing public takes one out)
    if guarded:
        event_guard.EVENTS_PER_SECOND = event_guard.EVENTS_AT_ONCE = UNLIMITED
        app.add_middleware(event_guard.EventGuard(), index=0)
    return app()


async def _signed_in() -> str:
    """The cookie of an administrator who has just signed in."""
    from chat_app.container import services  # noqa: PLC0415

    no_limits = UsageLimits(limits=Limits()).model_dump_json()
    await services().db.write(lambda session: write_setting(session, UsageLimits.name, no_limits, utc_now()))
    owner, now, token = await services().accounts.owner(), utc_now(), secrets.token_urlsafe(32)
    row = models.LoginSession(id=new_id(), user_id=owner.user_id, token_hash=hash_token(token), created_at=now, last_seen_at=now)
    await services().db.write(lambda session: session.add(row))
    return token


if __name__ == "__main__":
    main()
