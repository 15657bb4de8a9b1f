"""The dialog's links."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chat_app.container import services
from chat_app.state.chat.composer_state import ComposerState
from chat_app.state.sharing.share_state import ShareState
from tests.state.conftest import Tab


async def test_make_list_revoke(tab: Tab, settled: Callable[[], Any]) -> None:
    await tab.call(ComposerState.submit, "Hello", "key-1", "")
    await settled()
    chat = tab.conversation.current_id
    await tab.call(ShareState.create, chat, "branch", 0)
    state = tab.state(ShareState)
    assert state.new_path.startswith("/s/")
    (link,) = state.shares
    assert (link.scope, link.ends_label, link.active) == ("branch", "valid until revoked", True)
    assert "Good morning." in await services().shares.page(state.new_path.removeprefix("/s/"), "en")
    await tab.call(ShareState.revoke, link.id)
    assert (state.new_path, state.shares[0].active, state.shares[0].ends_label) == ("", False, "revoked")


async def test_a_wrong_choice_is_refused(tab: Tab) -> None:
    await tab.call(ShareState.create, "x", "everything", 7)
    assert tab.notice
    assert tab.state(ShareState).shares == []
