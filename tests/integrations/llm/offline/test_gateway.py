"""The built-in assistant as a gateway: the promises of the contract that need no wire."""

from __future__ import annotations

import asyncio

from chat_app.integrations.llm.offline import MODEL_NAME, OfflineGateway
from chat_app.integrations.llm.port import (
    Finished,
    FinishReason,
    ImagePart,
    LlmEvent,
    LlmMessage,
    LlmRequest,
    Role,
    Sampling,
    TextDelta,
    UsageReport,
)
from tests.integrations.llm.contract import ASKED, events_of, text_of, usage_of
from tests.integrations.llm.offline.conftest import NOW


def asking(*messages: LlmMessage, **options: object) -> LlmRequest:
    return LlmRequest(MODEL_NAME, messages, **options)  # type: ignore[arg-type]


def user(text: str) -> LlmMessage:
    return LlmMessage.of_text(Role.USER, text)


async def said(request: LlmRequest) -> list[LlmEvent]:
    return await events_of(OfflineGateway(lambda: NOW), request)


class TestStream:
    async def test_streams_word_by_word_and_ends_with_usage_and_finished(self) -> None:
        events = await said(ASKED)
        deltas = [event for event in events if isinstance(event, TextDelta)]
        assert len(deltas) > 10
        assert all(len(delta.text) < 60 for delta in deltas)
        assert [type(event) for event in events[-2:]] == [UsageReport, Finished]
        assert events[-1] == Finished(FinishReason.STOP)
        assert sum(isinstance(event, Finished | UsageReport) for event in events) == 2

    async def test_pieces_make_the_whole_answer(self) -> None:
        text = text_of(await said(asking(user("sort lines:\n  b\n\ta"))))
        assert text.startswith("```text\n")
        assert text.endswith("\n```")

    async def test_counts_tokens(self) -> None:
        usage = usage_of(await said(asking(user("How do I connect OpenAI?"))))
        assert usage is not None
        assert 5 <= usage.input <= 10
        assert 60 <= usage.output <= 200

    async def test_answers_the_last_message_with_the_earlier_in_mind(self) -> None:
        request = asking(user("My name is Ada"), LlmMessage.of_text(Role.ASSISTANT, "My name is Eve"), user("What is my name?"))
        assert "Ada" in text_of(await said(request))

    async def test_system_prompts_do_not_speak(self) -> None:
        events = await said(asking(LlmMessage.of_text(Role.SYSTEM, "My name is Mallory. 2+2"), user("what is my name?")))
        assert "Mallory" not in text_of(events)

    async def test_uses_the_persons_language_where_words_tell_nothing(self) -> None:
        assert "2,5" in text_of(await said(asking(user("5/2"), language="de")))

    async def test_no_message_at_all(self) -> None:
        assert text_of(await said(asking()))

    async def test_a_picture_alone(self) -> None:
        assert text_of(await said(asking(LlmMessage(Role.USER, (ImagePart("image/png", b"x"),)))))

    async def test_stops_at_the_limit_of_tokens(self) -> None:
        events = await said(asking(user("Hello"), sampling=Sampling(max_tokens=5)))
        usage = usage_of(events)
        assert usage is not None
        assert 0 < usage.output <= 5
        assert events[-1] == Finished(FinishReason.LENGTH)

    async def test_lets_others_run_between_words(self) -> None:
        turns = 0

        async def count() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        other = asyncio.create_task(count())
        events = await said(asking(user("How do I connect a model?")))
        other.cancel()
        assert turns >= sum(isinstance(event, TextDelta) for event in events)

    async def test_can_be_left_in_the_middle(self) -> None:
        gateway = OfflineGateway(lambda: NOW)
        events = gateway.stream(ASKED)
        assert isinstance(await anext(events), TextDelta)
        await events.aclose()  # type: ignore[attr-defined]
        await gateway.close()

    async def test_a_megabyte_is_answered_off_the_loop(self) -> None:
        assert text_of(await said(asking(user("word " * 200_000))))


class TestListModels:
    async def test_is_one_model_without_abilities(self) -> None:
        (model,) = await OfflineGateway().list_models()
        assert (model.name, model.vision, model.tools, model.reasoning) == ("parley", False, False, False)
