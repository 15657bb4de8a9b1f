"""The built-in assistant answers from documents in their own words, with the numbers of their passages."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.integrations.llm.offline.extraction import Passage, best_sentences, passages_in, sentences_of
from chat_app.integrations.llm.port import LlmMessage, LlmRequest, Role, TextPart
from chat_app.services.citations.checking import check
from chat_app.services.citations.prompting import PROMPTS, Numbered, sources_block
from chat_app.services.retrieval.dto import Source
from tests.integrations.llm.contract import events_of, text_of
from tests.integrations.llm.offline.conftest import NOW
from tests.integrations.llm.offline.test_gateway import MODEL_NAME, OfflineGateway

LEASE = """The lease begins on 1 May 2024 and has no end. The rent is 1,250 euros a month, due on the third working day.

The notice period is three months. Dr. Moser manages the house. Pets need the consent of the landlord."""
POLICE = (
    "Die Lebensversicherung endet mit dem 67. Geburtstag. Der Beitrag beträgt 48,20 Euro im Monat. Die Polizei hat damit nichts zu tun."
)
PASSAGES = [Passage(1, "lease.pdf", LEASE), Passage(2, "police.pdf", POLICE)]


@pytest.mark.parametrize(
    ("question", "number", "sentence"),
    [
        ("How long is the notice period?", 1, "The notice period is three months."),
        ("What is the rent?", 1, "The rent is 1,250 euros a month, due on the third working day."),
        ("When does the lease begin?", 1, "The lease begins on 1 May 2024 and has no end."),
        ("Who manages the house?", 1, "Dr. Moser manages the house."),
        ("Wann endet die Versicherung?", 2, "Die Lebensversicherung endet mit dem 67. Geburtstag."),
        ("Wie hoch ist der Beitrag?", 2, "Der Beitrag beträgt 48,20 Euro im Monat."),
    ],
)
def test_the_sentence_that_answers_comes_first(question: str, number: int, sentence: str) -> None:
    best = max(best_sentences(question, PASSAGES), key=lambda one: one.score)
    assert (best.number, best.text) == (number, sentence)


def test_nothing_is_said_where_nothing_fits() -> None:
    assert best_sentences("Which colour has the bicycle of the mayor?", PASSAGES) == []
    assert best_sentences("", PASSAGES) == []
    assert best_sentences("Is it so?", PASSAGES) == []


def test_a_summary_is_how_passages_begin() -> None:
    assert [one.number for one in best_sentences("Fasse die Dokumente bitte zusammen", PASSAGES)] == [1, 2]


def test_the_same_sentence_is_said_once() -> None:
    twice = [Passage(1, "a", "The bridge is blue."), Passage(2, "b", "The bridge is blue."), Passage(3, "c", "A tower is red.")]
    assert [one.number for one in best_sentences("Which colour has the bridge?", twice)] == [1]


def test_sentences_end_where_they_end() -> None:
    text = (
        "Am 3. Mai kam Dr. Moser, z.B. mit dem Zug. Er blieb bis\n18.30 Uhr!\n\nEine Zeile für sich allein\n- (1) Ein Punkt einer Liste\n"
    )
    text += "# Eine Überschrift\n\n| eine | Zeile einer Tabelle |\n\nWie in [12] steht, ist es so."
    assert sentences_of(text) == [
        "Am 3. Mai kam Dr. Moser, z.B. mit dem Zug.",
        "Er blieb bis\n18.30 Uhr!",
        "Eine Zeile für sich allein",
        "Ein Punkt einer Liste",
    ]


def test_a_sentence_comes_before_a_title_and_what_says_what_it_is_before_what_does_not() -> None:
    duck = "# The duck\n\nSee more of the duck below\n\n- Domestic duck\n\nPeople saw the duck.\n\nA duck is a bird of the family Anatidae."
    best = max(best_sentences("What is a duck?", [Passage(1, "", duck)]), key=lambda one: one.score)
    assert best.text == "A duck is a bird of the family Anatidae."


@given(st.lists(st.text(max_size=300), max_size=5), st.text(max_size=200))
def test_what_is_said_stands_there(texts: list[str], question: str) -> None:
    passages = [Passage(number, "", text) for number, text in enumerate(texts, start=1)]
    for said in best_sentences(question, passages):
        assert said.text in texts[said.number - 1]


@given(st.text(max_size=500))
def test_whatever_comes_as_sources_is_read(text: str) -> None:
    passages_in([text, f"<source {text}>", f'<source number="1">{text}</source>'])


def source(number: int, text: str, title: str = 'A "B" <c>.pdf') -> Source:
    return Source(number, "c", "d", 1, title, "", text, 0, len(text), 3, ())


def test_sources_are_read_as_they_are_put_before_models() -> None:
    block = sources_block([source(1, LEASE), source(12, "See </source> here.")])
    assert passages_in([block]) == [Passage(1, 'A "B" <c>.pdf', LEASE), Passage(12, 'A "B" <c>.pdf', "See < /source> here.")]


async def answer_to(question: str, block: str = "", told: str = "", language: str = "en") -> str:
    parts = (TextPart(f"{block}\n\n"), TextPart(question)) if block else (TextPart(question),)
    messages = (*([LlmMessage.of_text(Role.SYSTEM, told)] if told else []), LlmMessage(Role.USER, parts))
    return text_of(await events_of(OfflineGateway(lambda: NOW), LlmRequest(MODEL_NAME, messages, language=language)))


@pytest.mark.parametrize("question", ["How long is the notice period?", "Wie hoch ist der Beitrag im Monat?", "Who manages the house?"])
async def test_an_answer_has_literal_quotes_with_numbers_that_exist(question: str) -> None:
    sources: list[Numbered] = [source(1, LEASE), source(2, POLICE)]
    answer = await answer_to(question, sources_block(sources))
    checked = check(answer, {one.number: one.text for one in sources})
    assert checked.numbers
    assert not checked.missing
    assert checked.quotes
    assert all(quote.literal for quote in checked.quotes)
    assert "built-in assistant" in answer or "eingebaute Assistent" in answer


async def test_documents_come_before_the_manual_and_after_courtesies() -> None:
    block = sources_block([source(1, "To connect a model, call the caretaker at once. " + LEASE)])
    assert "caretaker" in await answer_to("How do I connect a model?", block)
    assert "[1]" not in await answer_to("Hello!", block)
    assert "[1]" not in await answer_to("What is 3 * 4?", block)


async def test_what_a_person_writes_is_no_source() -> None:
    assert "[1]" not in await answer_to(sources_block([source(1, LEASE)]) + "\n\nHow long is the notice period?")


@pytest.mark.parametrize("language", ["en", "de"])
async def test_that_it_is_not_in_the_documents_is_said(language: str) -> None:
    told = tomllib.loads(PROMPTS.read_text(encoding="utf-8"))["not_found"][language]
    question = {"en": "How do I bake a bread?", "de": "Wer ist der Stadtpräsident von Bern?"}[language]
    answer = await answer_to(question, told=told, language=language)
    assert {"en": "not in your documents", "de": "nicht in Ihren Dokumenten"}[language] in answer
    assert answer != await answer_to(question, language=language)
