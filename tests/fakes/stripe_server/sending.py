"""Sends events to a webhook as Stripe does: signed by its library, at least once, in no order."""

from __future__ import annotations

import json
import queue
import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import httpx
import stripe

Thing = dict[str, Any]
PAUSES = (0.1, 0.3, 1.0, 3.0, 10.0)
"""Seconds before each further try; Stripe takes hours."""


def signed(event: Thing, secret: str, at: int | None = None) -> tuple[bytes, dict[str, str]]:
    """Body and headers of a message."""
    body = json.dumps(event, indent=2)
    header = stripe.WebhookSignature.generate_signature_header(payload=body, secret=secret, timestamp=at or int(time.time()))
    return body.encode(), {"Stripe-Signature": header, "Content-Type": "application/json; charset=utf-8", "User-Agent": "Stripe/1.0"}


@dataclass
class Sender:
    """Where events go. Without a URL they are only kept (and listed by the API)."""

    url: str = ""
    secret: str = "whsec_local"
    copies: int = 1
    """How often each event is sent."""
    delay: float = 0.0
    shuffled: bool = False
    """Waits for `delay` and sends what has come together until then in another order."""
    answers: list[tuple[str, int]] = field(default_factory=list)
    """Event type and status of each message; 0 for none."""

    def __post_init__(self) -> None:
        self._queue: queue.Queue[tuple[Thing, int] | None] = queue.Queue()
        self._open = 0
        self._changed = threading.Condition()
        threading.Thread(target=self._work, daemon=True).start()

    def send(self, event: Thing) -> None:
        """Sooner or later."""
        if self.url:
            with self._changed:
                self._open += self.copies
            for _ in range(self.copies):
                self._queue.put((event, 0))

    def send_now(self, event: Thing) -> int:
        """The status that the webhook answers; 0 when nobody answers."""
        body, headers = signed(event, self.secret)
        try:
            status = httpx.post(self.url, content=body, headers=headers, timeout=20, trust_env=False).status_code
        except httpx.HTTPError:
            status = 0
        self.answers.append((event["type"], status))
        return status

    def wait(self, seconds: float = 15) -> None:
        """Until everything was taken; raises `TimeoutError`."""
        with self._changed:
            if not self._changed.wait_for(lambda: not self._open, seconds):
                raise TimeoutError(f"{self._open} messages were not taken: {self.answers[-5:]}")

    def stop(self) -> None:
        self._queue.put(None)

    def _work(self) -> None:
        while item := self._queue.get():
            if self.delay:
                time.sleep(self.delay)
            for event, tries in self._together(item):
                self._try(event, tries)

    def _together(self, first: tuple[Thing, int]) -> list[tuple[Thing, int]]:
        items = [first]
        while self.shuffled and not self._queue.empty() and (item := self._queue.get()):
            items.append(item)
        if self.shuffled:
            random.shuffle(items)
        return items

    def _try(self, event: Thing, tries: int) -> None:
        if 200 <= self.send_now(event) < 300 or tries >= len(PAUSES):
            with self._changed:
                self._open -= 1
                self._changed.notify_all()
            return
        timer = threading.Timer(PAUSES[tries], self._queue.put, [(event, tries + 1)])
        timer.daemon = True
        timer.start()
