"""R1 to R13: Reflex's websocket, attacked with its own protocol."""

from __future__ import annotations

import asyncio
import json
import logging
import statistics
import time

import pytest
import websockets
from reflex_base.registry import RegistrationContext

from chat_app import models
from chat_app.api.websocket_door import FRAMES_PER_SECOND
from chat_app.log_filter import PrivacyFilter
from tests.fakes.app_server import built_app
from tests.fakes.reflex_client import ROOT, ReflexClient, state_name
from tests.security.conftest import PASSWORD, password_set, visit
from tests.security.people import ORIGIN, person
from tests.waiting import PATIENCE, eventually

app = built_app()

SIDEBAR = state_name("chat_app.state.chat.sidebar_state", "SidebarState")
CONVERSATION = state_name("chat_app.state.chat.conversation_state", "ConversationState")
PREFERENCES = state_name("chat_app.state.account.preferences_state", "PreferencesState")
NOTICES = state_name("chat_app.state.shared.notices", "NoticeState")


def our_handlers() -> list[str]:
    handlers = RegistrationContext.get().event_handlers
    return sorted(name for name, entry in handlers.items() if entry.handler.fn.__module__.startswith("chat_app."))


async def refused(port: int, **connection) -> bool:
    client = ReflexClient(port, **connection)
    try:
        await client.connect()
    except websockets.InvalidStatus as error:
        return error.response.status_code == 403
    await client.close()
    return False


class TestHandshake:
    @pytest.mark.parametrize(
        "origin", ["https://evil.test", "null", "http://localhost:3000.evil.test", "https://localhost:3000", "http://localhost:9999", ""]
    )
    async def test_refuses_other_websites(self, local, app_port, origin):
        assert await refused(app_port, headers={"Origin": origin})

    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    async def test_refuses_what_the_browser_calls_foreign(self, local, app_port, site):
        assert await refused(app_port, headers=ORIGIN | {"Sec-Fetch-Site": site})

    @pytest.mark.parametrize("host", ["evil.test:3000", "localhost:9999"])
    async def test_refuses_other_names(self, local, app_port, host):
        assert await refused(app_port, host=host)

    @pytest.mark.parametrize("headers", [{}, ORIGIN, {"Origin": "http://127.0.0.1:3000"}])
    async def test_takes_programs_and_pages_of_this_machine(self, local, app_port, headers):
        assert not await refused(app_port, headers=headers)

    @pytest.mark.parametrize("cookie", ["", "parley_session=x", "token=abc", "parley_session=;"])
    async def test_needs_a_session_on_a_network(self, networked, app_port, cookie):
        assert await refused(app_port, headers=ORIGIN | {"Cookie": cookie})

    async def test_polling_is_not_offered(self, local, app_port):
        reader, writer = await asyncio.open_connection("127.0.0.1", app_port)
        writer.write(b"GET /_event/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost:3000\r\nConnection: close\r\n\r\n")
        assert (await reader.read()).split()[1] in {b"400", b"404"}
        writer.close()


