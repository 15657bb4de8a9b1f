"""The tokenizers in memory: one worker thread, at most so many at a time, let go after a rest."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from chat_app.integrations.tokenizers.pieces import encodable, pieces_of
from chat_app.integrations.tokenizers.port import Encoder, TextCount
from chat_app.integrations.tokenizers.shipped import Loader, load_encoder

MOST_ENCODERS = 2
"""In memory at the same time: about 50 MB for the largest, 20 for the others."""
REST_SECONDS = 600.0
MOST_COUNTS = 4_096
"""Texts whose count is remembered, by their digest: about 1 MB."""

_Key = tuple[str, bytes]


class TokenizerShelf:
    """Loads a tokenizer when it is first needed. All work is done by one thread, so that counting never takes a second core."""

    def __init__(self, load: Loader = load_encoder, clock: Callable[[], float] = time.monotonic) -> None:
        self._load = load
        self._clock = clock
        self._loaded: OrderedDict[str, Encoder] = OrderedDict()
        self._missing: set[str] = set()
        self._counts: OrderedDict[_Key, TextCount] = OrderedDict()
        self._worker: ThreadPoolExecutor | None = None
        self._used_at = 0.0
        self._resting: asyncio.TimerHandle | None = None

    async def count(self, encoding: str, texts: Sequence[str]) -> list[TextCount] | None:
        """Count in the worker; None where the encoding is not here."""
        if encoding in self._missing:
            return None
        loop = asyncio.get_running_loop()
        self._worker = self._worker or ThreadPoolExecutor(1, thread_name_prefix="tokens")
        found = await loop.run_in_executor(self._worker, self._count_all, encoding, list(texts))
        self._rest_later(loop)
        return found

    def is_missing(self, encoding: str) -> bool:
        """Whether its file could not be read."""
        return encoding in self._missing

    def known(self, encoding: str, text: str) -> TextCount | None:
        """What was counted of late."""
        return self._counts.get(_key(encoding, text)) if self._counts else None

    @property
    def loaded(self) -> tuple[str, ...]:
        """Those in memory, the one used last at the end."""
        return tuple(self._loaded)

    async def close(self) -> None:
        """Let the worker go."""
        if self._resting:
            self._resting.cancel()
        if self._worker:
            await asyncio.to_thread(self._worker.shutdown, cancel_futures=True)
            self._worker = None
        self._loaded.clear()

    def _count_all(self, encoding: str, texts: Sequence[str]) -> list[TextCount] | None:
        encoder = self._encoder(encoding)
        return None if encoder is None else [self._count(encoding, encoder, text) for text in texts]

    def _count(self, encoding: str, encoder: Encoder, text: str) -> TextCount:
        key = _key(encoding, text)
        found = self._counts.get(key) or _count(encoder, text)
        self._counts[key] = found
        if len(self._counts) > MOST_COUNTS:
            self._counts.popitem(last=False)
        return found

    def _encoder(self, encoding: str) -> Encoder | None:
        encoder = self._loaded.get(encoding) or self._load(encoding)
        if encoder is None:
            self._missing.add(encoding)
            return None
        self._loaded[encoding] = encoder
        self._loaded.move_to_end(encoding)
        while len(self._loaded) > MOST_ENCODERS:
            self._loaded.popitem(last=False)
        return encoder

    def _rest_later(self, loop: asyncio.AbstractEventLoop) -> None:
        self._used_at = self._clock()
        if self._resting is None:
            self._resting = loop.call_later(REST_SECONDS, self._rest, loop)

    def _rest(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give the memory back unless somebody counted meanwhile."""
        self._resting = None
        if self._clock() - self._used_at < REST_SECONDS:
            self._resting = loop.call_later(REST_SECONDS, self._rest, loop)
        elif self._worker:
            self._worker.submit(self._loaded.clear)


def _key(encoding: str, text: str) -> _Key:
    return encoding, hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _count(encoder: Encoder, text: str) -> TextCount:
    tokens, exact = 0, True
    for piece, clean in pieces_of(encodable(text)):
        tokens += encoder.count(piece)
        exact = exact and clean
    return TextCount(tokens, exact)
