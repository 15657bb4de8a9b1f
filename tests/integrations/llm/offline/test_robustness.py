"""Whatever a person sends gets an answer, at once and always the same."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat_app.integrations.llm.offline.engine import Assistant
from tests.integrations.llm.offline.conftest import NOW

ASSISTANT = Assistant(lambda: NOW)
MIXED = st.lists(
    st.sampled_from(
        [
            "ich",
            "my",
            "name",
            "is",
            "heiße",
            "15",
            "%",
            "of",
            "von",
            "2027-10-03",
            "3.10.",
            "^",
            "(",
            "sqrt",
            "how",
            "wie",
            "?",
            "my mother",
            "in 3 weeks",
            "\n",
            ":",
            "`",
        ]
    ),
    max_size=30,
).map(" ".join)
HOSTILE = [
    "a" * 1_000_000,
    "ab " * 300_000,
    "\n" * 1_000_000,
    " " * 1_000_000 + "x",
    "?" * 500_000,
    "9" * 100_000,
    "9^" * 5_000 + "9",
    "(" * 10_000,
    "(" * 200 + "1" + ")" * 200,
    "1/" * 240 + "7",
    "sqrt " * 90 + "2",
    "-" * 400 + "1",
    "2!!!!!!",
    "1500!^1500",
    "0.5^99999999999",
    "(1/3)^0.333333^(1/7)^99",
    "10^6000*10^6000",
    "99999999999999999999^0.5",
    "in 999999 years",
    "how many days until 31.12.9999?",
    "was ist in 999999 jahren für ein tag",
    "days between 0001-01-01 and 9999-12-31",
    "when is easter 0000?",
    "when is easter 9999?",
    "is 9999 a leap year",
    "my name is " + "A" * 100_000,
    "my name is " + "Aa " * 50_000,
    "ich heiße " + "-" * 10_000,
    "my my my my " * 20_000,
    "i i i i am am am " * 20_000,
    "* " * 20_000,
    "sort lines:\n" + "z\na\n" * 100_000,
    "reverse: " + "`" * 50_000,
    "count words: " + "w " * 400_000,
    "\U0001f600" * 250_000,
    "\ud800",
    "\x00\x1b[31m",
    "{name} {0} {} %s",
    "١٢ + ٣",
    "٣",
    "²",
    "①+①",
    "ẞ" * 1000,
    "please bitte now jetzt " * 1000,
    "what is " * 60 + "1+1",
]


class TestAnything:
    @settings(max_examples=300, deadline=None)
    @given(st.lists(st.text(max_size=200) | MIXED, min_size=1, max_size=4), st.sampled_from(["en", "de", "fr", ""]))
    def test_answers_in_a_fifth_of_a_second(self, texts: list[str], language: str) -> None:
        start = time.process_time()
        answer = ASSISTANT.answer(texts, language)
        assert time.process_time() - start < 0.2
        assert answer.strip()
        assert answer == ASSISTANT.answer(texts, language)

    @pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
    def test_hostile_input_is_as_quick(self, text: str) -> None:
        start = time.process_time()
        answer = ASSISTANT.answer([text, text])
        assert time.process_time() - start < 0.2
        assert answer.strip()
        assert len(answer) < 70_000

    def test_a_long_conversation(self) -> None:
        texts = ["I feel that my work is too much. " * 50] * 2_000
        start = time.process_time()
        assert ASSISTANT.answer(texts)
        assert time.process_time() - start < 0.2

    @pytest.mark.parametrize("texts", [[], [""], ["   "], ["\n"]])
    def test_nothing_gets_an_invitation(self, texts: list[str]) -> None:
        assert "without words" in ASSISTANT.answer(texts)
