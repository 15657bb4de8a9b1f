"""The part "failpoints": kill -9 at each place in holding, answering, charging and sweeping, fifty times on both databases."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bench import figures
from bench.databases import postgres, sqlite
from bench.failpoints import payments
from bench.failpoints.calls import POINTS, Left, recover
from bench.failpoints.shop import Shop
from chat_app.db import Database, migrate

KILLS = 50
AT_ONCE = 12


def measure(kills: int = KILLS) -> None:
    """Measure and keep `failpoints.json`."""
    results: dict[str, Any] = {"kills": kills, "points": [*POINTS, *payments.POINTS]}
    for name, database in (("sqlite", sqlite), ("postgres", postgres)):
        with database() as url:
            migrate(url)
            results[name] = {point: _report(url, [point] * kills) for point in POINTS}
        with database() as url:
            migrate(url)
            results[name] |= {"payments": _payments(url, kills)}
        print(f"{name}: {results[name]}", flush=True)
    figures.save("failpoints", results)


def _payments(url: str, kills: int) -> dict[str, int]:
    from tests.fakes.stripe_server import stripe_server  # noqa: PLC0415  (the local Stripe lives with the tests)

    with stripe_server() as stripe:
        killed, left = payments.kill_at(url, stripe, payments.POINTS * kills)
    return {"killed": killed, **asdict(left)}


def kill_at(url: str, points: Sequence[str]) -> tuple[int, Left]:
    """Let a process die at each of these points; how many did, and what was left after the next start."""
    db = Database(url)
    Shop(db).open()
    db.close()
    killed = 0
    for first in range(0, len(points), AT_ONCE):
        command = [sys.executable, "-m", "bench.failpoints.child", url, *points[first : first + AT_ONCE]]
        killed += int(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return killed, asyncio.run(recover(url))


def _report(url: str, points: Sequence[str]) -> dict[str, int]:
    killed, left = kill_at(url, points)
    return {"killed": killed, **asdict(left)}
