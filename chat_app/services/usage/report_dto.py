"""What reports of usage say, in the reader's own currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from chat_app.services.usage.dto import GroupBy


@dataclass(frozen=True, slots=True)
class ReaderMoney:
    """In which money somebody wants amounts."""

    currency: str = "USD"
    by_hand: int = 0
    """Millionths of it for one dollar where they set a rate themselves; 0 for the published one of each day."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """What was used together; amounts are in nano-units of the report's currency."""

    key: str = ""
    label: str = ""
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    paid_nano: int = 0
    """What was paid here."""
    own_key_nano: int = 0
    """What vendors took for calls with own keys: they bill it themselves."""
    unpriced: int = 0
    """Calls whose price is unknown."""
    cost_nano: int = 0
    """What providers take for the platform's keys; 0 in what people see of themselves."""

    @property
    def margin_nano(self) -> int:
        return self.paid_nano - self.cost_nano

    def __add__(self, other: ReportLine) -> ReportLine:
        counts = {name: getattr(self, name) + getattr(other, name) for name in COUNTS}
        return ReportLine(self.key, self.label, **counts)


COUNTS = tuple(each.name for each in fields(ReportLine) if each.name not in {"key", "label"})


@dataclass(frozen=True, slots=True)
class Report:
    """The sums of a period: together, and by what."""

    currency: str
    converted: bool
    """Whether anything was priced in another currency than the report's."""
    by_hand: bool
    first_rate: date | None
    last_rate: date | None
    """The days of the rates that were used, where they were published ones."""
    total: ReportLine
    lines: Mapping[GroupBy, tuple[ReportLine, ...]] = field(default_factory=dict)
    """Days in their order, else what cost most first."""
