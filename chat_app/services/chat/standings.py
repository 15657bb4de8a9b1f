"""Win rates of models: how often their answers were preferred, and how sure one can be of that."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from math import sqrt

CONFIDENCE_Z = 1.959964
"""Of the normal distribution, for an interval that holds the true rate 95 times out of 100."""

Figures = Sequence[tuple[str, str | None, str | None, str, str, str]]
Costs = Sequence[tuple[str, int | None, int | None]]


@dataclass(frozen=True, slots=True)
class Score:
    """Games and wins; the share of wins with its 95 % interval (Wilson), all None before the first game."""

    games: int = 0
    wins: int = 0
    rate: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class ModelStanding:
    """A model: blind votes, all choices, and what its answers took on average."""

    model_id: str
    votes: Score
    choices: Score
    average_ms: int | None = None
    average_cost_nano: int | None = None


@dataclass(frozen=True, slots=True)
class PairStanding:
    """Two models: decisions between them in which one of the two was preferred. The scores are the first one's."""

    model_id: str
    other_id: str
    votes: Score
    choices: Score


@dataclass(frozen=True, slots=True)
class Standings:
    """Best first, by the lower end of the interval: few games do not make a champion."""

    models: list[ModelStanding]
    pairs: list[PairStanding]


@dataclass(frozen=True, slots=True)
class _Game:
    """One decision: who was preferred among whom."""

    winner: str
    players: frozenset[str]


def score(wins: int, games: int) -> Score:
    """Share of wins with its Wilson interval."""
    if not games:
        return Score()
    share, z2 = wins / games, CONFIDENCE_Z**2
    middle = (share + z2 / (2 * games)) / (1 + z2 / games)
    reach = CONFIDENCE_Z * sqrt(share * (1 - share) / games + z2 / (4 * games**2)) / (1 + z2 / games)
    return Score(games, wins, share, max(0.0, middle - reach), min(1.0, middle + reach))


def standings(figures: Figures, costs: Costs) -> Standings:
    """From the answers that were compared (`comparison_queries.list_figures`, `list_costs`) to tables."""
    votes, choices = _games(figures)
    averages = _averages(costs)
    models = {model for game in (*votes, *choices) for model in game.players} | set(averages)
    rows = [
        ModelStanding(model, _score_of(model, votes), _score_of(model, choices), *averages.get(model, (None, None))) for model in models
    ]
    return Standings(sorted(rows, key=_rank), list(_pairs(votes, choices)))


def _rank(row: ModelStanding) -> tuple[float, float, str]:
    return -(row.votes.low or 0.0), -(row.choices.low or 0.0), row.model_id


def _games(figures: Figures) -> tuple[list[_Game], list[_Game]]:
    """Votes and choices. A decision counts when two models or more had answered completely."""
    votes: list[_Game] = []
    choices: list[_Game] = []
    for _, rows in groupby(figures, key=lambda row: row[0]):
        answers = list(rows)
        model_of = {answer_id: model for _, _, _, answer_id, model, _ in answers}
        players = frozenset(model for _, _, _, _, model, status in answers if status == "complete")
        for decided, games in ((answers[0][2], votes), (answers[0][1], choices)):
            winner = model_of.get(decided or "")
            if winner and winner in players and len(players) > 1:
                games.append(_Game(winner, players))
    return votes, choices


def _score_of(model: str, games: Iterable[_Game]) -> Score:
    played = [game.winner == model for game in games if model in game.players]
    return score(sum(played), len(played))


def _pairs(votes: Iterable[_Game], choices: Iterable[_Game]) -> Iterable[PairStanding]:
    by_vote, by_choice = _between(votes), _between(choices)
    for one, other in sorted({(min(pair), max(pair)) for pair in (*by_vote, *by_choice)}):
        scores = [score(wins[one, other], wins[one, other] + wins[other, one]) for wins in (by_vote, by_choice)]
        yield PairStanding(one, other, *scores)


def _between(games: Iterable[_Game]) -> Counter[tuple[str, str]]:
    """How often the first of two was preferred while the second had answered, too."""
    wins: Counter[tuple[str, str]] = Counter()
    for game in games:
        for one, other in combinations(game.players, 2):
            if game.winner in (one, other):
                wins[game.winner, other if game.winner == one else one] += 1
    return wins


def _averages(costs: Costs) -> dict[str, tuple[int | None, int | None]]:
    times: defaultdict[str, list[int]] = defaultdict(list)
    prices: defaultdict[str, list[int]] = defaultdict(list)
    for model, duration_ms, cost_nano in costs:
        if duration_ms is not None:
            times[model].append(duration_ms)
        if cost_nano is not None:
            prices[model].append(cost_nano)
    return {model: (_mean(times[model]), _mean(prices[model])) for model in {*times, *prices}}


def _mean(values: Sequence[int]) -> int | None:
    return round(sum(values) / len(values)) if values else None
