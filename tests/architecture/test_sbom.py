"""docs/sbom.json names what the locks pin, no more and no less."""

from __future__ import annotations

import json

from scripts.make_sbom import NPM_ENTRY, PYTHON_PIN, SBOM
from tests.architecture.sources import PROJECT

COMPONENTS = json.loads(SBOM.read_text(encoding="utf-8"))["components"]


def test_names_every_python_package_of_the_lock():
    pinned = set(PYTHON_PIN.findall((PROJECT / "requirements.txt").read_text()))

    assert {(part["name"], part["version"]) for part in COMPONENTS if part["purl"].startswith("pkg:pypi/")} == pinned, (
        "run: python -m scripts.make_sbom"
    )


def test_names_every_package_of_the_frontend():
    pinned = {(name, version) for name, version, _checksum in NPM_ENTRY.findall((PROJECT / "reflex.lock" / "bun.lock").read_text())}

    assert len(pinned) > 100
    assert {(part["name"], part["version"]) for part in COMPONENTS if part["purl"].startswith("pkg:npm/")} == pinned


def test_no_licence_forbids_what_we_do():
    """Nothing whose licence would bind Parley's own code."""
    named = {part["name"]: part["licenses"][0]["license"]["name"] for part in COMPONENTS if "licenses" in part}

    assert len(named) > 100
    assert [name for name, licence in named.items() if "AGPL" in licence or licence.startswith("GPL")] == []
