"""Runs before every event of every page, also before Reflex's own: who, how often, how much."""

import logging

import reflex as rx
from reflex.event import Event
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate

from chat_app.container import services
from chat_app.errors import LimitReachedError, NotAuthenticatedError
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.rates import TokenBuckets
from chat_app.state.shared.arguments import is_reasonable
from chat_app.state.shared.background_runs import end_background_runs
from chat_app.state.shared.reflex_internals import is_from_browser, knock_of, root_of, tab_of
from chat_app.state.shared.refusals import ANOTHER_TAB, NOBODY, note_dropped

logger = logging.getLogger(__name__)

EVENTS_PER_SECOND = 20
EVENTS_AT_ONCE = 60

# Reflex registers a setter by name for every state. None of ours is meant to be reached that way.
REFUSED_EVENTS = frozenset({"setvar"})


class BindingState(rx.State):
    """Whose page this is. The tab's token says nothing about that: whoever presents it gets the tab's state."""

    _whose: str = ""
    """The person and their role: with another role, too, the page begins anew."""


class EventGuard(Middleware):
    """Lets an event through, or answers it with nothing."""

    def __init__(self) -> None:
        self._rates = TokenBuckets(EVENTS_PER_SECOND, EVENTS_AT_ONCE)

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """None lets the event run; an empty update ends it."""
        try:
            actor = await services().accounts.authenticate(knock_of(state))
        except NotAuthenticatedError:
            logger.warning("Refused event %s: nobody is signed in", event.name)
            await note_dropped(NOBODY)
            return StateUpdate()
        from_browser = is_from_browser(event)
        if not await self._is_bound(state, actor, may_bind=from_browser):
            logger.warning("Dropped event %s of somebody who had this tab before", event.name)
            await note_dropped(ANOTHER_TAB, actor)
            return StateUpdate()
        if from_browser and not (self._is_fine(event, actor) and await self._is_within_limit(event, actor)):
            return StateUpdate()
        return None

    @staticmethod
    async def _is_within_limit(event: Event, actor: Actor) -> bool:
        try:
            await services().limits.request(actor)
        except LimitReachedError:
            logger.warning("Dropped event %s: the limit of requests is reached", event.name)
            return False
        return True

    def _is_fine(self, event: Event, actor: Actor) -> bool:
        if not self._rates.take(actor.user_id):
            logger.warning("Dropped event %s: too many at once", event.name)
            return False
        if event.name.rpartition(".")[2] in REFUSED_EVENTS or not is_reasonable(event.payload):
            logger.warning("Dropped event %s: not a payload of ours", event.name)
            return False
        return True

    @staticmethod
    async def _is_bound(state: BaseState, actor: Actor, *, may_bind: bool) -> bool:
        """Whether the tab's state belongs to `actor`; a browser that brings another person, or one with another role, gets an empty one."""
        binding, whose = await state.get_state(BindingState), f"{actor.user_id} {actor.role}"
        if binding._whose == whose:
            return True
        if binding._whose and not may_bind:
            return False
        if binding._whose:
            end_background_runs(tab_of(state))
            root_of(state).reset()
            binding = await state.get_state(BindingState)
        binding._whose = whose
        return True
