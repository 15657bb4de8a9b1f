"""Reading the code base as text and syntax trees, for rules about it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "chat_app"


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Name (path from the project) and syntax tree of every module in these folders of the package, or in all."""
    for root in [PACKAGE / folder for folder in folders] or [PACKAGE]:
        for path in sorted(root.rglob("*.py")):
            yield path.relative_to(PROJECT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported_modules(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything that is imported anywhere in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.lineno, node.module


def called_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and last name of everything that is called: `sa.select(…)` and `select(…)` are both "select"."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            target = node.func
            if isinstance(target, ast.Name):
                yield node.lineno, target.id
            elif isinstance(target, ast.Attribute):
                yield node.lineno, target.attr
