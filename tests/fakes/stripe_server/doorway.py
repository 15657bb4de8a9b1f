"""What every request passes: the key, faults, and idempotency as Stripe keeps it."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from typing import Any, Literal

from fastapi import Request, Response

from tests.fakes.stripe_server.errors import StripeRefusalError

FaultKind = Literal["refuse", "lose"]


@dataclass
class Fault:
    """What goes wrong with the next `times` requests of a method to a path that starts so."""

    method: str
    path: str
    status: int = 500
    """What is answered; 0 cuts the connection."""
    kind: FaultKind = "refuse"
    """"refuse" does nothing, "lose" does it and loses the answer."""
    times: int = 1


@dataclass
class Seen:
    """A request as it came."""

    method: str
    path: str
    form: dict[str, Any]
    key: str
    version: str


@dataclass
class Doorway:
    """Keeps answers by their idempotency keys, and what was asked."""

    api_key: str = "sk_test_local"
    faults: list[Fault] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    kept: dict[str, tuple[str, int, bytes]] = field(default_factory=dict)
    busy: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def check_key(self, request: Request) -> None:
        """Raises `StripeRefusalError` for a stranger."""
        if request.headers.get("authorization") != f"Bearer {self.api_key}":
            raise StripeRefusalError(401, "invalid_request_error", "Invalid API Key provided: sk_test_*****cal")

    def fault_of(self, method: str, path: str) -> Fault | None:
        with self.lock:
            for fault in self.faults:
                if fault.times > 0 and fault.method == method and path.startswith(fault.path):
                    fault.times -= 1
                    return fault
        return None

    def replay(self, key: str, asked: str) -> Response | None:
        """The answer of before; raises `StripeRefusalError` when the key was used for something else, or is in use."""
        with self.lock:
            if key in self.busy:
                raise StripeRefusalError(
                    409, "idempotency_error", "There is currently another in-progress request using this Idempotent Key."
                )
            if key not in self.kept:
                self.busy.add(key)
                return None
            before, status, body = self.kept[key]
        if before != asked:
            message = f"Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}'."
            raise StripeRefusalError(400, "idempotency_error", message)
        return Response(body, status, {"Idempotent-Replayed": "true"}, "application/json")

    def keep(self, key: str, asked: str, status: int, body: bytes) -> None:
        """What a request did is answered again; what was only refused may be asked anew."""
        with self.lock:
            self.busy.discard(key)
            if status in {200, 402} or status >= 500:
                self.kept[key] = (asked, status, body)


def fingerprint(request: Request, form: dict[str, Any]) -> str:
    return json.dumps([request.method, request.url.path, form], sort_keys=True)
