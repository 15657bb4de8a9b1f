"""The fake upstream over plain HTTP, and how its stamps are read."""

from __future__ import annotations

import asyncio
import json
import urllib.request

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.servers import upstream
from bench.streams.http_stream import StreamError, post
from bench.streams.measure import Answer
from bench.upstream.model_name import AnswerPlan, model_name, read_model_name
from bench.upstream.text import FIRST_TOKEN, LAST_TOKEN, answer_tokens


@pytest.fixture(scope="module")
def port():
    with upstream() as server:
        yield server.port


@given(st.integers(0, 3000), st.sampled_from([0.0, 20.0, 50.0]), st.integers(0, 500), st.booleans())
def test_a_name_says_what_was_asked(tokens, tps, ttft_ms, stamped):
    name = model_name(tokens=tokens, tps=tps, ttft_ms=ttft_ms, stamped=stamped)
    assert read_model_name(f"openai/{name}") == AnswerPlan(ttft=ttft_ms / 1000, tps=tps, tokens=tokens, stamped=stamped)


@given(st.integers(0, 3000))
def test_an_answer_has_as_many_tokens_as_asked(count):
    tokens = answer_tokens(count)
    assert len(tokens) == count
    if count > 1:
        assert (tokens[0], tokens[-1]) == (FIRST_TOKEN, LAST_TOKEN)


def test_streams_the_tokens_in_order(port):
    pieces = []

    def on_event(event: bytes) -> None:
        if event.startswith(b"data: {") and (choices := json.loads(event[6:])["choices"]):
            pieces.append(choices[0]["delta"].get("content") or "")

    body = {"model": "fake-n300", "stream": True, "messages": [{"role": "user", "content": "hi"}]}
    asyncio.run(post(port, "/v1/chat/completions", body, on_event))
    assert [piece for piece in pieces if piece] == list(answer_tokens(300))


def test_answers_whole_when_not_streamed(port):
    body = json.dumps({"model": "fake-reason2-n10", "messages": []}).encode()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/chat/completions", body, timeout=5) as response:
        message = json.load(response)["choices"][0]["message"]
    assert message["reasoning_content"] + message["content"] == "".join(answer_tokens(10))


def test_a_refusal_is_an_error_of_the_client(port):
    with pytest.raises(StreamError, match="HTTP 429"):
        asyncio.run(post(port, "/v1/chat/completions", {"model": "fake-err429", "stream": True}, lambda _event: None))


def test_a_cut_answer_is_an_error_of_the_client(port):
    with pytest.raises(ConnectionError):
        asyncio.run(post(port, "/v1/chat/completions", {"model": "fake-n50-cut10", "stream": True}, lambda _event: None))


@given(st.lists(st.integers(1, 40), max_size=30))
def test_stamps_are_read_from_pieces_of_any_size(sizes):
    text = "".join(f"{number}:1700000000{number:06d} " for number in range(20))
    answer, position = Answer(), 0
    for size in [*sizes, len(text)]:
        answer.take(text[position : position + size], 1_700_000_001.0)
        position += size
    assert (answer.tokens, answer.gaps, len(answer.lags_ms)) == (20, 0, 20)


def test_a_lost_token_is_a_gap():
    answer = Answer()
    answer.take("0:1700000000000000 2:1700000000000000 ", 1_700_000_001.0)
    assert answer.gaps == 1
