"""No text for people in components and pages: it all comes from the catalogue."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from chat_app.i18n import catalogue

PACKAGE = Path(__file__).parents[2] / "chat_app"
TEXT_PROPS = {"title", "placeholder", "label", "alt", "aria_label", "aria-label", "text", "hint"}
NAMES = {"Parley"}
"""Our own name is the same in every language."""
MODULES = sorted([*(PACKAGE / "components").rglob("*.py"), *(PACKAGE / "pages").rglob("*.py")])
SCRIPTS = sorted((PACKAGE / "components").rglob("*.jsx"))


def is_text(value: object) -> bool:
    return isinstance(value, str) and bool(re.search(r"[A-Za-zÄÖÜäöü]{2}", value)) and value not in NAMES and value not in catalogue()


def literal_texts(tree: ast.AST) -> list[str]:
    """Strings that an element would show: children of rx.el, and props that people read."""
    found: list[str] = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        shown = list(call.args) if ast.unparse(call.func).startswith("rx.el.") else []
        shown += [keyword.value for keyword in call.keywords if keyword.arg in TEXT_PROPS]
        found += [node.value for node in shown if isinstance(node, ast.Constant) and is_text(node.value)]
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_python_has_no_text_of_its_own(path: Path) -> None:
    assert literal_texts(ast.parse(path.read_text())) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_jsx_has_no_text_of_its_own(path: Path) -> None:
    code = re.sub(r"/\*.*?\*/|^\s*//.*?$", "", path.read_text(), flags=re.DOTALL | re.MULTILINE)
    between_tags = re.findall(r">\s*([A-Z][a-z]+(?: [A-Za-z,.]+)*)\s*</", code)
    in_props = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]+)"', code)
    assert between_tags + in_props == []


def test_the_check_sees_a_planted_text() -> None:
    assert literal_texts(ast.parse('rx.el.p("Hello there")')) == ["Hello there"]
    assert literal_texts(ast.parse('Field.create(placeholder="Write")')) == ["Write"]
