"""Every handler is a public endpoint: this decorator makes it ask who calls, and check what it is given.

    @rx.event
    @signed_in
    async def rename(self, conversation_id: str, title: str):
        actor = await current_actor(self)

`@signed_in(permission="…")` names a permission of `services/access/matrix.toml` other than "chat"; it is kept in
`required_permission` for the snapshot of all events in the architecture tests. With `quiet=True` somebody who lacks it
gets nothing instead of a notice: for what pages ask by themselves.
"""

import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import nullcontext
from functools import partial, wraps
from typing import Any, TypeVar, overload

import reflex as rx

from chat_app.container import services
from chat_app.services.access.matrix import require
from chat_app.services.accounts.proof import ProofNeededError
from chat_app.services.kernel.actor import Actor
from chat_app.state.shared.arguments import checked_arguments
from chat_app.state.shared.background_runs import background_run
from chat_app.state.shared.failures import report
from chat_app.state.shared.proof_wish import ask_for_proof
from chat_app.state.shared.reflex_internals import is_background, knock_of, tab_of
from chat_app.state.shared.refusals import note_refusal

PERMISSION_ATTRIBUTE = "required_permission"

Handler = Callable[..., Any]
H = TypeVar("H", bound=Handler)


async def current_actor(state: rx.State) -> Actor:
    """Who sits before this page, asked anew every time; raises `NotAuthenticatedError`."""
    return await services().accounts.authenticate(knock_of(state))


@overload
def signed_in(handler: H) -> H: ...


@overload
def signed_in(*, permission: str, quiet: bool = False) -> Callable[[H], H]: ...


def signed_in(handler: Handler | None = None, *, permission: str = "chat", quiet: bool = False) -> Any:
    """Let only people with a permission call a handler; put it below `@rx.event`.

    Arguments of other types than the handler's are refused. An error becomes a notice on the page; where a recent proof
    is missing, the page asks for it and the handler runs again.
    """
    if handler is None:
        return partial(_guard, permission=permission, quiet=quiet)
    return _guard(handler, permission, quiet=quiet)


def _guard(handler: Handler, permission: str, *, quiet: bool) -> Handler:
    guarded = _guarded_generator(handler, permission) if _yields(handler) else _guarded_call(handler, permission, quiet=quiet)
    vars(guarded)[PERMISSION_ATTRIBUTE] = permission
    return guarded


def _yields(handler: Handler) -> bool:
    return inspect.isasyncgenfunction(handler) or inspect.isgeneratorfunction(handler)


def _guarded_call(handler: Handler, permission: str, *, quiet: bool = False) -> Handler:
    @wraps(handler)
    async def call(self: rx.State, *args: Any, **kwargs: Any) -> Any:
        try:
            actor = await current_actor(self)
            if quiet and permission not in actor.permissions:
                return None
            require(actor, permission)
            with _registered(self):
                result = handler(self, **checked_arguments(handler, args, kwargs))
                return await result if inspect.isawaitable(result) else result
        except ProofNeededError:
            await ask_for_proof(self, handler, args, kwargs)
        except Exception as error:  # noqa: BLE001  (the edge: everything becomes a notice, and bugs a log line)
            await note_refusal(self, handler.__name__, error, args, kwargs)
            await report(self, error)

    return call


def _guarded_generator(handler: Handler, permission: str) -> Handler:
    @wraps(handler)
    async def generate(self: rx.State, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        try:
            require(await current_actor(self), permission)
            with _registered(self):
                events = handler(self, **checked_arguments(handler, args, kwargs))
                async for event in _each(events):
                    yield event
        except ProofNeededError:
            await ask_for_proof(self, handler, args, kwargs)
        except Exception as error:  # noqa: BLE001  (the edge: everything becomes a notice, and bugs a log line)
            await note_refusal(self, handler.__name__, error, args, kwargs)
            await report(self, error)

    return generate


def _registered(state: rx.State):
    return background_run(tab_of(state)) if is_background(state) else nullcontext()


async def _each(events: Any) -> AsyncIterator[Any]:
    """The events of a generator of either kind, which is closed with us."""
    if inspect.isasyncgen(events):
        try:
            async for event in events:
                yield event
        finally:
            await events.aclose()
    else:
        for event in events:
            yield event
