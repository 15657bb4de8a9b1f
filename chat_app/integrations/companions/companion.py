"""A process of ours that answers questions: started when first asked, started anew when it died, ended when nobody asks."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from chat_app.integrations.companions.frames import PARENT, BrokenFrameError, Message, framed, receive
from chat_app.integrations.companions.turns import Turns

logger = logging.getLogger(__name__)

PROJECT = Path(__file__).resolve().parents[3]
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}
SECONDS = 120.0
END_SECONDS = 5.0


class CompanionDiedError(Exception):
    """It ended, or was ended because it took too long, before it had answered. Asking again starts another."""


class RefusedError(Exception):
    """It answered that it cannot: `kind` names the error that it met."""

    def __init__(self, kind: str, detail: str) -> None:
        self.kind = kind
        self.detail = detail
        super().__init__(f"{kind}: {detail}")


class Companion:
    """Asks `python -m module …`, which calls `serve`. One question at a time; urgent ones go before those that wait."""

    def __init__(
        self,
        module: str,
        arguments: Sequence[str] = (),
        *,
        environment: Mapping[str, str] | None = None,
        idle_seconds: float | None = None,
    ) -> None:
        """`idle_seconds`: how long it is kept without a question; None keeps it until `close`."""
        self._command = [sys.executable, "-m", module, *arguments]
        self._environment = {**ENVIRONMENT, **(environment or {}), PARENT: str(os.getpid())}
        self._idle_seconds = idle_seconds
        self._turns = Turns()
        self._process: asyncio.subprocess.Process | None = None
        self._end: asyncio.TimerHandle | None = None

    @property
    def pid(self) -> int | None:
        """The process that lives now."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def ask(self, question: Message, *, urgent: bool = False, seconds: float = SECONDS) -> Message:
        """Return its answer. Raises `CompanionDiedError`, or `RefusedError` when the answer is an error."""
        async with self._turns.take(urgent=urgent):
            answer = await self._whole(asyncio.ensure_future(self._exchange(question, seconds)))
        if "error" in answer.head:
            raise RefusedError(answer.head["error"], answer.head.get("detail", ""))
        return answer

    async def close(self) -> None:
        """End it, once what it does is done, or after `END_SECONDS`; a later question starts another."""
        try:
            async with asyncio.timeout(END_SECONDS), self._turns.take(urgent=True):
                await self._ended()
        except TimeoutError:
            self._kill()

    async def _whole(self, exchange: asyncio.Task[Message]) -> Message:
        """Wait for an answer even when nobody wants it any more: the next one would be taken for it."""
        try:
            return await asyncio.shield(exchange)
        except asyncio.CancelledError:
            try:
                await asyncio.wait({exchange})
            except asyncio.CancelledError:
                exchange.cancel()
                self._kill()
            raise

    async def _exchange(self, question: Message, seconds: float) -> Message:
        self._cancel_end()
        process = await self._started()
        assert process.stdin  # noqa: S101  (it was started with pipes)
        assert process.stdout  # noqa: S101
        try:
            async with asyncio.timeout(seconds):
                process.stdin.write(framed(question))
                await process.stdin.drain()
                answer = await receive(process.stdout)
        except (TimeoutError, OSError, asyncio.IncompleteReadError, BrokenFrameError, ValueError) as problem:
            self._kill()
            await process.wait()
            logger.warning("%s ended without an answer (%s, code %s)", self._command[2], type(problem).__name__, process.returncode)
            raise CompanionDiedError(f"{type(problem).__name__}, code {process.returncode}") from problem
        self._end_later()
        return answer

    async def _started(self) -> asyncio.subprocess.Process:
        if self.pid is None:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                cwd=PROJECT,
                env=self._environment,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
            )
        assert self._process  # noqa: S101
        return self._process

    def _end_later(self) -> None:
        if self._idle_seconds is not None:
            self._end = asyncio.get_running_loop().call_later(self._idle_seconds, self._end_when_idle)

    def _end_when_idle(self) -> None:
        if self._turns.idle and self._process and self._process.stdin:
            self._process.stdin.close()

    def _cancel_end(self) -> None:
        if self._end:
            self._end.cancel()
            self._end = None
        # One that was told to end takes no more questions.
        if self._process and self._process.stdin and self._process.stdin.is_closing():
            self._process = None

    async def _ended(self) -> None:
        self._cancel_end()
        process = self._process
        if process is not None and process.returncode is None:
            assert process.stdin  # noqa: S101  (it was started with a pipe)
            process.stdin.close()
            await process.wait()
        self._process = None

    def _kill(self) -> None:
        if self._process and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.kill()
