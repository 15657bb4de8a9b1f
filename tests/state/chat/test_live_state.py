"""The watcher of each tab: one while it is connected, none afterwards, one again when it comes back."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat_app.container import override_services
from chat_app.settings import Settings
from chat_app.state.announcements.banner_state import BannerState
from chat_app.state.chat.live_state import followers_of
from chat_app.state.shared import background_runs
from chat_app.wiring import build_services
from tests.fakes.app_server import built_app, serving
from tests.fakes.reflex_client import ReflexClient, state_name
from tests.waiting import eventually

built_app()

COMPOSER = state_name("chat_app.state.chat.composer_state", "ComposerState")
CONVERSATION = state_name("chat_app.state.chat.conversation_state", "ConversationState")
SIDEBAR = state_name("chat_app.state.chat.sidebar_state", "SidebarState")
NAVIGATED = "reflex___state____state.reflex___state____on_load_internal_state.on_load_internal"
ORIGIN = {"Origin": "http://localhost:3000"}


@pytest.fixture
def port(tmp_path: Path, empty_database: Path) -> Iterator[int]:
    """The whole app, served from a thread."""
    shutil.copy(empty_database, tmp_path / "parley.db")
    with override_services(build_services(Settings(data_dir=tmp_path, title_generation=False))), serving(built_app()) as port:
        yield port


def watchers(token: str) -> int:
    return len(background_runs._runs.get(token, ()))


class TestWatch:
    async def test_begins_and_ends_with_the_connection(self, port: int) -> None:
        tab = ReflexClient(port, headers=ORIGIN)
        await tab.connect()
        await eventually(lambda: watchers(tab.token) == 1)
        await tab.close()
        await eventually(lambda: watchers(tab.token) == 0)
        async with ReflexClient(port, token=tab.token, headers=ORIGIN):
            await eventually(lambda: watchers(tab.token) == 1)
            await asyncio.sleep(0.3)
            assert watchers(tab.token) == 1

    async def test_another_page_in_the_tab_does_not_add_one(self, port: int) -> None:
        async with ReflexClient(port, headers=ORIGIN) as tab:
            await eventually(lambda: watchers(tab.token) == 1)
            for _ in range(3):
                await tab.send(NAVIGATED)
            await asyncio.sleep(0.5)
            assert watchers(tab.token) == 1

    async def test_brings_what_another_tab_did(self, port: int) -> None:
        async with ReflexClient(port, headers=ORIGIN) as one, ReflexClient(port, headers=ORIGIN) as two:
            await eventually(lambda: watchers(two.token) == 1)
            await one.send(f"{COMPOSER}.submit", {"text": "Hello there", "key": "live-1", "conversation_id": ""})
            await two.wait(lambda: any(row["title"] == "Hello there" for row in two.var(SIDEBAR, "chats", [])))


def test_an_access_to_the_chats_is_told_on_open_pages() -> None:
    # That is how services tell that one was opened, or has ended.
    assert BannerState.load in followers_of({"settings"})