class TestGuard:
    async def test_no_event_at_all_runs_for_strangers(self, networked):
        """The door refuses them already; the guard would if it did not."""
        from reflex.event import Event

        from chat_app.chat_app import app
        from chat_app.state.shared.event_guard import EventGuard
        from tests.fakes.states import tab_state

        state = tab_state(headers={"host": "localhost:3000", "cookie": "parley_session=x"})
        names = list(RegistrationContext.get().event_handlers)
        assert len(names) > 40
        for name in names:
            update = await EventGuard().preprocess(app, state, Event(name=name))
            assert update is not None
            assert (update.delta, update.events) == ({}, [])

    async def test_every_handler_of_ours_names_its_permission(self):
        handlers = RegistrationContext.get().event_handlers
        assert our_handlers()
        assert [name for name in our_handlers() if not getattr(handlers[name].handler.fn, "required_permission", "")] == []

    async def test_the_token_of_a_tab_opens_nothing(self, shared, app_port):
        """R3: somebody else's tab token with one's own cookie."""
        first, first_headers = await person(shared, "first")
        _, second_headers = await person(shared, "second")
        secret = await shared.conversations.create(first)
        await shared.conversations.rename(first, secret.id, "CANARY")
        async with ReflexClient(app_port, headers=first_headers) as victim:
            await victim.wait(lambda: "CANARY" in json.dumps(victim.state))
        for boot in ("hydrate_and_load", "hydrate", ""):
            attacker = ReflexClient(app_port, headers=second_headers, token=victim.token)
            await attacker.connect("" if boot == "hydrate" else boot)
            if boot == "hydrate":
                await attacker.send(f"{ROOT}.hydrate")
            await attacker.call(f"{SIDEBAR}.load") if boot != "hydrate" else await attacker.wait(lambda: attacker.frames)  # noqa: B023
            await asyncio.sleep(0.3)
            await attacker.close()
            assert "CANARY" not in "".join(attacker.frames)

    async def test_a_foreign_address_shows_nothing(self, shared, app_port):
        """R7: the page's path comes from the browser, so it proves nothing."""
        first, _ = await person(shared, "first")
        _, second_headers = await person(shared, "second")
        secret = await shared.conversations.create(first)
        await shared.conversations.rename(first, secret.id, "CANARY")
        async with ReflexClient(app_port, headers=second_headers, path=f"/c/{secret.id}") as attacker:
            forged = {"pathname": f"/c/{secret.id}", "query": {"conversation_id": secret.id}, "headers": {"cookie": "x"}, "ip": "127.0.0.1"}
            await attacker.send(f"{CONVERSATION}.load", router_data=forged)
            await attacker.send(f"{CONVERSATION}.open_conversation", {"conversation_id": secret.id})
            await attacker.send(f"{SIDEBAR}.rename", {"conversation_id": secret.id, "title": "taken"})
            await attacker.send(f"{SIDEBAR}.delete", {"conversation_id": secret.id})
            await asyncio.sleep(0.5)
            assert "CANARY" not in "".join(attacker.frames)
        assert (await shared.conversations.get(first, secret.id)).title == "CANARY"

    async def test_a_revoked_session_ends_at_once_for_events_and_soon_for_the_socket(self, networked, app_port, monkeypatch):
        """R8."""
        monkeypatch.setattr("chat_app.api.websocket_door.RECHECK_SECONDS", 0.2)
        await password_set(networked)
        token = (await networked.accounts.sign_in("", PASSWORD, visit("127.0.0.1"))).token
        async with ReflexClient(app_port, headers=ORIGIN | {"Cookie": f"parley_session={token}"}) as tab:
            await tab.call(f"{PREFERENCES}.choose_theme", {"theme": "dark"})
            await networked.accounts.sign_out(token)
            await tab.send(f"{PREFERENCES}.choose_theme", {"theme": "light"})
            async with asyncio.timeout(PATIENCE):
                await tab.closed.wait()
        assert (await networked.accounts.preferences(await networked.accounts.owner())).theme == "dark"

    async def test_secrets_of_the_handshake_stay_on_the_server(self, networked, app_port):
        """R11, R12: neither cookies nor what a proxy adds for us."""
        await password_set(networked)
        token = (await networked.accounts.sign_in("", PASSWORD, visit("127.0.0.1"))).token
        headers = ORIGIN | {"Cookie": f"parley_session={token}", "X-Internal-Token": "CANARY-A", "Authorization": "Basic CANARY-B"}
        async with ReflexClient(app_port, headers=headers) as tab:
            await tab.call(f"{SIDEBAR}.load")
            frames = "".join(tab.frames)
        assert token not in frames
        assert "CANARY" not in frames
        assert (await networked.accounts.owner()).user_id not in frames

    async def test_no_state_lives_in_the_browser(self):
        from reflex.istate.storage import ClientStorageBase

        stored = [
            f"{name}.{field}"
            for name, state in RegistrationContext.get().base_states.items()
            for field, entry in state.get_fields().items()
            if isinstance(entry.default_value(), ClientStorageBase)
        ]
        assert stored == []


HOSTILE = [
    [], {}, None, True, 1, 0.5, "x" * 250_000, "\0", "\ud800", ["x"], {"a": "b"}, 10**400, float("nan"), float("inf"), -(10**20), "../../etc/passwd",
    "' OR 1=1 --", "<script>alert(1)</script>", {"__proto__": {"x": 1}}, [[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]], [1] * 6_000,
]  # fmt: skip


