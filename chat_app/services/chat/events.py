"""The events of a turn, as every viewer gets them: page, second tab, phone, REST."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import cast

import orjson


class EventType(StrEnum):
    QUEUED = "turn.queued"
    STARTED = "turn.started"
    DELTA = "delta"
    REASONING = "reasoning"
    REASONING_DONE = "reasoning.done"
    RESTART = "restart"
    """Another model begins the answer anew: what came before in this turn counts no more."""
    TOOL = "tool"
    CITATION = "citation"
    USAGE = "usage"
    COMPLETED = "turn.completed"
    ERROR = "error"


@dataclass(frozen=True)
class TurnEvent:
    """One event; `seq` counts from 1 without gaps, so a viewer resumes after the last one it has."""

    seq: int
    type: EventType
    data: dict[str, object]
    stands_alone: bool = False
    """Whether the events before it cannot be read any more."""

    def without_passages(self) -> TurnEvent:
        """For viewers who have to ask what of a passage they may read: its number alone (`citations`)."""
        if self.type != EventType.CITATION or not self.data.get("sources"):
            return self
        numbers = [{"number": source["number"], "hidden": True} for source in cast("list[dict[str, object]]", self.data["sources"])]
        return TurnEvent(self.seq, self.type, {**self.data, "sources": numbers})

    @cached_property
    def json(self) -> bytes:
        """The payload as sent: encoded once, however many viewers there are."""
        return orjson.dumps({"seq": self.seq, **self.data})

    @cached_property
    def brief(self) -> bytes:
        """The payload for those who read each piece as it came: a whole answer without its words again, unless they were changed."""
        if self.stands_alone or self.data.get("mended") or not self.data.get("message"):
            return self.json
        body = orjson.loads(self.json)
        for name in ("text", "reasoning"):
            body["message"].pop(name, None)
        return orjson.dumps(body)
