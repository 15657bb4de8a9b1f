"""Whether what is about to be sent fits a model: problems with their figures and what can be done about each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID, ModelCard
from chat_app.services.catalogue.parameters import divided_parameters
from chat_app.services.chat.context import room_of

MOST_MODELS = 6
"""So many other models are offered."""

ProblemKind = Literal["context", "message", "images", "images_before", "tools", "parameters"]
Offer = Literal["summarise", "drop_oldest", "pick"]


@dataclass(frozen=True, slots=True)
class Needs:
    """What a request asks of a model. Tokens are our estimate."""

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


@dataclass(frozen=True, slots=True)
class FitProblem:
    """One thing that a model cannot do. `blocks`: it is refused; else it is left out or dealt with, and said."""

    kind: ProblemKind
    blocks: bool = False
    tokens: int = 0
    room: int = 0
    """How many tokens the model reads at most, with space left for its answer."""
    over: int = 0
    count: int = 0
    parameters: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    model_ids: tuple[str, ...] = ()
    """Models that have no such problem, the nearest first."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How a request and a model go together; without problems it fits."""

    model_id: str
    problems: tuple[FitProblem, ...] = ()

    @property
    def blocked(self) -> bool:
        return any(problem.blocks for problem in self.problems)


def fit(card: ModelCard, needs: Needs, others: Sequence[ModelCard] = ()) -> Fit:
    """Check what is needed against what a model can. `others` are the models to offer instead."""
    found = tuple(problem for problem in (_length(card, needs), *_abilities(card, needs), _parameters(card, needs)) if problem)
    return Fit(card.id, tuple(_with_models(problem, card, needs, others) for problem in found))


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
    if needs.tools and not card.tools:
        yield FitProblem("tools", offers=("pick",))


def _parameters(card: ModelCard, needs: Needs) -> FitProblem | None:
    _, left_out = divided_parameters(card, needs.parameters)
    return FitProblem("parameters", parameters=left_out) if left_out else None


def _with_models(problem: FitProblem, card: ModelCard, needs: Needs, others: Sequence[ModelCard]) -> FitProblem:
    if "pick" not in problem.offers:
        return problem
    fitting = [other for other in others if other.id not in (card.id, OFFLINE_MODEL_ID) and _takes(other, needs)]
    nearest = sorted(fitting, key=lambda other: other.provider != card.provider)[:MOST_MODELS]
    offers: tuple[Offer, ...] = problem.offers if nearest else tuple(offer for offer in problem.offers if offer != "pick")
    return replace(problem, offers=offers, model_ids=tuple(other.id for other in nearest))


def _takes(card: ModelCard, needs: Needs) -> bool:
    return _length(card, needs) is None and not list(_abilities(card, needs))
