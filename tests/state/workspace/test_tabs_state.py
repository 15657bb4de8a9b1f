"""The tab strip of a page."""

from __future__ import annotations

from chat_app.state.workspace.tabs_state import TabsState
from chat_app.wiring import Services
from tests.state.conftest import Tab


async def opened(tab: Tab, parts: Services, count: int) -> list[str]:
    """The ids of so many new chats that were on show one after the other."""
    actor = await parts.accounts.owner()
    ids = [(await parts.conversations.create(actor)).id for _ in range(count)]
    for conversation_id in ids:
        await tab.call(TabsState.show, conversation_id)
    return ids


def order(tab: Tab) -> list[str]:
    return [view.id for view in tab.state(TabsState).tabs]


async def test_a_chat_on_show_has_a_tab_and_is_seen(tab: Tab, parts: Services) -> None:
    ids = await opened(tab, parts, 2)
    assert order(tab) == ids
    assert not any(view.unread for view in tab.state(TabsState).tabs)


async def test_a_chat_that_is_gone_is_no_error(tab: Tab, parts: Services) -> None:
    await tab.call(TabsState.show, "01a1fde7-2120-7f22-86f2-3cdd0fff4877")
    assert order(tab) == []
    assert tab.notice == ""


async def test_close_and_reopen(tab: Tab, parts: Services) -> None:
    a, b, c = await opened(tab, parts, 3)
    await tab.call(TabsState.close, b, "this")
    assert (order(tab), tab.state(TabsState).closed) == ([a, c], 1)
    await tab.call(TabsState.reopen)
    assert order(tab) == [a, b, c]
    assert (tab.state(TabsState).reopened_id, tab.state(TabsState).reopened) == (b, 1)
    await tab.call(TabsState.reopen)
    assert tab.state(TabsState).reopened == 1


async def test_pin_move_split(tab: Tab, parts: Services) -> None:
    a, b, c = await opened(tab, parts, 3)
    await tab.call(TabsState.pin, c, True)
    await tab.call(TabsState.move, b, 1)
    await tab.call(TabsState.split, a, 40)
    assert [(view.id, view.pinned, view.share) for view in tab.state(TabsState).tabs] == [(c, True, 0), (b, False, 0), (a, False, 40)]


async def test_another_page_follows(tab: Tab, parts: Services) -> None:
    ids = await opened(tab, parts, 1)
    other = Tab()
    await other.call(TabsState.load)
    assert order(other) == ids
    await tab.call(TabsState.close, ids[0], "this")
    await other.call(TabsState.follow)
    assert order(other) == []


async def test_an_unknown_way_of_closing_is_refused(tab: Tab, parts: Services) -> None:
    ids = await opened(tab, parts, 1)
    await tab.call(TabsState.close, ids[0], "everything")
    assert order(tab) == ids
    assert tab.notice
