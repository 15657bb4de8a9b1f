"""The guards that `scripts/prove_guards.py` takes out one by one are where it looks for them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
GUARDS = tomllib.loads((Path(__file__).parent / "guards.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", GUARDS)
def test_is_where_it_was_and_has_its_test(name: str) -> None:
    guard = GUARDS[name]
    assert guard["guard"] in (PROJECT / guard["file"]).read_text(encoding="utf-8")
    assert (PROJECT / guard["test"].split(" ")[0]).exists()
