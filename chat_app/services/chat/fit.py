"""Whether what is about to be sent fits a model: problems with their figures and what can be done about each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID, ModelCard
from chat_app.services.catalogue.parameters import divided_parameters
from chat_app.services.chat.context import room_of
from chat_app.services.chat.successors import nearest

MOST_MODELS = 6
"""So many other models are offered."""
SOON = timedelta(days=60)
"""From then on it is said that a model will be withdrawn."""

ProblemKind = Literal[
    "context", "message", "images", "images_before", "audio", "tools", "json", "reasoning", "output", "parameters", "retiring", "withdrawn"
]
Offer = Literal["summarise", "drop_oldest", "pick"]

_OF_PARAMETERS: dict[str, ProblemKind] = {
    "json_mode": "json",
    "reasoning_effort": "reasoning",
    "thinking_budget": "reasoning",
    "max_tokens": "output",
}
"""Parameters that are more than a nuance when a model does not take them."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a request asks of a model. Tokens are our estimate unless `exact`."""

    tokens: int = 0
    """Everything: system prompt, history, files, the message."""
    message_tokens: int = 0
    """Of these what can neither be left out nor summed up: the system prompt and the message with its files."""
    images: int = 0
    """With the message itself."""
    images_before: int = 0
    """In the history that is read."""
    tools: bool = False
    parameters: Mapping[str, object] = field(default_factory=dict)
    audio: int = 0
    """Recordings that are sent as such."""
    exact: bool = False


@dataclass(frozen=True, slots=True)
class FitProblem:
    """One thing that a model cannot do. `blocks`: it is refused; else it is left out or dealt with, and said."""

    kind: ProblemKind
    blocks: bool = False
    tokens: int = 0
    room: int = 0
    """How many tokens the model reads at most, with space left for its answer; of "output", how many it writes at most."""
    over: int = 0
    count: int = 0
    parameters: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    model_ids: tuple[str, ...] = ()
    """Models that have no such problem, the nearest first; of a model that goes, its successor."""
    date: str = ""
    """When the model is withdrawn, or was."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a request and a model go together; without problems it fits."""

    model_id: str
    problems: tuple[FitProblem, ...] = ()
    tokens: int = 0
    """What the request reads."""
    exact: bool = False
    """Whether the vendor's tokenizer counted that; else it is our estimate."""
    room: int = 0
    """How many tokens it may have; 0 where the window is not known."""

    @property
    def blocked(self) -> bool:
        return any(problem.blocks for problem in self.problems)


def fit(card: ModelCard, needs: Needs, others: Sequence[ModelCard] = (), today: date | None = None) -> Fit:
    """Check what is needed against what a model can. `others` are the models to offer instead."""
    problems = tuple(_with_models(problem, card, needs, others, today) for problem in found_problems(card, needs, today))
    return Fit(card.id, problems, needs.tokens, needs.exact, room_of(card) or 0)


def found_problems(card: ModelCard, needs: Needs, today: date | None = None) -> Iterator[FitProblem]:
    """The problems without models to take instead."""
    if length := _length(card, needs):
        yield length
    yield from _abilities(card, needs)
    yield from _parameters(card, needs)
    yield from _future(card, today)


def _length(card: ModelCard, needs: Needs) -> FitProblem | None:
    room = room_of(card)
    if room is None or needs.tokens <= room:
        return None
    if needs.message_tokens > room:
        return FitProblem("message", True, needs.message_tokens, room, needs.message_tokens - room, offers=("pick",))
    return FitProblem("context", False, needs.tokens, room, needs.tokens - room, offers=("summarise", "drop_oldest", "pick"))


def _abilities(card: ModelCard, needs: Needs) -> Iterable[FitProblem]:
    # The built-in assistant says itself what it cannot do.
    if card.id == OFFLINE_MODEL_ID:
        return
    if needs.images and not card.vision:
        yield FitProblem("images", True, count=needs.images, offers=("pick",))
    if needs.images_before and not card.vision:
        yield FitProblem("images_before", count=needs.images_before, offers=("pick",))
    if needs.audio and not card.audio:
        yield FitProblem("audio", True, count=needs.audio, offers=("pick",))
    if needs.tools and not card.tools:
        yield FitProblem("tools", offers=("pick",))


def _parameters(card: ModelCard, needs: Needs) -> Iterable[FitProblem]:
    """What of the chat's parameters the model does not take: that which changes the answer's nature by itself, then the nuances."""
    if card.id == OFFLINE_MODEL_ID or not needs.parameters:
        return
    _, left_out = divided_parameters(card, needs.parameters)
    kinds = {name: _kind(name, needs.parameters[name], card) for name in left_out}
    for kind in ("json", "reasoning", "output", "parameters"):
        names = tuple(name for name in left_out if kinds[name] == kind)
        if names and kind == "output":
            most, wanted = card.max_output_tokens or 0, _whole(needs.parameters["max_tokens"])
            yield FitProblem(kind, tokens=wanted, room=most, over=wanted - most, parameters=names, offers=("pick",))
        elif names:
            yield FitProblem(kind, parameters=names, offers=() if kind == "parameters" else ("pick",))


def _kind(name: str, value: object, card: ModelCard) -> ProblemKind:
    kind = _OF_PARAMETERS.get(name, "parameters")
    if kind == "json" and value is not True:
        return "parameters"
    if kind == "reasoning" and card.reasoning:
        # It does think; only not in this way.
        return "parameters"
    if kind == "output" and not (card.max_output_tokens and _whole(value) > card.max_output_tokens):
        return "parameters"
    return kind


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _future(card: ModelCard, today: date | None) -> Iterable[FitProblem]:
    if today is None or card.retires_on is None or card.retires_on > today + SOON:
        return
    # Lists are at times ahead of the vendor: it is said, and the vendor has the last word.
    yield FitProblem("withdrawn" if card.retires_on <= today else "retiring", offers=("pick",), date=card.retires_on.isoformat())


def _with_models(problem: FitProblem, card: ModelCard, needs: Needs, others: Sequence[ModelCard], today: date | None) -> FitProblem:
    if "pick" not in problem.offers:
        return problem
    fitting = [other for other in others if other.id not in (card.id, OFFLINE_MODEL_ID) and _takes(other, needs, problem, today)]
    ids = [other.id for other in _ranked(problem, card, fitting)]
    offers: tuple[Offer, ...] = problem.offers if ids else tuple(offer for offer in problem.offers if offer != "pick")
    return replace(problem, offers=offers, model_ids=tuple(ids))


def _ranked(problem: FitProblem, card: ModelCard, fitting: Sequence[ModelCard]) -> Sequence[ModelCard]:
    if problem.kind in ("retiring", "withdrawn"):
        return nearest(card, fitting)[:1]
    return sorted(fitting, key=lambda other: other.provider != card.provider)[:MOST_MODELS]


def _takes(other: ModelCard, needs: Needs, problem: FitProblem, today: date | None) -> bool:
    """Whether another model can do all that matters, and has not this problem either."""
    hard = _length(other, needs) is None and not list(_abilities(other, needs)) and not list(_future(other, today))
    return hard and all(own.kind != problem.kind for own in _parameters(other, needs))
