"""What `reflex_internals` uses of Reflex, and that its guards run where they should: breaks when a release changes it."""

from __future__ import annotations

import asyncio

import pytest
from reflex.event import Event

from chat_app.errors import InvalidInputError, LimitReachedError
from chat_app.state.chat.sidebar_state import SidebarState
from chat_app.state.shared.arguments import argument_types, checked_arguments, is_reasonable
from chat_app.state.shared.background_runs import MAX_PER_TAB, background_run, end_background_runs
from chat_app.state.shared.reflex_internals import is_background, is_from_browser, knock_of, root_of, tab_of
from tests.fakes.states import tab_state


def test_the_tree_and_its_handshake_are_found_from_any_state():
    root = tab_state(headers={"host": "parley.test", "cookie": "a=b", "origin": "https://parley.test"}, peer="8.8.8.8", token="t")
    leaf = root.get_substate(SidebarState.get_full_name().split("."))
    assert root_of(leaf) is root
    knock = knock_of(leaf)
    assert (knock.peer, knock.scheme, knock.headers["cookie"]) == ("8.8.8.8", "https", "a=b")
    assert tab_of(leaf) == "t"
    assert not is_background(leaf)


def test_a_reset_keeps_the_handshake_and_empties_the_rest():
    root = tab_state()
    sidebar = root.get_substate(SidebarState.get_full_name().split("."))
    sidebar.has_more = True
    root.reset()
    assert not sidebar.has_more
    assert knock_of(root).peer == "127.0.0.1"


def test_events_of_handlers_have_no_socket():
    assert is_from_browser(Event(name="x", router_data={"sid": "s"}))
    assert not is_from_browser(Event(name="x", router_data={"pathname": "/"}))


def test_the_guard_is_first():
    from chat_app.chat_app import app
    from chat_app.state.shared.event_guard import EventGuard

    assert isinstance(app._middlewares[0], EventGuard)
    assert app.api_transformer[-1](None).__class__.__name__ == "SecurityWrapper"


class TestArguments:
    async def handler(self, text: str, count: int = 1, tags: list[str] | None = None):
        """Stands for any handler."""

    def test_are_taken_as_the_handler_says(self):
        assert checked_arguments(TestArguments.handler, ("a",), {"count": 2}) == {"text": "a", "count": 2}

    @pytest.mark.parametrize(
        ("args", "kwargs"),
        [((), {}), ((1,), {}), (("a", "1"), {}), (("a", 1.5), {}), (("a", True), {}), (("a", 1, ["x", 1]), {}), (("a",), {"other": 1}), (("a", 1, None, 4), {})],
    )  # fmt: skip
    def test_and_nothing_else(self, args, kwargs):
        with pytest.raises(InvalidInputError):
            checked_arguments(TestArguments.handler, args, kwargs)

    def test_every_handler_of_ours_can_be_checked(self):
        from reflex_base.registry import RegistrationContext

        for entry in RegistrationContext.get().event_handlers.values():
            if entry.handler.fn.__module__.startswith("chat_app."):
                argument_types(entry.handler.fn)

    @pytest.mark.parametrize(
        "payload", [{"a": 2**63}, {"a": float("nan")}, {"a": float("-inf")}, {"a": [0] * 5_001}, [[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]
    )
    def test_unreasonable_payloads(self, payload):
        assert not is_reasonable(payload)

    def test_reasonable_payloads(self):
        assert is_reasonable({"text": "x" * 500_000, "n": -5, "nested": {"a": [1.5, None, True]}})


class TestBackgroundRuns:
    async def test_are_limited_per_tab(self):
        from contextlib import ExitStack

        with ExitStack() as stack:
            for _ in range(MAX_PER_TAB):
                stack.enter_context(background_run("tab"))
            with pytest.raises(LimitReachedError), background_run("tab"):
                pass
            with background_run("another"):
                pass
        with background_run("tab"):
            pass

    async def test_end_when_the_tab_changes_hands(self):
        begun = asyncio.Event()

        async def run() -> None:
            with background_run("tab"):
                begun.set()
                await asyncio.sleep(60)

        task = asyncio.create_task(run())
        await begun.wait()
        end_background_runs("tab")
        with pytest.raises(asyncio.CancelledError):
            await task
