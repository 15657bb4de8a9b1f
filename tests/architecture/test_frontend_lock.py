from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator

from tests.architecture.sources import PROJECT, modules

LOCK = PROJECT / "reflex.lock"
EXACT = re.compile(r"^(?P<name>@?[^@]+)@(?P<version>\d[\w.+-]*)$")
PACKAGE_ATTRIBUTES = frozenset({"lib_dependencies", "library"})


def packages_of_components() -> Iterator[tuple[str, str]]:
    """Where, and which npm package, for all that our components ask for (`lib_dependencies`, `library`)."""
    for name, tree in modules("components", "pages"):
        for node in ast.walk(tree):
            if isinstance(node, (ast.Assign, ast.AnnAssign)):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                if any(isinstance(target, ast.Name) and target.id in PACKAGE_ATTRIBUTES for target in targets) and node.value:
                    texts = (leaf.value for leaf in ast.walk(node.value) if isinstance(leaf, ast.Constant))
                    yield from ((name, text) for text in texts if isinstance(text, str) and "@" in text)


def test_components_ask_for_exact_versions():
    assert [(name, package) for name, package in packages_of_components() if not EXACT.match(package)] == []


def test_lock_holds_what_components_ask_for():
    locked = json.loads((LOCK / "package.json").read_text())["dependencies"]
    wanted = {match["name"]: match["version"] for _name, package in packages_of_components() if (match := EXACT.match(package))}

    assert {name: locked.get(name) for name in wanted} == wanted, "run: make lock"


def test_lock_names_no_download_address():
    """Everybody installs from the registry that they have configured, not from the one of whoever made the lock."""
    for path in LOCK.iterdir():
        assert "://" not in path.read_text(), path.name


def test_lock_checks_every_package():
    entries = re.findall(r'^    "[^"]+": \[(.*)\],?$', (LOCK / "bun.lock").read_text(), re.MULTILINE)

    assert entries
    assert [entry for entry in entries if '"sha512-' not in entry] == []
