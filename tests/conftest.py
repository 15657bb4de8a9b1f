"""Switches for all tests: nobody but this machine is called, and nothing of the developer's own set-up counts."""

from __future__ import annotations

import ipaddress
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

PROJECT = Path(__file__).resolve().parents[1]


class CallsOutsideError(RuntimeError):
    """A test tried to reach a machine other than this one."""


def _forget_own_settings() -> None:
    """Neither provider keys nor settings of the shell reach a test; data goes to a folder that is thrown away."""
    # Where the small model is that some tests embed with; what is served by tests has none and fetches none.
    if folder := os.environ.get("PARLEY_EMBEDDING_MODEL_PATH"):
        os.environ["PARLEY_TEST_MODEL"] = folder
    for name in list(os.environ):
        if name.startswith("PARLEY_TEST_"):
            continue
        if name.startswith("PARLEY_") or name.endswith(("_API_KEY", "_BASE_URL")):
            del os.environ[name]
    os.environ["PARLEY_DATA_DIR"] = tempfile.mkdtemp(prefix="parley-tests-")
    os.environ["PARLEY_EMBEDDING_MODEL"] = "none"
    os.environ |= {
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        "MOTO_ALLOW_NONEXISTENT_REGION": "true",
    }


def _refuse_outside(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: sees every connection and every look-up of a name that Python makes."""
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if host is not None and not _is_here(host):
        raise CallsOutsideError(f"tests talk to this machine only, not to {host!r}")


def _is_here(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name in {"", "localhost", "0.0.0.0", "::"}:
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


# How long an example takes says something about the machine and nothing about Parley.
settings.register_profile("parley", parent=settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("parley")

_forget_own_settings()
sys.addaudithook(_refuse_outside)

from chat_app.settings import Settings  # noqa: E402  (only now is the environment what tests should see)

Settings.model_config["env_file"] = None
os.chdir(PROJECT)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite file to copy: migrating anew for each test would take most of the time."""
    from chat_app.db import migrate

    path = tmp_path_factory.mktemp("database") / "empty.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server for the whole run, from the `pgserver` wheel."""
    from bench.databases import postgres

    pytest.importorskip("pgserver")
    with postgres() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_database(postgres_url: str) -> str:
    """The same, migrated."""
    from chat_app.db import migrate

    migrate(postgres_url)
    return postgres_url


@pytest.fixture(scope="session", autouse=True)
def no_canary_sings() -> Iterator[None]:
    """X18, over the whole run: an error at its end names the secret that came out, and where."""
    from tests.canaries import watching

    with watching():
        yield
