"""Tries before the first event, none after it (F10, F11)."""

from __future__ import annotations

import pytest

from chat_app import errors
from chat_app.integrations.llm.port import Finished, TextDelta
from chat_app.integrations.llm.retrying import RetryingGateway, RetryPolicy
from tests.fakes.fault_server import Fault, FaultServer
from tests.fakes.scripted_gateway import ScriptedGateway, Step
from tests.integrations.llm.contract import ASKED, broken, events_of, text_of
from tests.integrations.llm.speakers import OpenAiSpeaker, Said

DOWN = errors.UpstreamUnavailableError(provider="p")
BUSY = errors.UpstreamRateLimitError(provider="p")


class Clock:
    """Counts the seconds that would have been slept."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)


def retrying(*scripts: list[Step], jitter: float = 0.0) -> tuple[RetryingGateway, ScriptedGateway, Clock]:
    inner, clock = ScriptedGateway(*scripts), Clock()
    return RetryingGateway(inner, sleep=clock.sleep, jitter=lambda: jitter), inner, clock


async def test_a_failure_before_the_first_event_is_tried_again() -> None:
    gateway, inner, clock = retrying([DOWN], [DOWN], ["Hello."])
    assert await events_of(gateway) == [TextDelta("Hello."), Finished()]
    assert (len(inner.requests), clock.pauses) == (3, [0.5, 1.0])


async def test_three_tries_are_enough() -> None:
    gateway, inner, _ = retrying([DOWN])
    _, error = await broken(gateway)
    assert (error, len(inner.requests)) == (DOWN, 3)


async def test_after_the_first_event_nothing_is_repeated() -> None:
    gateway, inner, clock = retrying(["Half", DOWN], ["Hello."])
    came, error = await broken(gateway)
    assert (text_of(came), error, len(inner.requests), clock.pauses) == ("Half", DOWN, 1, [])


@pytest.mark.parametrize(
    "kind",
    [
        errors.UpstreamAuthError,
        errors.UpstreamInvalidRequestError,
        errors.ContextTooLongError,
        errors.UpstreamRefusedError,
        errors.UpstreamProtocolError,
    ],
)
async def test_what_waiting_does_not_mend_is_not_repeated(kind: type[errors.UpstreamError]) -> None:
    gateway, inner, _ = retrying([kind(provider="p")])
    await broken(gateway)
    assert len(inner.requests) == 1


async def test_waits_as_long_as_the_provider_asks() -> None:
    asks = errors.UpstreamRateLimitError(provider="p", retry_after=7)
    gateway, _, clock = retrying([asks], ["Hello."])
    await events_of(gateway)
    assert clock.pauses == [7]


async def test_does_not_wait_longer_than_a_person_would() -> None:
    asks = errors.UpstreamRateLimitError(provider="p", retry_after=48.9)
    gateway, inner, clock = retrying([asks])
    _, error = await broken(gateway)
    assert (error, len(inner.requests), clock.pauses) == (asks, 1, [])


async def test_pauses_differ_between_clients() -> None:
    for jitter, pauses in ((0.0, [0.5, 1.0]), (1.0, [1.0, 2.0])):
        gateway, _, clock = retrying([BUSY], jitter=jitter)
        await broken(gateway)
        assert clock.pauses == pauses


async def test_slow_failures_use_up_the_time() -> None:
    inner, clock = ScriptedGateway([0.03, DOWN]), Clock()
    gateway = RetryingGateway(inner, RetryPolicy(first_pause=0.001, seconds=0.02), sleep=clock.sleep, jitter=lambda: 0.0)
    await broken(gateway)
    assert len(inner.requests) == 1


async def test_over_http_the_third_answer_counts() -> None:
    speaker = OpenAiSpeaker()
    async with FaultServer(speaker.refuses(503, "down"), [Fault.CUT], speaker.says(Said())) as server:
        gateway = RetryingGateway(speaker.gateway(server.url), RetryPolicy(first_pause=0.001))
        assert text_of(await events_of(gateway)) == "Hello."
        assert len(server.received) == 3


async def test_closing_reaches_the_inner_stream() -> None:
    gateway, inner, _ = retrying(["a", 60.0])
    events = gateway.stream(ASKED)
    await anext(events)
    await events.aclose()  # type: ignore[attr-defined]
    assert (inner.running, inner.cancelled) == (0, 1)
    await gateway.close()
    assert inner.closed
