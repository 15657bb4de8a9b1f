"""A desk to be photographed: the app with a data folder of its own, the models that answer in it, and what lies on it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from scripts.screens.model import MODELS, Models, serve
from scripts.screens.seeding import Seeding
from tests.fakes.stripe_server import StripeServer, stripe_server

HERE = Path(__file__).parent
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Desk:
    """What a picture needs to know: where the app is, which chats it has, what to type."""

    url: str
    language: str
    chats: dict[str, str]
    texts: dict[str, Any]
    models: Models


@contextmanager
def desk(language: str) -> Iterator[Desk]:
    """Start everything, fill it, and throw it away afterwards."""
    texts = tomllib.loads((HERE / f"desk_{language}.toml").read_text())
    models = Models(texts)
    with (
        TemporaryDirectory(prefix="parley-screens-") as data,
        serve(models) as model_url,
        stripe_server() as stripe,
        app(Path(data), model_url, stripe) as url,
    ):
        stripe.sender.url = f"{url}/webhooks/stripe"
        seeding = Seeding(url, texts)
        seeding.run(language)
        seeding.age(Path(data))
        yield Desk(url, language, seeding.chats, texts, models)


@contextmanager
def app(data: Path, model_url: str, stripe: StripeServer) -> Iterator[str]:
    """The app in a process of its own; gives its address."""
    port = free_port()
    settings = {"PARLEY_PORT": str(port), "PARLEY_DATA_DIR": str(data), "PARLEY_TITLE_GENERATION": "false"}
    settings |= {"PARLEY_STRIPE_SECRET_KEY": "sk_test_local", "PARLEY_STRIPE_WEBHOOK_SECRET": "whsec_local"}
    settings |= {"PARLEY_STRIPE_API_BASE": stripe.url, "PARLEY_OUTBOUND_ALLOW": stripe.host}
    settings |= {f"{vendor.upper()}_API_KEY": "none" for vendor in MODELS}
    kept = {name: value for name, value in os.environ.items() if not name.endswith(("_API_KEY", "_BASE_URL"))}
    command = [sys.executable, "-m", "scripts.screens.app", model_url]
    process = subprocess.Popen(command, cwd=HERE.parents[1], env={**kept, **settings})
    try:
        wait_for(url := f"http://localhost:{port}")
        yield url
    finally:
        process.terminate()
        process.wait(15)


def wait_for(url: str) -> None:
    for _ in range(PATIENCE * 10):
        try:
            httpx.get(f"{url}/health", timeout=1).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("Parley does not start.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
