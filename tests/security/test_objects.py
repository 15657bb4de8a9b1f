"""X2: every route and every event with an id, tried by somebody else and by nobody. Generated, so that nothing is forgotten."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest
from reflex_base.registry import RegistrationContext
from sqlmodel import Session, SQLModel, select

from chat_app.api.app import create_api
from chat_app.services.kernel.ids import new_id
from chat_app.wiring import Services
from tests.fakes.app_server import built_app
from tests.fakes.reflex_client import ReflexClient
from tests.security.objects import CANARY, CLASSES, Belongings
from tests.security.people import person

app = built_app()

SPEC = create_api().openapi()
METHODS = {"get", "post", "put", "patch", "delete", "head"}
NAMES = {
    "server": "ollama",
    "number": "1",
    "index": "0",
    "name": "retention",
    "slug": "staff",
    "currency": "TRY",
    "format": "pdf",
    "report": "vat",
    "method_id": "pm_1",
    # Imports are no rows: that nobody sees another's is in `tests/services/project_files`.
    "import_id": "01900000-0000-7000-8000-000000000000",
}
"""Parameters that name no row, with a value that exists."""
UNTOUCHED = {"audit_entries", "audit_head", "login_sessions", "secrets", "passkeys"}
"""What a refused request may write (that it was refused, that somebody was there), and rows of bytes that JSON cannot show."""
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("post", "/api/v1/conversations/{conversation_id}/messages"): {"text": "Hello"},
    ("patch", "/api/v1/messages/{message_id}"): {"pinned": True},
    ("post", "/api/v1/canvases/{canvas_id}/rewrite"): {"revision": "1", "start": 0, "end": 1, "instruction": "Shorter"},
}
"""Where the smallest body that the schema allows says too little."""


def operations() -> list[tuple[str, str]]:
    return [(method, path) for path, verbs in SPEC["paths"].items() for method in verbs if "{" in path and method in METHODS]


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = SPEC["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for choice in schema.get("anyOf", schema.get("oneOf", [])):
        if choice.get("type") != "null":
            return resolved(choice)
    return schema


def smallest(schema: dict[str, Any], belongings: Belongings, name: str = "") -> Any:
    """The smallest value that a schema allows; ids are those of the other person."""
    schema = resolved(schema)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    kind = schema.get("type", "object")
    if kind == "object":
        return {
            key: smallest(value, belongings, key)
            for key, value in schema.get("properties", {}).items()
            if key in schema.get("required", [])
        }
    if kind == "array":
        return [smallest(schema["items"], belongings, name.removesuffix("s"))] * max(1, schema.get("minItems", 0))
    if kind == "string":
        named = belongings.id_for(name)
        return named if named and "pattern" in schema else "x" * max(1, schema.get("minLength", 0))
    return {"integer": schema.get("minimum", 1), "number": 1, "boolean": True}[kind]


def request_of(method: str, path: str, belongings: Belongings) -> dict[str, Any]:
    """Query, headers and body that get a request past its validation."""
    operation = SPEC["paths"][path][method]
    query = {
        p["name"]: smallest(p["schema"], belongings) for p in operation.get("parameters", []) if p["in"] == "query" and p.get("required")
    }
    wanted: dict[str, Any] = {"params": query, "headers": {"Upload-Offset": "0"}}
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return wanted | ({"json": BODIES.get((method, path)) or smallest(body["schema"], belongings)} if body else {})


def filled(path: str, belongings: Belongings) -> str:
    """The path with the other person's ids in it; a parameter that nothing stands for fails."""
    names = re.findall(r"{(\w+)}", path)
    values = {name: NAMES.get(name) or belongings.id_for(name) for name in names}
    assert all(values.values()), f"{path}: tests/security/objects.py knows no row for {values}"
    return path.format(**values)


def everything(session: Session) -> dict[str, list[str]]:
    """All rows of all tables that a refused request must leave alone."""
    return {
        name: sorted(row.model_dump_json() for row in session.exec(select(kind)).all())
        for name, kind in CLASSES.items()
        if name not in UNTOUCHED
    }


@pytest.fixture
async def world(shared: Services) -> tuple[Services, Belongings, dict[str, str], dict[str, str]]:
    """A person who owns one of everything, with the headers of their browser and of a manager's, who may do more than most."""
    first, first_headers = await person(shared, "first")
    _, second_headers = await person(shared, "second", "manager")
    belongings = Belongings(first.user_id)
    await shared.db.write(belongings.write)
    # Downloads belong to administrators, neither of whom is here: any id stands for one.
    belongings.in_memory["pull_id"] = new_id()
    belongings.in_memory["chat_id"] = (await shared.temporary.create(first)).id
    belongings.in_memory["model_id"] = f"{getattr(belongings.rows['providers'], 'slug')}/one"  # noqa: B009
    return shared, belongings, first_headers, second_headers


