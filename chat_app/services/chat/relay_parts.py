"""What the relay of turns works with. Only the way to a model is needed; each other part adds something to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from chat_app.services.catalogue.dto import ModelCard, Route
from chat_app.services.chat.context import Files
from chat_app.services.chat.planning import Plan
from chat_app.services.counting.counter import TokenCounter
from chat_app.services.counting.plain import NoTokenizers
from chat_app.services.files.turn_files import TurnFiles
from chat_app.services.kernel.actor import Actor
from chat_app.services.routing.dto import Chain


class Router(Protocol):
    """Finds the gateway that serves a model, and what to ask when it fails (the routing)."""

    async def route(self, actor: Actor, model_id: str) -> Route: ...
    async def chain(self, actor: Actor, model_id: str, chat_id: str = "") -> Chain: ...


BeforeTurn = Callable[[Plan, Route, Files | None], Awaitable[Plan]]
"""Called with the route to the model and what is attached to messages; gives the plan to go by (older messages may have to be summarised first)."""
Tell = Callable[..., None]
"""Tells the viewers of an answer where its documents are: the fields of an event."""
CheckFit = Callable[[Plan, Route], Awaitable[None]]
"""Raises where a model that is asked in another one's place cannot do what was asked."""


class Knowledge(Protocol):
    """Knows what documents say (`services/citations/turn_knowledge`)."""

    async def inform(self, plan: Plan, card: ModelCard, files: Files | None, tell: Tell) -> Plan:
        """The plan with what its answer is given of documents; viewers hear of the search."""
        ...


@dataclass(frozen=True, slots=True)
class RelayParts:
    """Without files and tokenizers messages go as text, counted by estimate."""

    router: Router
    before_turn: BeforeTurn | None = None
    check_fit: CheckFit | None = None
    files: TurnFiles | None = None
    counter: TokenCounter = field(default_factory=lambda: TokenCounter(NoTokenizers()))
    knowledge: Knowledge | None = None
