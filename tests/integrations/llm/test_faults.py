"""What goes wrong between a provider and us (security guide F11 to F13, F15)."""

from __future__ import annotations

import asyncio
import ssl
import tracemalloc
from collections.abc import Sequence

import orjson
import pytest

from chat_app import errors
from chat_app.integrations.llm.connection import Timeouts
from chat_app.integrations.llm.lines import MAX_LINE_BYTES
from chat_app.integrations.llm.openai_compatible import OpenAiCompatibleGateway
from chat_app.integrations.llm.port import Finished, FinishReason, LlmEvent, LlmGateway, LlmRequest
from chat_app.integrations.llm.providers import ProviderConfig, ProviderKind
from tests.fakes.fault_server import Fault, FaultServer, Piece, answer, json_answer
from tests.integrations.llm.contract import ASKED, broken, calls_of, events_of, text_of, usage_of
from tests.integrations.llm.speakers import QUICK, OllamaSpeaker, OpenAiSpeaker, Said, Speaker, delta, sse

OPENAI = OpenAiSpeaker()
BOTH = pytest.mark.parametrize("speaker", [OPENAI, OllamaSpeaker()], ids=["openai", "ollama"])
END = (delta({}, "stop"), b"data: [DONE]\n\n")


async def plays(script: Sequence[Piece], timeouts: Timeouts = QUICK) -> list[LlmEvent]:
    async with FaultServer(script) as server:
        return await events_of(OpenAiSpeaker().gateway(server.url, timeouts))


async def fails(script: Sequence[Piece], speaker: Speaker = OPENAI) -> tuple[str, errors.UpstreamError]:
    async with FaultServer(script) as server:
        came, error = await broken(speaker.gateway(server.url))
    return text_of(came), error


def whole(speaker: Speaker) -> bytes:
    """Return the body of a good answer, unframed."""
    script = speaker.says(Said(texts=("Grüße ", "aus 東京 🗼")))
    return b"".join(piece.partition(b"\r\n")[2].removesuffix(b"\r\n") for piece in script[1:-1] if isinstance(piece, bytes))


class TestBytes:
    @BOTH
    async def test_one_byte_at_a_time(self, speaker: Speaker) -> None:
        body = whole(speaker)
        async with FaultServer(answer(*(body[at : at + 1] for at in range(len(body))))) as server:
            assert text_of(await events_of(speaker.gateway(server.url))) == "Grüße aus 東京 🗼"

    @BOTH
    async def test_slower_than_the_idle_time_in_all(self, speaker: Speaker) -> None:
        """Time between bytes counts, not the time of the whole answer."""
        body = whole(speaker)
        step = len(body) // 12 + 1
        pieces = [part for at in range(0, len(body), step) for part in (body[at : at + step], 0.17)]
        async with FaultServer(answer(*pieces)) as server:
            gateway = speaker.gateway(server.url, Timeouts(connect=5, idle=1.5, after_end=1, slow=1.5))
            assert text_of(await events_of(gateway)) == "Grüße aus 東京 🗼"

    async def test_broken_utf8_costs_one_character(self) -> None:
        bad = delta({"content": "caf#"}).replace(b"#", b"\xc3")
        assert text_of(await plays(answer(bad, delta({"content": "ok"}), *END))) == "caf\ufffdok"

    async def test_garbage_between_chunks_is_skipped(self) -> None:
        garbage = (b"data: {broken\n\n", b"data: [1, 2]\n\n", b"\x00\xff\n", b"event: x\nretry: 1\n\n", b"data: \n\n", b'data: "text"\n\n')
        assert text_of(await plays(answer(delta({"content": "a"}), *garbage, delta({"content": "b"}), *END))) == "ab"

    async def test_endless_garbage_stops(self) -> None:
        text, error = await fails(answer(delta({"content": "a"}), b"data: {broken\n\n" * 150, *END))
        assert (text, type(error)) == ("a", errors.UpstreamProtocolError)

    async def test_other_line_ends_and_no_space(self) -> None:
        body = (delta({"content": "a"}) + delta({"content": "b"}) + b"".join(END)).replace(b"\n", b"\r\n").replace(b"data: ", b"data:")
        assert text_of(await plays(answer(b"\xef\xbb\xbf" + body))) == "ab"

    async def test_no_blank_lines_and_no_last_line_end(self) -> None:
        body = (delta({"content": "a"}) + delta({"content": "b"}, "stop")).replace(b"\n\n", b"\n").rstrip()
        assert text_of(await plays(answer(body))) == "ab"

    async def test_an_event_over_several_lines(self) -> None:
        pretty = orjson.dumps({"choices": [{"delta": {"content": "a"}}]}, option=orjson.OPT_INDENT_2)
        assert text_of(await plays(answer(b"".join(b"data: " + line + b"\n" for line in pretty.splitlines()) + b"\n", *END))) == "a"

    @BOTH
    async def test_a_line_of_10_megabytes(self, speaker: Speaker) -> None:
        tracemalloc.start()
        try:
            start = b"data: " if isinstance(speaker, OpenAiSpeaker) else b""
            _, error = await fails(answer(start + b'{"choices": "', *([b"x" * 65536] * 160), b'"}\n\n'), speaker)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert isinstance(error, errors.UpstreamProtocolError)
        assert peak < 6 * MAX_LINE_BYTES < 50_000_000


