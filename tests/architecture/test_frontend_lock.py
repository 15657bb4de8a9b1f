from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator

from tests.architecture.sources import PROJECT, modules

LOCK = PROJECT / "reflex.lock"
PACKAGE = re.compile(r"^(?P<name>(?:@[a-z0-9-]+/)?[a-z0-9][a-z0-9._-]*)@(?P<version>[^@\s]+)$")
EXACT = re.compile(r"^\d+\.\d+\.\d+(?:-[\w.]+)?$")


def packages_of_components() -> Iterator[tuple[str, str, str]]:
    """Module, npm package and version of all that our components ask for."""
    for module, tree in modules("components", "pages"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and (match := PACKAGE.match(node.value)):
                yield module, match["name"], match["version"]


def test_components_ask_for_packages():
    assert {name for _module, name, _version in packages_of_components()} > {"katex", "lucide-react"}


def test_components_ask_for_exact_versions():
    assert [package for package in packages_of_components() if not EXACT.match(package[2])] == []


def test_lock_holds_what_components_ask_for():
    locked = json.loads((LOCK / "package.json").read_text())["dependencies"]
    wanted = {name: version for _module, name, version in packages_of_components()}

    assert {name: locked.get(name) for name in wanted} == wanted, "run: make lock"


def test_lock_names_no_download_address():
    """Everybody installs from the registry that they have configured, not from the one of whoever made the lock."""
    for path in LOCK.iterdir():
        assert "://" not in path.read_text(), path.name


def test_lock_checks_every_package():
    entries = re.findall(r'^    "[^"]+": \[(.*)\],?$', (LOCK / "bun.lock").read_text(), re.MULTILINE)

    assert entries
    assert [entry for entry in entries if '"sha512-' not in entry] == []
