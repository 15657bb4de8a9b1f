"""The part "operations": random operations on the books and on a plain model of them, and calls that race with their sweep.

After each operation balances have to equal the model's and I1 to I8 to hold; an exception ends the part.
"""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from bench import figures
from bench.databases import postgres, sqlite
from chat_app.db import migrate

OPERATIONS = 50_000
"""On each database."""
ORDERS = 1_000
BATCH = 40
"""Examples between two lines of progress."""
DATABASES = {"sqlite": sqlite, "postgres": postgres}


def measure(operations: int = OPERATIONS, orders: int = ORDERS) -> None:
    """Measure both databases at the same time and keep `operations.json`."""
    with ProcessPoolExecutor(len(DATABASES)) as pool:
        under_way = {name: pool.submit(_on, name, operations, orders) for name in DATABASES}
        figures.save("operations", {name: each.result() for name, each in under_way.items()})


def _on(name: str, operations: int, orders: int) -> dict[str, Any]:
    from tests.services.charging.random_calls import Calls  # noqa: PLC0415  (the models live with the tests)
    from tests.services.ledger.random_books import Books  # noqa: PLC0415

    begun = time.perf_counter()
    with DATABASES[name]() as url:
        migrate(url)
        calls = _until(name, url, Calls, "interleavings", orders, steps=15)
        books = _until(name, url, Books, "", operations, steps=50)
    return {
        "interleavings": calls.pop("interleavings"),
        "operations": books.total(),
        "by_kind": {"calls": dict(calls), "books": dict(books)},
        "violations": 0,
        "seconds": round(time.perf_counter() - begun),
    }


def _until(name: str, url: str, machine: Any, counted: str, enough: int, steps: int) -> Counter[str]:
    """Try examples until so many were counted: of one kind, or together."""
    from tests.databases import try_at_random  # noqa: PLC0415

    done: Counter[str] = Counter()
    while (reached := done[counted] if counted else done.total()) < enough:
        done += try_at_random(url, machine, BATCH, steps)
        print(f"{name}, {machine.__name__}: {reached} of {enough}", flush=True)
    return done