class TestEnds:
    async def test_no_done_after_a_finish_reason_is_fine(self) -> None:
        events = await plays(answer(delta({"content": "a"}), delta({}, "length")))
        assert events[-1] == Finished(FinishReason.LENGTH)

    async def test_done_without_a_finish_reason_is_fine(self) -> None:
        assert (await plays(answer(delta({"content": "a"}), b"data: [DONE]\n\n")))[-1] == Finished()

    async def test_a_server_that_keeps_the_line_open_after_the_end(self) -> None:
        assert (await plays(answer(delta({"content": "a"}), delta({}, "stop"), Fault.SILENCE)))[-1] == Finished()

    async def test_a_server_that_only_pings_after_the_end(self) -> None:
        pings: list[Piece] = [piece for _ in range(400) for piece in (b": ping\n\n", 0.05)]
        async with asyncio.timeout(10):
            assert (await plays(answer(delta({"content": "a"}), delta({}, "stop"), *pings)))[-1] == Finished()

    async def test_a_cut_after_the_finish_reason_loses_nothing(self) -> None:
        assert (await plays(answer(delta({"content": "a"}), delta({}, "stop"), 0.05, Fault.CUT)))[-1] == Finished()

    async def test_tokens_counted_before_a_cut_are_reported(self) -> None:
        chunk = sse({"choices": [{"delta": {"content": "a"}}], "usage": {"prompt_tokens": 5, "completion_tokens": 1}})
        async with FaultServer(answer(chunk, 0.05, Fault.CUT)) as server:
            came, _ = await broken(OpenAiSpeaker().gateway(server.url))
        usage = usage_of(came)
        assert usage is not None
        assert (usage.input, usage.output) == (5, 1)

    @BOTH
    async def test_silence_before_the_first_byte(self, speaker: Speaker) -> None:
        _, error = await fails([Fault.SILENCE], speaker)
        assert isinstance(error, errors.UpstreamTimeoutError)

    @BOTH
    async def test_silence_in_mid_stream(self, speaker: Speaker) -> None:
        text, error = await fails(speaker.says(Said(texts=("Half",), faults=(Fault.SILENCE,))), speaker)
        assert (text, type(error)) == ("Half", errors.UpstreamTimeoutError)

    @pytest.mark.parametrize(("model", "patient"), [("gpt-4.1", False), ("o3", True), ("gpt-5.1", True)])
    async def test_models_that_think_in_silence_get_longer(self, model: str, patient: bool) -> None:
        async with FaultServer(answer(0.6, delta({"content": "a"}), *END)) as server:
            config = ProviderConfig("openrouter", "P", ProviderKind.OPENAI_COMPATIBLE, server.url)
            gateway = OpenAiCompatibleGateway(config, timeouts=Timeouts(connect=5, idle=0.2, slow=15))
            request = LlmRequest(model, ASKED.messages)
            if patient:
                assert text_of(await events_of(gateway, request)) == "a"
            else:
                _, error = await broken(gateway, request)
                assert isinstance(error, errors.UpstreamTimeoutError)

    @BOTH
    async def test_cut_before_the_first_byte(self, speaker: Speaker) -> None:
        _, error = await fails([Fault.CUT], speaker)
        assert isinstance(error, errors.UpstreamUnavailableError)


