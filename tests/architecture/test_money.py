"""No float comes near money: neither written, nor named, nor made by a division (guides on money, "Units")."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGE, PROJECT

PARTS = (
    *("accounting", "budgets", "charging", "disputes", "invoices", "ledger", "payment_events", "reconciliation", "refunds"),
    *("tax", "topups", "vouchers", "wallets", "withdrawals"),
)
EDGES = ("billing", "admin_billing", "ledger", "stripe")
"""What modules of the edges about money are called, or begin with."""
MODELS = ("billing", "budgets", "invoices", "ledger")
FILES = ("services/kernel/money.py", "services/site/billing_sections.py", *(f"models/{name}.py" for name in MODELS))
FLOAT_CALLS = frozenset({"float", "fsum", "sqrt"})
"""What gives a float when it is called."""
TIMES = frozenset({"secs", "seconds", "timeout"})
EXACT_PATHS = ("Path", "root", "folder", "parent", "HERE")
"""Names of paths, which `/` joins."""


def money_modules() -> Iterator[Path]:
    """Everything that reckons with credit, payments, taxes or invoices."""
    for part in PARTS:
        yield from sorted((PACKAGE / "services" / part).rglob("*.py"))
    for part in ("payments", "einvoice"):
        yield from sorted((PACKAGE / "integrations" / part).rglob("*.py"))
    for edge in ("api", "cli", "state", "wiring"):
        yield from sorted(path for path in (PACKAGE / edge).rglob("*.py") if path.stem.startswith(EDGES))
    yield from (PACKAGE / name for name in FILES)


def floats_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and kind of every way to a float but for parameters that are a time to wait."""
    times = {id(node.annotation) for node in ast.walk(tree) if isinstance(node, ast.arg) and node.arg in TIMES}
    for node in ast.walk(tree):
        if id(node) in times:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield node.lineno, f"the number {node.value}"
        elif isinstance(node, ast.Name | ast.Attribute) and _name(node) == "float":
            yield node.lineno, "float"
        elif isinstance(node, ast.Call) and _name(node.func) in FLOAT_CALLS:
            yield node.lineno, f"{_name(node.func)}()"
        elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div) and not _joins_paths(node):
            yield node.lineno, "a division"
        elif isinstance(node, ast.Call) and _name(node.func) == "round":
            yield node.lineno, "round()"


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _joins_paths(node: ast.BinOp | ast.AugAssign) -> bool:
    """Whether a text stands on the right, or the name of a path on the left: nothing else can be joined by `/`."""
    if isinstance(node, ast.AugAssign):
        return False
    is_text = isinstance(node.right, ast.JoinedStr) or (isinstance(node.right, ast.Constant) and isinstance(node.right.value, str))
    return is_text or any(_name(each).lower().endswith(tuple(map(str.lower, EXACT_PATHS))) for each in ast.walk(node.left))


@pytest.mark.parametrize(
    "code",
    ["a = 0.5", "a = float(b)", "def f(a: float) -> None: ...", "a = b / c", "a /= 2", "a = round(b)", "a = math.fsum(b)", "a = 1e3"],
)
def test_every_way_to_a_float_is_seen(code: str) -> None:
    assert list(floats_of(ast.parse(code)))


@pytest.mark.parametrize(
    "code", ["a = b // c", "a = 10**9", "a = data_path / name", "a = here / 'rates.toml'", "a, b = divmod(c, 2)", "def f(secs: float): ..."]
)
def test_whole_numbers_and_paths_are_none(code: str) -> None:
    assert not list(floats_of(ast.parse(code)))


def test_there_is_money_to_look_at() -> None:
    names = {path.relative_to(PACKAGE).as_posix() for path in money_modules()}
    assert {"services/ledger/book.py", "services/kernel/money.py", "integrations/payments/port.py"} <= names
    assert len(names) > 25


def test_no_float_in_money() -> None:
    found = [
        f"{path.relative_to(PROJECT).as_posix()}:{line}: {kind}"
        for path in money_modules()
        for line, kind in floats_of(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []
