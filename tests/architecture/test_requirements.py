from __future__ import annotations

import re

import pytest

from tests.architecture.sources import PROJECT

DIRECT = (
    "reflex", "sqlmodel", "psycopg", "litellm", "qdrant-client", "fastembed", "stripe", "authlib", "cryptography", "pillow", "boto3",
    "apscheduler", "ollama",
)  # fmt: skip
NAME = re.compile(r"^([A-Za-z0-9_.-]+)", re.MULTILINE)
PINNED = re.compile(r"^([a-z0-9_.-]+)(?:\[[^\]]+\])?==(\S+)", re.MULTILINE)
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt")


def wanted(lock: str) -> set[str]:
    return {name.lower() for name in NAME.findall((PROJECT / lock.replace(".txt", ".in")).read_text()) if not name.startswith("-")}


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_everything_wanted(lock: str):
    pinned = {name for name, _version in PINNED.findall((PROJECT / lock).read_text())}

    assert wanted(lock) - pinned == set(), "run: make lock"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock: str):
    pins = re.split(r"\n(?=[a-z0-9])", (PROJECT / lock).read_text().strip())

    assert [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_direct_dependencies_are_listed():
    assert set(DIRECT) - wanted("requirements.txt") == set()


def test_no_malicious_litellm_release_is_locked():
    versions = dict(PINNED.findall((PROJECT / "requirements.txt").read_text()))

    assert versions["litellm"] not in {"1.82.7", "1.82.8"}


def test_reflex_is_the_version_whose_internals_we_know():
    versions = dict(PINNED.findall((PROJECT / "requirements.txt").read_text()))

    assert versions["reflex"] == versions["reflex-base"] == "0.10.1"
