"""The HTTP side of the local Stripe."""

from __future__ import annotations

import asyncio
import copy
import json
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.fakes.stripe_server import bank, checkouts
from tests.fakes.stripe_server.doorway import Fault, Seen, fingerprint
from tests.fakes.stripe_server.errors import StripeRefusalError, invalid
from tests.fakes.stripe_server.forms import read_form
from tests.fakes.stripe_server.listing import expanded
from tests.fakes.stripe_server.pages import bank_page, pay_page
from tests.fakes.stripe_server.routes import every_route

if TYPE_CHECKING:
    from tests.fakes.stripe_server.server import StripeServer


def make_app(server: StripeServer) -> ASGIApp:
    app = FastAPI(openapi_url=None)
    for (method, path), (handler, names) in every_route().items():
        app.add_api_route(f"/v1/{path}", _endpoint(server, handler, names), methods=[method], response_model=None)
    app.add_api_route("/pay/{session_id}", _shown(server), methods=["GET"], response_model=None)
    app.add_api_route("/pay/{session_id}", _paid(server), methods=["POST"], response_model=None)
    app.add_api_route("/bank", lambda: HTMLResponse(bank_page(server.store)), methods=["GET"], response_model=None)
    app.add_api_route("/bank", _banked(server), methods=["POST"], response_model=None)
    return _cuttable(app)


def _endpoint(server: StripeServer, handler: Any, names: frozenset[str]) -> Any:
    async def endpoint(request: Request) -> Response:
        body = (await request.body()).decode() if request.method == "POST" else request.url.query
        form = read_form(body)
        version = request.headers.get("stripe-version", "")
        key = request.headers.get("idempotency-key", "")
        server.doorway.seen.append(Seen(request.method, request.url.path, form, key, version))
        fault = server.doorway.fault_of(request.method, request.url.path)
        if fault and fault.kind == "refuse":
            return _wrong(fault)
        answer = _answer(server, request, handler, names, form, key if request.method == "POST" else "")
        return _wrong(fault) if fault else answer

    return endpoint


def _answer(server: StripeServer, request: Request, handler: Any, names: frozenset[str], form: dict[str, Any], key: str) -> Response:
    asked = fingerprint(request, form)
    try:
        server.doorway.check_key(request)
        if unknown := sorted(set(form) - names):
            raise invalid(f"Received unknown parameter: {unknown[0]}", "parameter_unknown", unknown[0])
        if key and (before := server.doorway.replay(key, asked)):
            return before
    except StripeRefusalError as refusal:
        return _json(refusal.status, refusal.body)
    answer = _done(server, request, handler, form)
    if key:
        server.doorway.keep(key, asked, answer.status_code, bytes(answer.body))
    return answer


def _done(server: StripeServer, request: Request, handler: Any, form: dict[str, Any]) -> Response:
    expand = form.pop("expand", [])
    try:
        with server.store.lock:
            thing = handler(server.api, request.path_params.get("id", ""), form)
            return _json(200, expanded(server.store, copy.deepcopy(thing), expand))
    except StripeRefusalError as refusal:
        return _json(refusal.status, refusal.body)


def _shown(server: StripeServer) -> Any:
    async def shown(session_id: str) -> Response:
        try:
            session = server.store.get("checkout.session", session_id)
        except StripeRefusalError:
            return HTMLResponse("<p>No such page.</p>", 404)
        if session["status"] != "open":
            return HTMLResponse("<p>This page is closed: it was paid, or its time is up.</p>", 410)
        return HTMLResponse(pay_page(server.store, session))

    return shown


def _paid(server: StripeServer) -> Any:
    async def paid(session_id: str, request: Request) -> Response:
        form = read_form((await request.body()).decode())
        session = server.store.get("checkout.session", session_id)
        try:
            with server.store.lock:
                checkouts.pay(server.store, session, form["how"])
        except StripeRefusalError as refusal:
            return HTMLResponse(pay_page(server.store, session, str(refusal)), 402)
        return RedirectResponse(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]), 303)

    return paid


def _banked(server: StripeServer) -> Any:
    async def banked(request: Request) -> Response:
        act, _, payment_id = read_form((await request.body()).decode())["act"].partition(":")
        bank.act(server, act, payment_id)
        return RedirectResponse("/bank", 303)

    return banked


def _json(status: int, body: Any) -> Response:
    headers = {"Request-Id": "req_local", "Stripe-Version": "2026-10-28.endive"}
    return Response(json.dumps(body, indent=2), status, headers, "application/json")


def _wrong(fault: Fault) -> Response:
    if not fault.status:
        return _Cut()
    kind = "rate_limit_error" if fault.status == 429 else "api_error"
    return _json(
        fault.status,
        {"error": {"type": kind, "message": "Sorry, something went wrong.", "code": "lock_timeout" if fault.status == 429 else None}},
    )


class _Cut(Response):
    """Breaks the connection instead of answering."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["cut"]()
        await asyncio.sleep(0.01)


def _cuttable(app: FastAPI) -> ASGIApp:
    """Lets what is inside break uvicorn's connection."""

    async def called(scope: Scope, receive: Receive, send: Any) -> None:
        if scope["type"] == "http":
            scope["cut"] = send.__self__.transport.abort
        await app(scope, receive, send)

    return called
