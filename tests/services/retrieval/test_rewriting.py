"""A model makes follow-ups questions of their own: on the way of all asides, counted, and never in the way of an answer."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.errors import UpstreamUnavailableError
from chat_app.integrations.llm.port import TokenUsage, UsageReport
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.integrations.llm.vendors import ProviderKind
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID
from chat_app.services.retrieval.dto import Question
from chat_app.services.retrieval.rewriting import (
    LONGEST_QUERY,
    MOST_QUERIES,
    ModelRewriter,
    as_it_is,
    is_worth_asking,
    read_wordings,
)
from chat_app.services.retrieval.scopes import Scope
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.routing.conftest import House, MakeHouse, house  # noqa: F401
from tests.services.routing.test_asides import rows_of

EARLIER = (("user", "Who built the bridge in Bern?"), ("assistant", "Karl Moser built it."))
MODEL = "openai/gpt-4o-mini"
WELL = [
    "When did Karl Moser build the bridge in Bern?\n",
    "2. Bridge Bern year of construction",
    UsageReport(TokenUsage(input=200, output=20)),
]


async def asked(make: MakeHouse, *script: object) -> tuple[House, ScriptedGateway, Question]:
    gateway = ScriptedGateway(list(script))  # type: ignore[arg-type]
    place = await make(configs=(ProviderConfig("openai", "OpenAI", ProviderKind.OPENAI_COMPATIBLE),), gateways={"openai": gateway})
    turn, _ = await place.ask(OFFLINE_MODEL_ID, "Hello")
    return place, gateway, Question("And when?", EARLIER, model_id=MODEL, chat_id=turn.conversation_id)


async def test_a_follow_up_becomes_a_question_of_its_own_and_is_counted(house: MakeHouse):  # noqa: F811
    place, gateway, question = await asked(house, *WELL)
    wordings, model = await ModelRewriter(place.db, place.routing).rewritten(place.actor, question)
    assert (list(wordings), model) == (["When did Karl Moser build the bridge in Bern?", "Bridge Bern year of construction"], MODEL)
    (request,) = gateway.requests
    assert (request.person, request.chat) == (place.actor.user_id, question.chat_id)
    assert all(said in request.messages[0].text for said in ("And when?", "Karl Moser built it.", "Who built the bridge"))
    (turn,), (call,) = await rows_of(place, "rewrite")
    assert (turn.status, turn.tokens_in, turn.tokens_out, turn.conversation_id) == ("complete", 200, 20, question.chat_id)
    assert turn.cost_nano
    assert (call.owner_id, call.model_id, call.status) == (place.actor.user_id, MODEL, "complete")


@pytest.mark.parametrize("trouble", [UpstreamUnavailableError(provider="OpenAI"), 30.0])
async def test_a_model_that_fails_or_says_nothing_is_no_error(house: MakeHouse, trouble: object):  # noqa: F811
    place, _, question = await asked(house, trouble)
    wordings, model = await ModelRewriter(place.db, place.routing, seconds=0.3).rewritten(place.actor, question)
    assert (list(wordings), model) == ([], "")


async def test_what_a_slow_model_used_is_counted_all_the_same(house: MakeHouse):  # noqa: F811
    place, _, question = await asked(house, "When did", asyncio.Event())
    assert await ModelRewriter(place.db, place.routing, seconds=0.5).rewritten(place.actor, question) == ((), "")
    (turn,), calls = await rows_of(place, "rewrite")
    assert (turn.status, len(calls)) == ("failed", 1)
    assert turn.tokens_in


@pytest.mark.parametrize(
    ("question", "worth"),
    [
        (Question("And when?", EARLIER, model_id="a/b", chat_id="c"), True),
        (Question("And when?", EARLIER, Scope(rewrite=False), model_id="a/b", chat_id="c"), False),
        (Question("And when?", EARLIER, model_id=OFFLINE_MODEL_ID, chat_id="c"), False),
        (Question("And when?", EARLIER, model_id="", chat_id="c"), False),
        (Question("And when?", EARLIER, model_id="a/b"), False),
        (Question("   ", EARLIER, model_id="a/b", chat_id="c"), False),
        (Question("Who built the bridge?", model_id="a/b", chat_id="c"), False),
        (Question("I was in Bern last week. Who built the bridge there?", model_id="a/b", chat_id="c"), True),
        (Question(" ".join(f"word{number}" for number in range(20)), model_id="a/b", chat_id="c"), True),
    ],
)
def test_who_is_asked_and_when(question: Question, worth: bool):
    assert is_worth_asking(question) is worth


def test_without_a_model_a_short_follow_up_takes_what_was_asked_before_along():
    assert as_it_is(Question("And when?", EARLIER)) == ["And when?", "Who built the bridge in Bern? And when?"]
    assert as_it_is(Question("Which architect designed the new railway station in Zurich?", EARLIER)) == [
        "Which architect designed the new railway station in Zurich?"
    ]
    assert as_it_is(Question(" And when? ")) == ["And when?"]


@given(st.text())
def test_whatever_a_model_says_is_a_few_short_lines(answer: str):
    found = read_wordings(answer)
    assert len(found) == len(set(found)) <= MOST_QUERIES
    assert all(any(map(str.isalnum, line)) and len(line) <= LONGEST_QUERY and "\n" not in line for line in found)


def test_marks_and_thoughts_are_no_part_of_a_question():
    answer = '<think>\n- "Who built it?"\n2) Who built it?\n* Builder of the 3.5 km bridge\n```\n1988 bridge\n'
    assert read_wordings(answer) == ["Who built it?", "Builder of the 3.5 km bridge", "1988 bridge"]