class TestOtherAnswers:
    @BOTH
    @pytest.mark.parametrize("body", [b"<!doctype html><title>Log in to the Wi-Fi</title>", b"\n\n<html>" + b"x" * 200_000])
    async def test_a_web_page_with_status_200(self, speaker: Speaker, body: bytes) -> None:
        text, error = await fails(answer(body, content_type="text/html"), speaker)
        assert (text, type(error)) == ("", errors.UpstreamProtocolError)

    @BOTH
    @pytest.mark.parametrize("body", [b"", b"\n\n", b"null", b"[]", b"{}", b"data: {}\n\n", b"hello"])
    async def test_nothing_that_is_an_answer(self, speaker: Speaker, body: bytes) -> None:
        text, error = await fails(answer(body), speaker)
        assert (text, type(error)) == ("", errors.UpstreamProtocolError)

    async def test_a_stream_under_a_wrong_content_type(self) -> None:
        assert text_of(await plays(answer(delta({"content": "a"}), *END, content_type="text/plain"))) == "a"

    async def test_a_whole_object_where_a_stream_was_asked(self) -> None:
        message = {
            "role": "assistant",
            "content": "All at once.",
            "tool_calls": [{"id": "t", "function": {"name": "f", "arguments": "{}"}}],
        }
        events = await plays(
            json_answer(
                {"choices": [{"message": message, "finish_reason": "tool_calls"}], "usage": {"prompt_tokens": 3, "completion_tokens": 4}}
            )
        )
        assert text_of(events) == "All at once."
        assert [call.name for call in calls_of(events)] == ["f"]
        assert usage_of(events) is not None

    async def test_an_error_object_with_status_200(self) -> None:
        _, error = await fails(json_answer({"error": {"message": "No credits, insufficient_quota", "code": 402}}))
        assert isinstance(error, errors.UpstreamAuthError)

    @pytest.mark.parametrize("status", [301, 302, 307])
    async def test_redirects_are_not_followed(self, status: int) -> None:
        async with (
            FaultServer(answer(*END)) as elsewhere,
            FaultServer(answer(b"", status=status, headers={"location": elsewhere.url})) as server,
        ):
            _, error = await broken(OpenAiSpeaker().gateway(server.url))
            assert isinstance(error, errors.UpstreamProtocolError)
            assert elsewhere.received == []

    async def test_refusals_are_shown_and_marked(self) -> None:
        events = await plays(answer(delta({"refusal": "I can't "}), delta({"refusal": "help."}), *END))
        assert (text_of(events), events[-1]) == ("I can't help.", Finished(FinishReason.REFUSED))

    async def test_content_filter_is_a_refusal(self) -> None:
        assert (await plays(answer(delta({}, "content_filter"))))[-1] == Finished(FinishReason.REFUSED)

    @pytest.mark.parametrize("reason", ["error", "insufficient_system_resource"])
    async def test_a_finish_reason_that_is_an_error(self, reason: str) -> None:
        text, error = await fails(answer(delta({"content": "a"}), delta({}, reason)))
        assert (text, type(error)) == ("a", errors.UpstreamUnavailableError)

    @pytest.mark.parametrize(
        "chunk",
        [
            {"choices": None},
            {"choices": [None]},
            {"choices": ["x"]},
            {"choices": [{"delta": None}]},
            {"choices": [{"delta": {"content": 7, "tool_calls": "x", "reasoning": {}}}]},
            {"choices": [{"delta": {"tool_calls": [None, {}, {"function": "x"}]}}], "usage": "many"},
            {
                "choices": [{"delta": {"content": [None, 1, {"text": None}, {"thinking": "x"}]}}],
                "usage": {"prompt_tokens": "1", "completion_tokens": -4},
            },
        ],
    )
    async def test_fields_of_the_wrong_type(self, chunk: object) -> None:
        assert text_of(await plays(answer(sse(chunk), delta({"content": "a"}), *END))) == "a"


class TestConnection:
    async def test_tls_with_a_certificate_nobody_knows(self, untrusted: ssl.SSLContext) -> None:
        async with FaultServer(answer(*END), tls=untrusted) as server:
            _, error = await broken(OpenAiSpeaker().gateway(server.url))
            assert isinstance(error, errors.UpstreamUnavailableError)
            assert server.received == []

    async def test_one_connection_serves_many_answers(self) -> None:
        async with FaultServer(OpenAiSpeaker().says(Said())) as server:
            gateway = OpenAiSpeaker().gateway(server.url)
            for _ in range(5):
                assert [event async for event in gateway.stream(ASKED)]
            assert (len(server.received), server.connections) == (5, 1)
            await gateway.close()

    async def test_no_proxy_from_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        assert text_of(await plays(OpenAiSpeaker().says(Said()))) == "Hello."

    async def test_the_key_is_sent_to_its_address_only_as_a_header(self) -> None:
        async with FaultServer(OpenAiSpeaker().says(Said())) as server:
            await events_of(OpenAiSpeaker().gateway(server.url))
            sent = server.received[0]
        assert sent.headers["authorization"].startswith("Bearer sk-secret")
        assert b"sk-secret" not in sent.body
        assert "sk-secret" not in sent.path

    def test_the_gateway_works_in_one_loop_after_another(self) -> None:
        """The command line and tests run several loops in one process."""

        async def ask(port: int) -> LlmGateway:
            async with FaultServer(OpenAiSpeaker().says(Said()), port=port) as server:
                gateway = gateways[0] if gateways else OpenAiSpeaker().gateway(server.url)
                assert text_of([event async for event in gateway.stream(ASKED)]) == "Hello."
                ports.append(server.port)
                return gateway

        gateways: list[LlmGateway] = []
        ports: list[int] = [0]
        gateways.append(asyncio.run(ask(ports[-1])))
        asyncio.run(ask(ports[-1]))
        asyncio.run(gateways[0].close())
