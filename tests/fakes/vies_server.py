"""A register of VAT ids that speaks as the Commission's does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.thread_server import served


class Vies:
    """What it knows, what it was asked, and what it answers instead when it is unwell."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[str, str]] = {}
        self.asked: list[dict[str, Any]] = []
        self.problem = ""
        self.odd: Response | None = None
        self.url = ""

    async def check(self, request: Request) -> Response:
        body = await request.json()
        self.asked.append(body)
        if self.odd is not None:
            return self.odd
        if self.problem:
            return JSONResponse({"actionSucceed": False, "errorWrappers": [{"error": self.problem}]}, status_code=500)
        name, address = self.known.get(body["countryCode"] + body["vatNumber"], ("", ""))
        return JSONResponse(
            {
                "countryCode": body["countryCode"],
                "vatNumber": body["vatNumber"],
                "requestDate": "2026-05-04T12:00:00.000Z",
                "valid": bool(name),
                "requestIdentifier": f"WAPIAAAA{len(self.asked)}" if "requesterNumber" in body else "",
                "name": name or "---",
                "address": address or "---",
            }
        )


@contextmanager
def vies_server() -> Iterator[Vies]:
    register = Vies()
    with served(Starlette(routes=[Route("/rest-api/check-vat-number", register.check, methods=["POST"])])) as port:
        register.url = f"http://127.0.0.1:{port}/rest-api"
        yield register
