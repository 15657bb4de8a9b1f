"""The fit check for thousands of models at once, as the list of models shows it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.chat.asked import Asked
from chat_app.services.chat.fit import Needs, ProblemKind, found_problems
from chat_app.services.counting.counter import family_of_card


def problems_by_model(cards: Iterable[ModelCard], asked: Asked, today: date) -> dict[str, list[ProblemKind]]:
    """What each model cannot do; texts are weighed once for all models that count alike."""
    by_weights: dict[tuple[int, ...], Needs] = {}
    found: dict[str, list[ProblemKind]] = {}
    for card in cards:
        family = family_of_card(card)
        if family.weights not in by_weights:
            by_weights[family.weights] = asked.needs(family.estimate)
        kinds: list[ProblemKind] = [problem.kind for problem in found_problems(card, by_weights[family.weights], today)]
        if kinds:
            found[card.id] = kinds
    return found