class TestArguments:
    """R5, R6: whatever a browser sends, nothing breaks and nothing changes."""

    @pytest.fixture(autouse=True)
    def _no_limit(self, monkeypatch):
        monkeypatch.setattr("chat_app.services.kernel.rates.TokenBuckets.take", lambda self, key: True)

    async def test_hostile_values_change_nothing(self, local, app_port, caplog):
        owner = await local.accounts.owner()
        await local.conversations.create(owner)
        before = await _contents(local)
        handlers = RegistrationContext.get().event_handlers
        async with ReflexClient(app_port) as tab:
            for name in our_handlers():
                parameters = [key for key in handlers[name].handler._parameters if key != "self"]
                for value in HOSTILE if parameters else []:
                    # All of it together has to fit into one frame of the websocket.
                    fitting = value[: 900_000 // len(parameters)] if isinstance(value, str) else value
                    await tab.send(name, dict.fromkeys(parameters, fitting))
                assert not tab.closed.is_set(), name
                await tab.send(name, {"surplus": 1})
                await tab.send(name, {parameters[0]: "only one"} if len(parameters) > 1 else {"x": 1, "y": 2})
            await tab.call(f"{PREFERENCES}.choose_theme", {"theme": "light"})
            await tab.wait(lambda: tab.var(state_name("chat_app.state.shared.reader", "ReaderState"), "theme") == "light", 30)
        after = await _contents(local)
        assert after["conversations"] == before["conversations"]
        assert after["messages"] == []
        assert [entry for entry in caplog.messages if entry.startswith("Unexpected error")] == []

    @pytest.mark.parametrize("name", ["update_vars_internal_state.update_vars_internal", "hydrate_and_load"])
    async def test_vars_of_the_browser_are_refused_or_harmless(self, local, app_port, name):
        async with ReflexClient(app_port) as tab:
            full = f"{ROOT}.reflex___state____{name}" if "." in name else f"{ROOT}.{name}"
            for variables in ({"x": {"a": 1}}, {f"{NOTICES}.text_rx_state_": "CANARY"}, {f"{SIDEBAR}._cursor": "CANARY"}, [], "x", None):
                await tab.send(full, {"vars": variables})
            await tab.send(f"{NOTICES}.setvar", {"var_name": "text", "value": "CANARY"})
            await tab.call(f"{SIDEBAR}.load")
            await asyncio.sleep(0.2)
            assert "CANARY" not in "".join(tab.frames)

    async def test_an_error_is_a_sentence_in_the_readers_language(self, local, app_port):
        async with ReflexClient(app_port, headers={"Accept-Language": "de"}) as tab:
            await tab.send(f"{PREFERENCES}.choose_theme", {"theme": "pink"})
            await tab.wait(lambda: "Nichts wurde" in tab.var(NOTICES, "text", ""))

    async def test_a_bug_shows_only_a_reference(self, local, app_port, monkeypatch):
        async def broken(*_args, **_kwargs):
            raise RuntimeError("CANARY")

        monkeypatch.setattr("chat_app.services.accounts.service.AccountService.save_preferences", broken)
        async with ReflexClient(app_port) as tab:
            await tab.send(f"{PREFERENCES}.choose_theme", {"theme": "dark"})
            await tab.wait(lambda: "Reference" in tab.var(NOTICES, "text", ""))
            assert "CANARY" not in "".join(tab.frames)
            assert tab.events == []


async def _contents(parts) -> dict[str, list[dict]]:
    from sqlmodel import select

    tables = {"conversations": models.Conversation, "messages": models.Message}
    return await parts.db.read(
        lambda db: {name: [row.model_dump() for row in db.exec(select(table)).all()] for name, table in tables.items()}
    )


class TestFlood:
    """R9, R10."""

    async def test_one_socket_cannot_keep_the_others_waiting(self, shared, app_port):
        _, flooder_headers = await person(shared, "flooder")
        _, other_headers = await person(shared, "other")
        async with ReflexClient(app_port, headers=other_headers) as other:
            calm = [await _answer_time(other, theme) for theme in ("dark", "light") * 5]
            flooder = await ReflexClient(app_port, headers=flooder_headers).connect()
            flood = asyncio.create_task(_flood(flooder, 20_000))
            busy = [await _answer_time(other, theme) for theme in ("dark", "light") * 5]
            await flood
            async with asyncio.timeout(60):
                await flooder.closed.wait()
        # The machine may be busy with other things, so the measure is the same call just before; a single late one is no sign.
        assert statistics.median(busy) < max(1, 10 * statistics.median(calm))

    async def test_a_person_has_so_many_events_a_second(self, local, app_port, caplog):
        async with ReflexClient(app_port) as tab:
            before, begun = tab.updates, time.monotonic()
            for number in range(150):
                await tab.send(f"{PREFERENCES}.choose_theme", {"theme": ("dark", "light")[number % 2]})

            async def is_dropped() -> bool:
                """A busy machine may read slowly enough for the limit: so more than it allows keeps coming.

                Not faster than a socket may talk, though: the server would close it before it reads on.
                """
                await tab.send(f"{PREFERENCES}.choose_theme", {"theme": "dark"})
                await asyncio.sleep(1 / FRAMES_PER_SECOND)
                return any("too many at once" in entry for entry in caplog.messages)

            await eventually(is_dropped)
            await asyncio.sleep(1)
            # 60 at once and 20 a second; a busy machine takes its time to send them.
            assert tab.updates - before < 60 + 25 * (time.monotonic() - begun)

    async def test_one_network_has_so_many_sockets(self, local, app_port, monkeypatch):
        monkeypatch.setattr("chat_app.api.websocket_door.OPEN_PER_NETWORK", 3)
        tabs = [await ReflexClient(app_port).connect() for _ in range(3)]
        assert await refused(app_port)
        await tabs.pop().close()

        async def has_room() -> bool:
            return not await refused(app_port)

        await eventually(has_room)
        for tab in tabs:
            await tab.close()

    async def test_a_huge_frame_closes_the_connection_only(self, local, app_port):
        tab = await ReflexClient(app_port).connect()
        await tab.send(f"{PREFERENCES}.choose_theme", {"theme": "x" * 1_100_000})
        async with asyncio.timeout(PATIENCE):
            await tab.closed.wait()
        assert not await refused(app_port)

    async def test_deep_nesting_is_survived(self, local, app_port):
        async with ReflexClient(app_port) as tab:
            await tab.send_raw('42/_event,["event",' + "[" * 100_000 + "]" * 100_000 + "]")
            await tab.send_raw("42/_event,not json")
            await tab.send_raw("99999")
        assert not await refused(app_port)


async def _answer_time(tab: ReflexClient, theme: str) -> float:
    begun = time.perf_counter()
    await tab.call(f"{PREFERENCES}.choose_theme", {"theme": theme})
    return time.perf_counter() - begun


async def _flood(tab: ReflexClient, count: int) -> int:
    for number in range(count):
        try:
            await tab.send(f"{PREFERENCES}.choose_theme", {"theme": "dark"})
        except websockets.ConnectionClosed:
            return number
    return count


async def test_no_token_and_no_text_reaches_the_log(local, app_port, caplog):
    """R13, with what Reflex itself has to say at its most talkative."""
    caplog.handler.addFilter(PrivacyFilter())
    with caplog.at_level(logging.DEBUG):
        async with ReflexClient(app_port, token="canary-of-the-tab") as tab:
            await tab.send(f"{SIDEBAR}.rename", {"conversation_id": 5, "title": "CANARY"})
            await tab.send(f"{ROOT}.nothing", {"title": "CANARY"})
            await tab.send_raw('42/_event,["event","CANARY"]')
            await asyncio.sleep(0.3)
    assert caplog.text
    assert "CANARY" not in caplog.text
    assert "token=canary" not in caplog.text


async def test_reflexs_own_endpoints_are_closed(local, app_port):
    """R4, on the whole app."""
    import httpx

    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{app_port}", headers={"Host": "localhost:3000"}) as client:
        for path in ("/_upload", "/_upload/x", "/ping", "/_health", "/_all_routes", "/auth-codespace"):
            for method in ("GET", "POST"):
                headers = {"reflex-client-token": "x", "reflex-event-handler": "x"}
                assert (await client.request(method, path, headers=headers)).status_code == 404
        assert (await client.get("/health")).json() == {"status": "ok"}
        preflight = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        for origin in ("https://evil.test", "null", "http://localhost:3000.evil.test", "http://localhost:9999"):
            for method, headers in (("GET", {}), ("POST", {}), ("OPTIONS", preflight)):
                for path in ("/", "/api/v1/me", "/_event/", "/_upload"):
                    answer = await client.request(method, path, headers={"Origin": origin, **headers})
                    assert "access-control-allow-origin" not in answer.headers
