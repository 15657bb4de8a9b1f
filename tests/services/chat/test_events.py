"""The events of a turn as viewers get them."""

from __future__ import annotations

import orjson

from chat_app.services.chat.events import EventType, TurnEvent

WHOLE = {"status": "complete", "message": {"id": "x", "text": "Hello", "reasoning": "Hm"}}


def test_a_brief_end_has_the_figures_only() -> None:
    assert orjson.loads(TurnEvent(7, EventType.COMPLETED, WHOLE).brief) == {"seq": 7, "status": "complete", "message": {"id": "x"}}


def test_the_text_stays_where_nothing_else_tells_it() -> None:
    event = TurnEvent(7, EventType.COMPLETED, WHOLE, stands_alone=True)
    assert orjson.loads(event.brief)["message"]["text"] == "Hello"


def test_other_events_are_the_same() -> None:
    event = TurnEvent(2, EventType.DELTA, {"text": "Hello"})
    assert event.brief == event.json
