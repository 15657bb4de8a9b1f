"""Mail goes out beside the request that causes it: how long a server takes tells nothing about whom it was for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any

from chat_app.integrations.mail.port import Mail, MailError, MailFile, MailSender
from chat_app.services.mail.letters import Kind, write_letter

logger = logging.getLogger(__name__)

PAUSES_SECONDS = (5.0, 30.0, 180.0)
"""Between tries of the same mail."""
MOST_WAITING = 2_000
AT_ONCE = 4
CLOSING_SECONDS = 5


class Outbox:
    """Letters on their way. They live in memory: whoever waits for one when Parley stops asks again."""

    def __init__(self, sender: MailSender | None, origin: str, pauses: Sequence[float] = PAUSES_SECONDS) -> None:
        """`origin` is where the links in letters lead; never what a request says."""
        self._sender = sender
        self._origin = origin
        self._pauses = tuple(pauses)
        self._on_their_way: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)

    @property
    def is_open(self) -> bool:
        """Whether there is a mail server."""
        return self._sender is not None

    def link(self, path: str) -> str:
        """The address of a page of ours, as it stands in letters."""
        return f"{self._origin}{path}"

    def post(self, to: str, language: str, kind: Kind, path: str = "", **params: str | int) -> None:
        """Send a letter; returns at once, and says nothing about whether it arrived. Without a server nothing is sent."""
        if self._sender is None:
            return
        if len(self._on_their_way) >= MOST_WAITING:
            logger.error("Too many letters are waiting for the mail server: one was dropped")
            return
        mail = write_letter(to, language, kind, self._origin, self.link(path) if path else "", **params)
        self.soon(self._deliver(self._sender, mail, kind))

    async def send(self, to: str, language: str, kind: Kind, path: str = "", files: Sequence[MailFile] = (), **params: str | int) -> None:
        """Send a letter now, once; raises `MailError`. For those whose callers keep what is still to be sent."""
        if self._sender is None:
            raise MailError("there is no mail server", may_succeed_later=True)
        mail = write_letter(to, language, kind, self._origin, self.link(path) if path else "", **params)
        async with self._slots:
            await self._sender.send(replace(mail, files=tuple(files)))

    def soon(self, work: Coroutine[Any, Any, None]) -> None:
        """Do what leads to a letter beside the request, too: then the answer takes as long whether there is one or not."""
        task = asyncio.get_running_loop().create_task(work)
        self._on_their_way.add(task)
        task.add_done_callback(self._ended)

    async def drain(self) -> None:
        """Wait until nothing is on its way."""
        while self._on_their_way:
            await asyncio.wait(set(self._on_their_way))

    async def close(self) -> None:
        """Let go of what the server does not take within seconds."""
        if self._on_their_way:
            await asyncio.wait(set(self._on_their_way), timeout=CLOSING_SECONDS)
        for task in set(self._on_their_way):
            task.cancel()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._on_their_way.discard(task)
        if not task.cancelled() and (problem := task.exception()):
            logger.error("A letter was not written", exc_info=problem)

    async def _deliver(self, sender: MailSender, mail: Mail, kind: Kind) -> None:
        for pause in (*self._pauses, None):
            try:
                async with self._slots:
                    return await sender.send(mail)
            except MailError as error:
                logger.warning("A letter (%s) was not sent: %s", kind, error)
                if pause is None or not error.may_succeed_later:
                    return None
            await asyncio.sleep(pause)
        return None
