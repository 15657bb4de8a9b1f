"""How far a pull is: its layers, its speed, the time that is left."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from chat_app.integrations.ollama.port import Phase, PullStep
from chat_app.services.ollama.dto import Layer, Params, Pull, PullState

WINDOW_SECONDS = 8.0
_MOST_SAMPLES = 400


@dataclass(slots=True)
class Progress:
    """A pull while it runs. `at` is a moment of a monotonic clock, in seconds."""

    id: str
    server: str
    server_label: str
    model: str
    began_at: datetime
    state: PullState = "running"
    phase: Phase = "asking"
    ended_at: datetime | None = None
    problem_key: str = ""
    problem_params: Params = field(default_factory=dict)
    version: int = 1
    _layers: dict[str, Layer] = field(default_factory=dict)
    _here_before: int = 0
    """Bytes that were on the server already when it first spoke of them: nobody waited for them."""
    _samples: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=_MOST_SAMPLES))

    def take(self, step: PullStep, at: float) -> None:
        """Note what the server said."""
        self.phase = step.phase
        self.version += 1
        if not step.layer:
            return
        before = self._layers.get(step.layer)
        if before is None or before.done == 0:
            self._here_before += step.done
        done = max(step.done, before.done if before else 0)
        self._layers[step.layer] = Layer(step.layer, done, max(step.total, done))
        self._samples.append((at, self.done - self._here_before))
        while len(self._samples) > 2 and at - self._samples[0][0] > WINDOW_SECONDS:
            self._samples.popleft()

    def end(self, state: PullState, at: datetime, problem_key: str = "", problem_params: Params | None = None) -> None:
        self.state, self.ended_at, self.version = state, at, self.version + 1
        self.problem_key, self.problem_params = problem_key, problem_params or {}

    @property
    def done(self) -> int:
        return sum(layer.done for layer in self._layers.values())

    @property
    def total(self) -> int:
        return sum(layer.total for layer in self._layers.values())

    @property
    def speed(self) -> int:
        """Bytes per second over the last seconds; 0 while there is too little to tell it from."""
        if self.state != "running" or self.phase != "loading" or len(self._samples) < 2:
            return 0
        (first, before), (last, now) = self._samples[0], self._samples[-1]
        return max(0, round((now - before) / (last - first))) if last > first else 0

    def record(self) -> Pull:
        """How it stands now."""
        done, total, speed = self.done, self.total, self.speed
        return Pull(
            id=self.id,
            server=self.server,
            server_label=self.server_label,
            model=self.model,
            state=self.state,
            phase=self.phase,
            layers=tuple(self._layers.values()),
            done=done,
            total=total,
            speed=speed,
            seconds_left=-(-(total - done) // speed) if speed else None,
            began_at=self.began_at,
            ended_at=self.ended_at,
            problem_key=self.problem_key,
            problem_params=self.problem_params,
            version=self.version,
        )
