"""What was refused because the person has not proved lately who they are, kept until they have."""

from collections.abc import Callable
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from chat_app.state.shared.reflex_internals import handler_parameters, is_background, unwrapped


class ProofWish(rx.State):
    """`serial` counts the refusals: the page opens its dialog. Only the last one is kept, and it runs once."""

    serial: rx.Field[int] = rx.field(0)
    _state: str = ""
    _handler: str = ""
    _arguments: list[Any] = []

    def _keep(self, state: str, handler: str, arguments: list[Any]) -> None:
        self._state, self._handler, self._arguments = state, handler, arguments
        self.serial += 1

    def _take(self) -> EventSpec | None:
        """The event that was refused, once; nothing when there is none."""
        if not self._handler:
            return None
        handlers = rx.State.get_class_substate(self._state).event_handlers
        event = handlers[self._handler](*self._arguments)
        self._state, self._handler, self._arguments = "", "", []
        return event

    def _forget(self) -> None:
        """A page that was left or loaded anew asks for nothing any more."""
        self.reset()


async def ask_for_proof(state: rx.State, handler: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Let the page ask who is there, and keep the event so that it can run again."""
    names = list(handler_parameters(handler))
    given = dict(zip(names, args, strict=False)) | kwargs
    wanted = [given[name] for name in names if name in given]
    name = type(unwrapped(state)).get_full_name()
    if is_background(state):
        async with state:
            (await state.get_state(ProofWish))._keep(name, handler.__name__, wanted)
    else:
        (await state.get_state(ProofWish))._keep(name, handler.__name__, wanted)
