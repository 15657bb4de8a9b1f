from __future__ import annotations

import re

import pytest
from pydantic import AliasChoices

from chat_app.settings import Settings
from tests.architecture.sources import PROJECT

VARIABLE = re.compile(r"^#? ?([A-Z][A-Z0-9_]+)=", re.MULTILINE)
DOCUMENTED = re.compile(r"`([A-Z][A-Z0-9_]{3,}[A-Z0-9])`")


def variables_of(name: str) -> tuple[str, ...]:
    """The environment variables that fill a setting."""
    alias = Settings.model_fields[name].validation_alias
    if isinstance(alias, AliasChoices):
        return tuple(str(choice) for choice in alias.choices)
    return (f"PARLEY_{name.upper()}",)


def usual_name(name: str) -> str:
    """The one of them that people know: a vendor's own where there is one."""
    return variables_of(name)[-1]


ALL = sorted(Settings.model_fields)
KNOWN = {variable for name in ALL for variable in variables_of(name)}
EXAMPLE = PROJECT / ".env.example"
REFERENCE = PROJECT / "docs" / "configuration.md"


@pytest.mark.parametrize("name", ALL)
def test_setting_is_in_the_example_file(name: str):
    assert usual_name(name) in VARIABLE.findall(EXAMPLE.read_text())


@pytest.mark.parametrize("name", ALL)
def test_setting_is_in_the_reference(name: str):
    assert f"`{usual_name(name)}`" in REFERENCE.read_text()


def test_example_file_names_no_unknown_setting():
    assert set(VARIABLE.findall(EXAMPLE.read_text())) <= KNOWN


def test_reference_names_no_unknown_setting():
    named = {name for name in DOCUMENTED.findall(REFERENCE.read_text()) if name.startswith("PARLEY_")}

    assert named <= KNOWN


def test_example_file_holds_no_secret():
    values = re.findall(r"^[A-Z0-9_]*(?:KEY|PASSWORD|SECRET)[A-Z0-9_]*=(.*)$", EXAMPLE.read_text(), re.MULTILINE)

    assert [value for value in values if value] == []
