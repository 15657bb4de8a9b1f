"""Writes one streamed answer at the speed its plan says, driven by timers of the loop only."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from bench.upstream.model_name import AnswerPlan
from bench.upstream.text import answer_json_tokens
from bench.upstream.wire import Completion

BURST = 16
"""Events per write when the speed is not limited; streams take turns."""

HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-cache\r\n"
    b"Transfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n"
)


def http_chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


class AnswerStream:
    """With a limited speed every token is a write of its own, so it is a packet of its own, too."""

    def __init__(
        self, transport: asyncio.Transport, plan: AnswerPlan, completion: Completion, count: int, on_end: Callable[[], None]
    ) -> None:
        self._transport = transport
        self._plan = plan
        self._completion = completion
        self._count = count
        self._reason = "stop" if count == plan.tokens else "length"
        self._on_end = on_end
        self._loop = asyncio.get_running_loop()
        self._tokens = answer_json_tokens(count)
        self._sent = 0
        self._start = self._loop.time() + plan.ttft
        self._paused = self._ended = False
        transport.write(HEAD)
        self._timer: asyncio.Handle = self._loop.call_at(self._start, self._begin)

    def pause(self) -> None:
        """The client reads slowly: write nothing until `resume`."""
        self._paused = True

    def resume(self) -> None:
        self._paused = False
        if not self._ended:
            self._timer.cancel()
            self._timer = self._loop.call_soon(self._tick)

    def close(self) -> None:
        """The client is gone."""
        self._ended = True
        self._timer.cancel()

    def _begin(self) -> None:
        self._transport.write(http_chunk(self._completion.head()))
        self._tick()

    def _tick(self) -> None:
        if self._ended or self._paused:
            return
        due = self._due()
        frames = [self._frame(index) for index in range(self._sent, due)]
        if self._plan.tps:
            for frame in frames:
                self._transport.write(frame)
        elif frames:
            self._transport.write(b"".join(frames))
        self._sent = due
        if due == self._plan.cut:
            self.close()
            self._transport.abort()
        elif due >= self._count:
            self._finish()
        elif self._plan.tps:
            self._timer = self._loop.call_at(self._start + due / self._plan.tps, self._tick)
        else:
            self._timer = self._loop.call_soon(self._tick)

    def _due(self) -> int:
        """How many tokens should have been sent by now."""
        due = int((self._loop.time() - self._start) * self._plan.tps + 1e-06) + 1 if self._plan.tps else self._sent + BURST
        due = min(self._count, due)
        return self._plan.cut if 0 <= self._plan.cut <= due else due

    def _frame(self, index: int) -> bytes:
        token = b'"%d:%d "' % (index, time.time() * 1e6) if self._plan.stamped else self._tokens[index]
        return http_chunk(self._completion.token(token, reasoning=index < self._plan.reasoning))

    def _finish(self) -> None:
        self._ended = True
        self._transport.write(http_chunk(self._completion.tail(self._count, self._reason)) + b"0\r\n\r\n")
        self._on_end()
