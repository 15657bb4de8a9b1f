"""Answers beside each other, as records for the page."""

from dataclasses import dataclass, field

from chat_app.state.chat.model_views import ModelRates


@dataclass(frozen=True)
class ColumnView:
    """One answer. Those with one `place` are versions of a column, oldest first; empty labels are not shown."""

    id: str
    place: int
    name: str
    """The model's name, or "Answer A" while names are hidden."""
    text: str
    status: str
    reasoning: str = ""
    reasoning_ms: int = 0
    turn_id: str = ""
    source_count: int = 0
    """As `MessageView.source_count`."""
    searched: bool = False
    """Whether documents were searched for it."""
    model_id: str = ""
    tokens_label: str = ""
    cost_label: str = ""
    time_label: str = ""
    details: str = ""
    unfinished: str = ""
    money: str = ""
    """As `MessageView.money`."""
    can_continue: bool = False
    merged: str = ""
    """Of how many answers it was merged, as a sentence; empty for a model's own."""
    chosen: bool = False
    goes_on: bool = False
    """Whether the chat goes on from it, or the next message would."""
    voted: bool = False


@dataclass(frozen=True)
class ComparisonView:
    """A row of columns; the one without an id stands for a message that is not compared."""

    id: str = ""
    columns: list[ColumnView] = field(default_factory=list)
    hidden: bool = False
    """Whether names are hidden until a vote."""
    decided: bool = False
    goes_on_name: str = ""
    """Whose answer the next message goes on from while nobody has chosen; empty once the chat has gone on."""
    ended: bool = False
    """Whether the chat has gone on behind it."""
    previous_id: str = ""
    """The answer to the same question before these, outside the comparison."""
    next_id: str = ""


@dataclass(frozen=True)
class CompareChipView:
    """A model that answers in this chat; the first one is the chat's own."""

    id: str
    label: str
    rates: ModelRates = field(default_factory=ModelRates)


@dataclass(frozen=True)
class ScoreView:
    """How often preferred: games, wins, and the rate with its 95 % interval. Empty labels before the first game."""

    games: int = 0
    wins: int = 0
    rate: str = ""
    interval: str = ""
    share: int = 0
    low: int = 0
    high: int = 0
    """In percent, for the bar."""


@dataclass(frozen=True)
class StandingView:
    """A row of the win rates: a model, or two of them with the first one's scores."""

    name: str
    other: str = ""
    votes: ScoreView = field(default_factory=ScoreView)
    choices: ScoreView = field(default_factory=ScoreView)
    time_label: str = ""
    cost_label: str = ""
