"""R12: what of administration the frames of a page hold, for whom."""

from __future__ import annotations

import asyncio
import json
import secrets

from reflex_base.registry import RegistrationContext

from chat_app import models
from chat_app.services.accounts.sessions import hash_token
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from tests.fakes.app_server import built_app
from tests.fakes.reflex_client import ReflexClient, state_name
from tests.security.people import ORIGIN, person

app = built_app()

ADMIN = "chat_app___state___admin___"
USERS = state_name("chat_app.state.admin.users_state", "UsersState")
GATE = state_name("chat_app.state.admin.gate_state", "AdminGateState")
# What the gate answers to those outside it.
SAID = {f"{GATE}.status_rx_state_": ["", "closed"], f"{GATE}.permissions_rx_state_": [[]]}


def of_administration(tab: ReflexClient) -> dict[str, object]:
    """The vars of administration that the server has sent."""
    return {f"{state}.{name}": value for state, delta in tab.state.items() if ADMIN in state for name, value in delta.items()}


def loaders() -> list[str]:
    """Every event of administration that takes nothing but its call."""
    handlers = RegistrationContext.get().event_handlers
    return sorted(name for name in handlers if ADMIN in name and name.rpartition(".")[2] in {"load", "check", "more", "export", "refresh"})


async def test_nothing_of_administration_reaches_others(shared, app_port):
    await person(shared, "boss-canary", "admin")
    for role in ("user", "manager"):
        _, headers = await person(shared, role, role)
        async with ReflexClient(app_port, headers=headers, path="/admin/users") as tab:
            fresh = of_administration(tab)
            assert fresh
            assert len(loaders()) > 8
            for name in loaders():
                await tab.send(name)
                await asyncio.sleep(0.06)
            await asyncio.sleep(0.3)
            assert {
                name: value for name, value in of_administration(tab).items() if value != fresh[name] and value not in SAID.get(name, [])
            } == {}
            assert "boss-canary" not in "".join(tab.frames)


async def test_an_admin_does_see_it(shared, app_port):
    """Else the test above could not fail."""
    _, headers = await person(shared, "boss-canary", "admin")
    async with ReflexClient(app_port, headers=headers, path="/admin/users") as tab:
        await tab.send(f"{USERS}.load")
        await tab.wait(lambda: "boss-canary" in json.dumps(of_administration(tab)))


async def test_the_tab_of_a_former_admin_holds_nothing_any_more(shared, app_port):
    """The tab keeps its token, and the server what the tab was shown: until the role is another one."""
    boss, headers = await person(shared, "boss", "admin")
    await person(shared, "somebody-canary")
    async with ReflexClient(app_port, headers=headers, path="/admin/users") as tab:
        await tab.call(f"{USERS}.load")
        await tab.wait(lambda: "somebody-canary" in "".join(tab.frames))
    token = await demoted(shared, boss.user_id)
    async with ReflexClient(app_port, headers=ORIGIN | {"Cookie": f"parley_session={token}"}, token=tab.token) as later:
        await later.send(f"{GATE}.check")
        await asyncio.sleep(0.3)
        assert "somebody-canary" not in json.dumps(later.frames)


async def demoted(parts, user_id: str) -> str:
    """Take the role, and let the person sign in again."""
    token, now = secrets.token_urlsafe(32), utc_now()
    row = models.LoginSession(id=new_id(), user_id=user_id, token_hash=hash_token(token), created_at=now, last_seen_at=now)

    def write(session) -> None:
        session.get_one(models.User, user_id).role = "user"
        session.add(row)

    await parts.db.write(write)
    parts.accounts.forget_cached()
    return token
