"""What a browser can call. Each public function of a state class is an endpoint, so each new one must be entered here on purpose."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import reflex as rx

import chat_app.state
from tests.architecture.sources import modules

SNAPSHOT = Path(__file__).with_name("events.toml")
DECORATORS = ("rx.event", "rx.var")


def state_classes(root: type = rx.State) -> Iterator[type]:
    yield root
    for child in root.get_substates():
        yield from state_classes(child)


def is_frameworks(function: object) -> bool:
    return getattr(function, "__module__", "").startswith("reflex")


def callable_events() -> dict[str, dict[str, str]]:
    """State class -> event -> permission that its guard asks for ("" without a guard)."""
    for module in pkgutil.walk_packages(chat_app.state.__path__, "chat_app.state."):
        importlib.import_module(module.name)
    found: dict[str, dict[str, str]] = {}
    for state in state_classes():
        for name, handler in state.event_handlers.items():
            if state.__module__.startswith("chat_app.") and not is_frameworks(handler.fn):
                found.setdefault(state.__name__, {})[name] = getattr(handler.fn, "required_permission", "")
    return found


def framework_events() -> set[str]:
    return {name for state in state_classes() for name, handler in state.event_handlers.items() if is_frameworks(handler.fn)}


def as_toml(events: dict[str, dict[str, str]]) -> str:
    return "\n".join(
        f"[{state}]\n" + "".join(f'{name} = "{permission}"\n' for name, permission in sorted(handlers.items()))
        for state, handlers in sorted(events.items())
    )


def test_every_event_is_entered_with_its_permission():
    entered = tomllib.loads(SNAPSHOT.read_text())
    entered.pop("framework")
    events = callable_events()

    assert events == entered, f"{SNAPSHOT.name} should say, if this is what you mean:\n\n{as_toml(events)}"


def test_every_event_asks_for_a_permission():
    unguarded = [f"{state}.{name}" for state, events in callable_events().items() for name, permission in events.items() if not permission]

    assert unguarded == []


def test_reflex_brings_no_other_events():
    assert sorted(framework_events()) == tomllib.loads(SNAPSHOT.read_text())["framework"]["events"]


def test_public_functions_of_states_are_handlers_or_vars():
    bare = [
        f"{name}:{function.lineno} {state.name}.{function.name}"
        for name, tree in modules("state")
        for state in ast.walk(tree)
        if isinstance(state, ast.ClassDef) and any("State" in ast.unparse(base) for base in state.bases)
        for function in state.body
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)) and not function.name.startswith("_")
        if not any(ast.unparse(decorator).startswith(DECORATORS) for decorator in function.decorator_list)
    ]

    assert bare == []
