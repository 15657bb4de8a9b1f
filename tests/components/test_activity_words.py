"""Every act that the audit log knows has words for the person who finds it in their activity."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from chat_app.components.account.activity_labels import ACTIONS

CODE = Path(__file__).parents[2] / "chat_app"
RECORDING = {"record", "_record", "note"}
ACT = re.compile(r"[a-z_]+\.[a-z_]+")


def recorded() -> Iterator[str]:
    """The names that are written out where something is recorded."""
    for file in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in RECORDING:
                parts = (part for argument in node.args for part in ast.walk(argument))
                yield from (part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))


def test_nothing_shows_its_bare_name() -> None:
    acts = {name for name in recorded() if ACT.fullmatch(name)}
    assert {"account.create", "user.suspend"} <= acts
    assert {f"account_activity.{act.replace('.', '_')}" for act in acts} - set(ACTIONS) == set()
