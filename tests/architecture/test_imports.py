from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.architecture.sources import PROJECT, called_names, imported_modules, modules

HEAVY = (
    "litellm",
    "onnxruntime",
    "stripe",
    "boto3",
    "qdrant_client",
    "fastembed",
    "PIL",
    "ollama",
    "authlib",
    "openai",
    "numpy",
    "alembic",
)
VENDORS = frozenset(
    {"litellm", "ollama", "stripe", "boto3", "botocore", "qdrant_client", "fastembed", "authlib", "openai", "onnxruntime", "PIL"}
)
HTTP_CLIENTS = frozenset({"httpx", "aiohttp", "requests", "urllib3"})


def test_import_contracts_hold():
    done = subprocess.run([sys.executable, "-m", "importlinter.cli", "lint"], cwd=PROJECT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_vendors_are_known_to_integrations_only():
    found = [
        f"{name}:{line} imports {module}"
        for name, tree in modules()
        if not name.startswith("chat_app/integrations/")
        for line, module in imported_modules(tree)
        if module.partition(".")[0] in VENDORS | HTTP_CLIENTS
    ]

    assert found == []


def test_queries_stand_in_queries_modules_only():
    found = [
        f"{name}:{line} calls select()"
        for name, tree in modules()
        if not name.endswith(("/queries.py", "_queries.py"))
        for line, called in called_names(tree)
        if called == "select"
    ]

    assert found == []


@pytest.fixture(scope="module")
def imported_at_start() -> set[str]:
    """Everything in memory when the server has loaded the app, seen from a process of its own."""
    code = "import sys, json, chat_app.chat_app; print(json.dumps([*sys.modules]))"
    environment = {"PATH": "/usr/bin:/bin", "__REFLEX_SKIP_COMPILE": "true", "REFLEX_ENV_MODE": "prod"}
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("module", HEAVY)
def test_start_loads_nothing_heavy(imported_at_start: set[str], module: str):
    assert module not in imported_at_start
