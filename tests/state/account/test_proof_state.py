"""An event that asks for a recent proof waits for it, and runs again once."""

from __future__ import annotations

import reflex as rx

from chat_app.services.accounts.proof import ProofNeededError
from chat_app.state.account.account_state import AccountState
from chat_app.state.account.proof_state import ProofState
from chat_app.state.shared.guards import signed_in
from chat_app.state.shared.proof_wish import ProofWish
from tests.state.account.conftest import People


class DangerousState(rx.State):
    """A handler as those of administration are."""

    done: rx.Field[list[str]] = rx.field(default_factory=list)
    _proved: bool = False

    @rx.event
    @signed_in(permission="account")
    async def act(self, name: str, times: int = 1):
        """Needs a proof."""
        if not self._proved:
            raise ProofNeededError
        self.done = [*self.done, name * times]


async def test_the_page_is_asked_and_the_event_runs_again_with_its_arguments(someone: People) -> None:
    _, tab = await someone("ben")
    await tab.call(DangerousState.act, "x", 2)
    wish, state = tab.state(ProofWish), tab.state(DangerousState)
    assert (wish.serial, state.done, tab.notice) == (1, [], "")
    state._proved = True
    event = await tab.call(ProofState.repeat)
    assert event.handler.fn.__name__ == "act"
    arguments = [str(value) for _, value in event.args]
    assert arguments == ['"x"', "2"]


async def test_it_runs_again_only_once(someone: People) -> None:
    _, tab = await someone("ben")
    await tab.call(DangerousState.act, "x")
    assert await tab.call(ProofState.repeat) is not None
    assert await tab.call(ProofState.repeat) is None


async def test_only_the_last_one_is_kept(someone: People) -> None:
    _, tab = await someone("ben")
    await tab.call(DangerousState.act, "first")
    await tab.call(DangerousState.act, "last")
    assert tab.state(ProofWish).serial == 2
    event = await tab.call(ProofState.repeat)
    assert str(event.args[0][1]) == '"last"'


async def test_nothing_was_asked_for(someone: People) -> None:
    _, tab = await someone("ben")
    assert await tab.call(ProofState.repeat) is None


async def test_a_page_that_is_loaded_anew_asks_for_nothing(someone: People) -> None:
    _, tab = await someone("ben")
    await tab.call(DangerousState.act, "x")
    await tab.call(AccountState.load)
    assert tab.state(ProofWish).serial == 0
    assert await tab.call(ProofState.repeat) is None
