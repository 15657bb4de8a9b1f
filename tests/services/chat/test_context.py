"""What a model gets to read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chat_app.models import Message, Turn
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.chat.context import build_messages, count_tokens
from chat_app.services.chat.planning import Plan
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now


def plan_of(texts: list[str]) -> Plan:
    now = utc_now()
    path = [
        Message(id=str(number), conversation_id="c", role="assistant" if number % 2 else "user", text=text, created_at=now)
        for number, text in enumerate(texts)
    ]
    turn = Turn(
        id="t", owner_id="o", conversation_id="c", kind="send", status="running", model_id="a/b", idempotency_key="k", created_at=now
    )
    return Plan(Actor("o"), turn, Message(id="x", conversation_id="c", role="assistant", created_at=now), path, first_exchange=False)


def card(window: int | None) -> ModelCard:
    return ModelCard("a/b", "B", "a", "A", context_tokens=window)


def test_a_chat_that_fits_is_sent_whole() -> None:
    texts = ["One", "Two", "Three"]
    assert [message.text for message in build_messages(plan_of(texts), card(1_000))] == texts
    assert [message.text for message in build_messages(plan_of(texts), card(None))] == texts


def test_the_oldest_are_left_out() -> None:
    sent = build_messages(plan_of(["word " * 100, "reply " * 100, "word " * 100, "reply " * 100, "last question"]), card(400))
    assert sent[-1].text == "last question"
    assert len(sent) < 5
    assert count_tokens(sent) <= 300


@given(st.lists(st.text(min_size=1, max_size=400), min_size=1, max_size=12), st.integers(20, 2_000))
def test_the_question_is_always_sent_and_a_user_begins(texts: list[str], window: int) -> None:
    texts = texts if len(texts) % 2 else texts[:-1] or texts
    sent = build_messages(plan_of(texts), card(window))
    assert sent[-1].text == texts[-1]
    assert sent[0].role == "user"
    assert len(sent) == 1 or count_tokens(sent) <= window
