"""One run: so many streams at once, and what the client saw of them."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field

from bench.figures import percentile
from bench.machine import Busy, cpu_seconds, own_cpu_seconds, pss_mib
from bench.streams.targets import Target
from bench.upstream.model_name import model_name

UPSTREAM_TTFT_MS = 50
RAMP_PER_SECOND = 100
TIMEOUT_SECONDS = 180

_STAMP = re.compile(r"(\d+):(\d{16}) ")


@dataclass(frozen=True, slots=True)
class Level:
    """`streams` at once, each `requests` times one after the other, `tokens` each at `tps` (0: unlimited)."""

    streams: int
    requests: int = 1
    tokens: int = 100
    tps: float = 50.0

    @property
    def model(self) -> str:
        return model_name(tokens=self.tokens, tps=self.tps, ttft_ms=UPSTREAM_TTFT_MS if self.tps else 0, stamped=bool(self.tps))


@dataclass(slots=True)
class Answer:
    """One answer as the client saw it; times in epoch seconds."""

    sent: float = 0.0
    first: float = 0.0
    last: float = 0.0
    tokens: int = 0
    gaps: int = 0
    lags_ms: list[float] = field(default_factory=list)
    error: str = ""
    _rest: str = ""

    def take(self, text: str, now: float) -> None:
        """Read the stamps in a piece of the answer, which may hold parts of tokens."""
        self.first = self.first or now
        self.last = now
        self._rest += text
        end = 0
        for match in _STAMP.finditer(self._rest):
            self.gaps += int(match[1]) != self.tokens
            self.tokens += 1
            self.lags_ms.append((now - int(match[2]) / 1e6) * 1000)
            end = match.end()
        self._rest = self._rest[end:]


async def run_level(target: Target, level: Level, server_pid: int) -> dict[str, object]:
    """Start the streams at `RAMP_PER_SECOND` and wait for all; times in ms, CPU in seconds."""
    await target.prepare(level.streams * level.requests)
    answers = [Answer() for _ in range(level.streams * level.requests)]
    cpu, ours, client, busy = cpu_seconds(server_pid), own_cpu_seconds(), time.process_time(), Busy.now()
    await asyncio.gather(*(_worker(target, level, index, answers) for index in range(level.streams)))
    used, ours, client = cpu_seconds(server_pid) - cpu, own_cpu_seconds() - ours, time.process_time() - client
    return _summary(level, answers) | {
        "cpu_s_per_1k": round(used * 1000 / (level.tokens * len(answers)), 4),
        "client_cpu_s": round(client, 2),
        # What programs other than ours used meanwhile: the figures are good when it is next to nothing.
        "others_busy_s": round(max(0.0, busy.seconds_since() - ours), 2),
        "pss_mib": pss_mib(server_pid),
    }


async def _worker(target: Target, level: Level, stream: int, answers: list[Answer]) -> None:
    await asyncio.sleep(stream / RAMP_PER_SECOND)
    for request in range(level.requests):
        number = stream * level.requests + request
        answer = answers[number]
        answer.sent = time.time()
        try:
            await asyncio.wait_for(target.ask(number, level.model, answer.take), TIMEOUT_SECONDS)
            if not level.tps:
                answer.tokens = level.tokens
        except Exception as error:
            answer.error = f"{type(error).__name__}: {error}"[:300]


def _summary(level: Level, answers: list[Answer]) -> dict[str, object]:
    good = [answer for answer in answers if not answer.error and answer.tokens == level.tokens and not answer.gaps]
    ttft = [(answer.first - answer.sent) * 1000 for answer in good]
    whole = [(answer.last - answer.sent) * 1000 for answer in good]
    lags = [lag for answer in good for lag in answer.lags_ms]
    span = max((answer.last for answer in good), default=0) - min((answer.sent for answer in good), default=0)
    return {
        "streams": level.streams,
        "tokens_each": level.tokens,
        "tps": level.tps,
        "errors": len(answers) - len(good),
        "error": next((answer.error for answer in answers if answer.error), ""),
        "ttft_p50": round(percentile(ttft, 0.5), 2),
        "ttft_p95": round(percentile(ttft, 0.95), 2),
        "ttft_p99": round(percentile(ttft, 0.99), 2),
        "lag_p50": round(percentile(lags, 0.5), 2),
        "lag_p95": round(percentile(lags, 0.95), 2),
        "lag_p99": round(percentile(lags, 0.99), 2),
        "answer_p50": round(percentile(whole, 0.5), 1),
        "tokens_per_s": round(sum(answer.tokens for answer in good) / span, 1) if span else 0,
    }
