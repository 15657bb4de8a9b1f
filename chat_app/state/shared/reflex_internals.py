"""What we use of Reflex that it does not promise to keep; `tests/security/test_reflex_contract.py` watches over it."""

import inspect
from collections.abc import Callable
from typing import Any

from reflex.event import Event
from reflex.state import BaseState

from chat_app.services.accounts import Knock


def root_of(state: BaseState) -> BaseState:
    """The root of the state tree of this tab, also from inside a background handler."""
    return unwrapped(state)._get_root_state()


def unwrapped(state: BaseState) -> BaseState:
    """The state itself, where Reflex hands out a proxy to a background handler."""
    return getattr(state, "__wrapped__", state)


def knock_of(state: BaseState) -> Knock:
    """The handshake of the websocket behind this event: written by the server, not by the page."""
    router_data = root_of(state).router_data
    headers: dict[str, str] = router_data.get("headers", {})
    # The handshake does not say whether it came over TLS; the page's own origin does, and only chooses the cookie's name.
    scheme = "https" if headers.get("origin", "").startswith("https:") else "http"
    return Knock(headers, router_data.get("ip", ""), scheme)


def tab_of(state: BaseState) -> str:
    """Reflex's token of the tab: an address for updates, never an identity."""
    return root_of(state).router_data.get("token", "")


def is_from_browser(event: Event) -> bool:
    """Whether a browser sent this event; those that handlers chain have no socket id of their own."""
    return "sid" in event.router_data


def is_background(state: BaseState) -> bool:
    """Whether `state` is what Reflex hands to a background handler."""
    return hasattr(state, "__wrapped__")


def handler_parameters(handler: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    """The parameters of a handler that a browser fills."""
    parameters = dict(inspect.signature(handler).parameters)
    parameters.pop(next(iter(parameters)))
    return parameters
