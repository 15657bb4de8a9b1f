"""Two models at once where the first one lets its person wait: the one that says a word first answers, the other is called off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass

from chat_app.integrations.llm.port import LlmEvent, LlmGateway, LlmRequest, ReasoningDelta, TextDelta, TokenUsage, UsageReport
from chat_app.services.chat.context import count_tokens
from chat_app.services.kernel.tokens import estimate_tokens


@dataclass(frozen=True, slots=True)
class _End:
    """Nothing more comes; perhaps because of an error."""

    error: Exception | None = None


class Pump:
    """Reads a model's stream in a task of its own, so that it can be called off whatever it waits for."""

    def __init__(self, gateway: LlmGateway, request: LlmRequest) -> None:
        self._gateway = gateway
        self._request = request
        self._queue: asyncio.Queue[LlmEvent | _End] = asyncio.Queue()
        self._spoke = asyncio.Event()
        self._wrote: list[str] = []
        self._usage: TokenUsage | None = None
        self.failed = False
        """Whether it ended with an error before it said a word."""
        self._task = asyncio.create_task(self._read(), name="hedged answer")

    @property
    def spoke(self) -> bool:
        """Whether something came: words, an end or an error."""
        return self._spoke.is_set()

    async def wait(self) -> None:
        """Until it speaks."""
        await self._spoke.wait()

    async def events(self) -> AsyncIterator[LlmEvent]:
        """What came and comes; raises what the model failed with."""
        while not isinstance(item := await self._queue.get(), _End):
            yield item
        if item.error:
            raise item.error

    async def call_off(self) -> tuple[TokenUsage, bool]:
        """End it; what it used, and whether its provider counted that: a request that was sent is read and paid for."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        estimate = TokenUsage(input=count_tokens(self._request.messages), output=estimate_tokens("".join(self._wrote)))
        return (self._usage, True) if self._usage else (TokenUsage() if self.failed else estimate, False)

    async def _read(self) -> None:
        end = _End()
        try:
            async with aclosing(self._gateway.stream(self._request)) as events:  # pyright: ignore[reportArgumentType]  (every adapter is a generator)
                async for event in events:
                    self._note(event)
                    self._queue.put_nowait(event)
                    self._spoke.set()
        except Exception as error:  # noqa: BLE001  (it is raised where the events are read)
            self.failed = not self._spoke.is_set()
            end = _End(error)
        finally:
            self._queue.put_nowait(end)
            self._spoke.set()

    def _note(self, event: LlmEvent) -> None:
        if isinstance(event, TextDelta | ReasoningDelta):
            self._wrote.append(event.text)
        elif isinstance(event, UsageReport):
            self._usage = event.usage


async def first_to_speak(one: Pump, two: Pump) -> Pump:
    """The one whose words come first; one that failed does not count while the other may still answer."""
    waits = {asyncio.create_task(pump.wait()): pump for pump in (one, two)}
    try:
        done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        spoke = [pump for wait, pump in waits.items() if wait in done]
        well = [pump for pump in spoke if not pump.failed]
        if well or len(spoke) == len(waits):
            return (well or spoke)[0]
        other = two if spoke[0] is one else one
        await other.wait()
        return other
    finally:
        for wait in waits:
            wait.cancel()
