"""No paid action happens without cover, because there is one way to a model and it leads past the till (`services/charging`)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from chat_app.settings import Settings
from chat_app.wiring import build_services
from tests.architecture.sources import PROJECT, called_names, imported_modules, modules

CATALOGUE = "chat_app/services/catalogue/catalogue.py"
ROUTING = "chat_app/services/routing/"
WRAPPERS = {
    "chat_app/services/charging/gateway.py",
    "chat_app/services/redaction/gateway.py",
    "chat_app/services/routing/local_only.py",
    "chat_app/services/routing/watching.py",
}
"""Gateways around gateways: they ask what they are around."""
ASKING = {"chat_app/services/chat/relay.py", "chat_app/services/chat/hedging.py", "chat_app/services/embedding/service.py"}
"""Where a model is asked: with the gateway of a way that the catalogue made."""
MAKERS = {"bare_gateway", "gateway_for", "OfflineGateway"}
"""What makes gateways without cover."""
MAKING = {
    "chat_app/services/routing/watching.py": {"bare_gateway"},
    "chat_app/wiring/chats.py": {"bare_gateway", "OfflineGateway"},
}
"""The wiring gives bare ones to the catalogue, which covers them, and to what tries out a provider by its list of models."""


def above_the_port() -> Iterator[tuple[str, ast.Module]]:
    return ((name, tree) for name, tree in modules() if not name.startswith("chat_app/integrations/"))


def asks_of_gateways(tree: ast.AST) -> list[int]:
    """Lines that call `stream` or `embed` of something that is called a gateway, or is inside of one."""
    found: list[int] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"stream", "embed"}:
            source = ast.unparse(node.func.value)
            found += [node.lineno] if "gateway" in source.lower() or source.endswith("inner") else []
    return found


def test_models_are_asked_in_few_places_and_all_by_ways_of_the_catalogue() -> None:
    found = {name for name, tree in above_the_port() if asks_of_gateways(tree)}
    assert found == WRAPPERS | ASKING
    for name in ASKING:
        assert not {called for _, called in called_names(ast.parse((PROJECT / name).read_text(encoding="utf-8")))} & MAKERS


def test_only_the_catalogue_makes_ways_and_it_covers_them() -> None:
    making = [name for name, tree in modules() for _, called in called_names(tree) if called == "Route"]
    assert set(making) == {CATALOGUE}
    tree = ast.parse((PROJECT / CATALOGUE).read_text(encoding="utf-8"))
    route = next(node for node in ast.walk(tree) if isinstance(node, ast.AsyncFunctionDef) and node.name == "route")
    returned = [ast.unparse(node.value) for node in ast.walk(route) if isinstance(node, ast.Return) and node.value]
    assert [text.startswith(("Route(self._offline", "await self._sales.cover(actor, Route(")) for text in returned] == [True, True]


def test_bare_gateways_are_made_for_the_catalogue_alone() -> None:
    found = {
        name: {module.rpartition(".")[2] for module in names} & MAKERS
        for name, tree in above_the_port()
        if (names := {f"{source}.{each}" for source, each in _imported_names(tree)})
    }
    assert {name: makers for name, makers in found.items() if makers} == MAKING
    assert {name for name, tree in above_the_port() for _, module in imported_modules(tree) if module.endswith("_gateway")} == set()


def test_every_call_that_is_written_down_is_charged() -> None:
    """Rows of calls are added by `record_call` alone, which settles first; that a call has its id is a matter of types."""
    adding = {name for name, tree in modules() for _, called in called_names(tree) if called == "add_call"}
    assert adding == {"chat_app/services/usage/recording.py"}


async def test_the_house_is_wired_so(tmp_path: Path) -> None:
    parts = build_services(Settings(data_dir=tmp_path))
    try:
        assert parts.catalogue._sales is parts.cover
    finally:
        await parts.close()


def _imported_names(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)
