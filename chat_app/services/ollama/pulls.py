"""Pulls that run: owned by the process and not by a page, watched by any number of viewers.

They are kept in memory: what came so far is on the Ollama server, which goes on there when the same model is pulled again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import aclosing

from chat_app.errors import AppError, UpstreamError, UpstreamTimeoutError, UpstreamUnavailableError
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.ids import new_id
from chat_app.services.ollama.dto import Pull
from chat_app.services.ollama.errors import PullNotFoundError, PullRunningError, TooManyPullsError
from chat_app.services.ollama.progress import Progress
from chat_app.services.ollama.servers import OllamaServers

logger = logging.getLogger(__name__)

MOST_RUNNING = 4
MOST_KEPT = 20
SIGN_OF_LIFE_SECONDS = 10.0
BATCH_SECONDS = 0.25
"""Viewers hear of changes this often at most."""
BROKEN_OFF = "ollama_errors.broken_off"

Ended = Callable[[Pull], Awaitable[None]]


class PullBook:
    """All pulls of this process, newest first."""

    def __init__(self, servers: OllamaServers, clock: Clock) -> None:
        self._servers = servers
        self._clock = clock
        self._pulls: dict[str, Progress] = {}
        self._tasks: dict[str, tuple[Progress, asyncio.Task[None], Ended]] = {}
        """Also of pulls that have ended and are being written down."""
        self._changed = asyncio.Event()
        self._closed = False

    def list(self) -> list[Pull]:
        return [pull.record() for pull in reversed(self._pulls.values())]

    def get(self, pull_id: str) -> Pull:
        """Raises `PullNotFoundError`."""
        return self._find(pull_id).record()

    def running(self, server: str, model: str) -> Pull | None:
        """The pull of this model that runs already."""
        same = (pull for pull in self._pulls.values() if pull.state == "running" and (pull.server, pull.model) == (server, model))
        return next((pull.record() for pull in same), None)

    def require_room(self) -> None:
        """Raise `TooManyPullsError` while no other pull may begin."""
        if sum(pull.state == "running" for pull in self._pulls.values()) >= MOST_RUNNING:
            raise TooManyPullsError(count=MOST_RUNNING)

    def begin(self, config: ProviderConfig, model: str, ended: Ended) -> Pull:
        """Start a pull; `ended` is told of its end. Raises `TooManyPullsError`."""
        self.require_room()
        self._drop(pull for pull in self._pulls.values() if (pull.server, pull.model) == (config.id, model))
        pull = Progress(new_id(), config.id, config.label, model, self._clock())
        self._pulls[pull.id] = pull
        self._tasks[pull.id] = (pull, asyncio.create_task(self._run(pull, config, ended)), ended)
        self._tell()
        return pull.record()

    async def cancel(self, pull_id: str) -> Pull:
        """End a pull; one that has ended stays as it is. Raises `PullNotFoundError`."""
        pull = self._find(pull_id)
        await self._stop(pull)
        return pull.record()

    def dismiss(self, pull_id: str) -> None:
        """Forget one that has ended; raises `PullNotFoundError` or `PullRunningError`."""
        if self._find(pull_id).state == "running":
            raise PullRunningError
        self._drop([self._pulls[pull_id]])
        self._tell()

    async def follow(self, seconds: float) -> AsyncGenerator[list[Pull]]:
        """All pulls now and after every change, for some seconds, and now and then though nothing changed, as a sign of life."""
        end = time.monotonic() + seconds
        while not self._closed:
            changed = self._changed
            yield self.list()
            if time.monotonic() >= end:
                return
            try:
                await asyncio.wait_for(changed.wait(), SIGN_OF_LIFE_SECONDS)
                await asyncio.sleep(BATCH_SECONDS)
            except TimeoutError:
                continue

    async def close(self) -> None:
        """End all pulls: Ollama keeps what came."""
        self._closed = True
        self._tell()
        await asyncio.gather(*(self._stop(pull) for pull, _task, _ended in list(self._tasks.values())), return_exceptions=True)

    async def _run(self, pull: Progress, config: ProviderConfig, ended: Ended) -> None:
        try:
            await self._fetch(pull, config)
            pull.end("done", self._clock())
        except asyncio.CancelledError:
            # Whoever cancels wants exactly this; the task itself ends in good order, with its entry in the log.
            pull.end("cancelled", self._clock())
        except AppError as error:
            failure = _in_words(error, pull)
            logger.info("pull of %s on %s: %s", pull.model, pull.server, getattr(error, "detail", "") or error)
            pull.end("failed", self._clock(), failure.key, failure.params)
        except Exception:
            logger.exception("pull of %s on %s", pull.model, pull.server)
            pull.end("failed", self._clock(), AppError.default_key)
        self._tell()
        try:
            await ended(pull.record())
        finally:
            self._tasks.pop(pull.id, None)
            self._drop(list(self._pulls.values())[:-MOST_KEPT])

    async def _stop(self, pull: Progress) -> None:
        if pull.id not in self._tasks:
            return
        _pull, task, ended = self._tasks[pull.id]
        if pull.state == "running":
            task.cancel()
        await asyncio.wait([task])
        # A task that is cancelled before its first step never runs, not even its own ending.
        if pull.state == "running":
            pull.end("cancelled", self._clock())
            self._tasks.pop(pull.id, None)
            self._tell()
            await ended(pull.record())

    async def _fetch(self, pull: Progress, config: ProviderConfig) -> None:
        async with self._servers.open(config) as server, aclosing(server.pull(pull.model)) as steps:  # pyright: ignore[reportArgumentType]
            async for step in steps:
                pull.take(step, time.monotonic())
                self._tell()

    def _find(self, pull_id: str) -> Progress:
        if pull_id not in self._pulls:
            raise PullNotFoundError
        return self._pulls[pull_id]

    def _drop(self, pulls: Iterable[Progress]) -> None:
        for pull in list(pulls):
            if pull.state != "running":
                self._pulls.pop(pull.id, None)

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


def _in_words(error: AppError, pull: Progress) -> AppError:
    if isinstance(error, UpstreamUnavailableError | UpstreamTimeoutError) and not error.key.startswith("ollama_errors."):
        return UpstreamError(BROKEN_OFF, provider=pull.server_label, model=pull.model)
    return error
