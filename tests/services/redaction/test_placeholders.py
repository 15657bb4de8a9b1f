"""Placeholders: the same value, the same name; back in the answer however it is cut into pieces."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from chat_app.services.redaction.placeholders import Placeholders, StreamRestorer

SECRET = b"s" * 32
TEXT = "Write to ada@example.com or +49 30 901820, not to ada@example.com's boss at DE89 3704 0044 0532 0130 00."


def test_the_same_value_has_the_same_placeholder():
    hidden = Placeholders(SECRET, "chat").hide(TEXT + " ADA@example.com")

    names = re.findall(r"⟦\w+⟧", hidden)
    assert len(names) == 5
    assert len(set(names)) == 3
    assert names[0] == names[2] == names[4]
    assert not re.search(r"ada@|901820|DE89", hidden, re.IGNORECASE)


def test_it_is_the_same_in_every_request_of_a_chat_and_another_elsewhere():
    first = Placeholders(SECRET, "chat").hide(TEXT)

    later = Placeholders(SECRET, "chat")
    later.hide("Before it: eve@example.com.")
    assert later.hide(TEXT) == first
    assert Placeholders(SECRET, "other").hide(TEXT) != first
    assert Placeholders(b"t" * 32, "chat").hide(TEXT) != first


def test_restoring_undoes_hiding():
    placeholders = Placeholders(SECRET, "chat")

    assert placeholders.restore(placeholders.hide(TEXT)) == TEXT
    assert placeholders.restore("⟦EMAIL_0000⟧ ⟦NAME_1234⟧ ⟦") == "⟦EMAIL_0000⟧ ⟦NAME_1234⟧ ⟦"


def test_nothing_found_is_nothing_changed():
    placeholders = Placeholders(SECRET, "chat")

    assert placeholders.hide("Hello") == "Hello"
    assert not placeholders


def test_many_values_keep_names_of_their_own():
    placeholders = Placeholders(SECRET, "chat")
    text = " ".join(f"user{number}@example.com" for number in range(3_000))

    hidden = placeholders.hide(text)

    assert len(set(hidden.split())) == 3_000
    assert placeholders.restore(hidden) == text


@given(st.data())
def test_an_answer_is_restored_wherever_it_is_cut(data):
    placeholders = Placeholders(SECRET, "chat")
    answer = f"⟦ {placeholders.hide(TEXT)} ⟦EMAIL_ {placeholders.hide(TEXT)}⟦⟦ end ⟦"
    cuts = sorted(data.draw(st.lists(st.integers(0, len(answer)), max_size=30)))
    pieces = [answer[start:end] for start, end in zip([0, *cuts], [*cuts, len(answer)], strict=True)]
    restorer = StreamRestorer(placeholders)

    shown = "".join([*(restorer.feed(piece) for piece in pieces), restorer.rest()])

    assert shown == placeholders.restore(answer)
    assert shown.count("ada@example.com") == 4


def test_plain_text_is_not_held_back():
    restorer = StreamRestorer(Placeholders(SECRET, "chat"))

    assert restorer.feed("Hello") == "Hello"
    assert restorer.feed(" ⟦ this is just a sign that somebody wrote") == " ⟦ this is just a sign that somebody wrote"