async def test_routes_with_an_id_answer_somebody_else_as_if_there_were_nothing(world, browser):
    parts, belongings, _, other_headers = world
    stranger, other = browser(parts), browser(parts, **other_headers)
    before = await parts.db.read(everything)
    wrong: dict[str, Any] = {}
    for method, path in operations():
        address, nothing = filled(path, belongings), filled(path, Belongings_of_nothing(belongings))
        wanted = request_of(method, path, belongings)
        answer, of_nothing = await other.request(method, address, **wanted), await other.request(method, nothing, **wanted)
        anonymous = await stranger.request(method, address, **wanted)
        if (answer.status_code, anonymous.status_code) != (404, 401) or answer.content != of_nothing.content:
            wrong[f"{method} {path}"] = (answer.status_code, of_nothing.status_code, anonymous.status_code, answer.text[:200])
        if CANARY in answer.text:
            wrong[f"{method} {path}: tells"] = answer.text[:200]
    assert not wrong, "\n".join(f"{route}: {why}" for route, why in wrong.items())
    assert await parts.db.read(everything) == before


async def test_the_owner_finds_what_the_others_do_not(world, browser):
    """Else the test above would pass with ids that do not exist."""
    parts, belongings, owner_headers, _ = world
    owner = browser(parts, **owner_headers)
    paths = [path for method, path in operations() if method == "get" and "/admin/" not in path]
    found = [path for path in paths if (await owner.get(filled(path, belongings), **request_of("get", path, belongings))).status_code < 300]
    assert len(found) > len(paths) / 2, set(paths) - set(found)


async def test_events_with_an_id_change_nothing_of_somebody_else(world, app_port, monkeypatch):
    monkeypatch.setattr("chat_app.services.kernel.rates.TokenBuckets.take", lambda self, key: True)
    parts, belongings, _, other_headers = world
    before = await parts.db.read(lambda session: _of(session, belongings))
    handlers = RegistrationContext.get().event_handlers
    tried = []
    async with ReflexClient(app_port, headers=other_headers) as tab:
        for name, entry in sorted(handlers.items()):
            if entry.handler.fn.__module__.startswith("chat_app.") and (payload := _payload(entry.handler.fn, belongings)):
                await tab.send(name, payload)
                tried.append(name)
        await tab.silence(1.0)
        assert not tab.closed.is_set()
        assert CANARY not in "".join(tab.frames)
    assert len(tried) > 60
    assert await parts.db.read(lambda session: _of(session, belongings)) == before


class Belongings_of_nothing(Belongings):  # noqa: N801  (reads as what it is)
    """The same parameters with ids that nothing has."""

    def __init__(self, real: Belongings) -> None:
        super().__init__(new_id())
        self._real = real

    def id_for(self, parameter: str) -> str | None:
        return new_id() if self._real.id_for(parameter) else None


def _of(session: Session, belongings: Belongings) -> dict[str, Any]:
    """What the person owns, row by row."""
    return {
        name: [other.model_dump_json() for other in session.exec(select(type(row))).all() if _owner(other) == belongings.user_id]
        for name, row in belongings.rows.items()
        if name not in UNTOUCHED
    }


def _owner(row: SQLModel) -> object:
    return getattr(row, "owner_id", getattr(row, "user_id", None))


def _payload(handler: Any, belongings: Belongings) -> dict[str, Any]:
    """Arguments of the right types, with the other person's ids; {} for a handler that takes none."""
    payload: dict[str, Any] = {}
    named = False
    for parameter in list(inspect.signature(handler).parameters.values())[1:]:
        single = parameter.name.removesuffix("s") if parameter.name.endswith("ids") else parameter.name
        value = belongings.id_for("conversation_id" if single == "id" else single) if single.endswith("id") else None
        named = named or value is not None
        text = str(parameter.annotation)
        if value is not None:
            payload[parameter.name] = [value] if "list" in text else value
        elif parameter.default is inspect.Parameter.empty:
            payload[parameter.name] = next(
                (v for key, v in (("list", []), ("dict", {}), ("bool", True), ("int", 1), ("float", 1.0)) if key in text), "x"
            )
    return payload if named else {}
