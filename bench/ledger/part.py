"""The part "ledger": debits a second on one wallet from fifty processes, on both databases, and none spent twice;
and what charging adds to an answer."""

from __future__ import annotations

import asyncio

from bench import figures
from bench.databases import postgres, sqlite
from bench.ledger.race import Race
from bench.ledger.racer import AMOUNT
from bench.ledger.turns import measure_turns
from chat_app.db import Database, migrate
from chat_app.services.kernel.clock import utc_now
from chat_app.services.ledger import book
from chat_app.services.ledger.credits import NewCredit, add_credit, balance_of
from chat_app.services.ledger.invariants import violations

PROCESSES, DEBITS = 50, 200
WALLET = "bench"


def measure() -> None:
    """Measure and keep `ledger.json`."""
    results: dict[str, object] = {"processes": PROCESSES, "debits": DEBITS}
    for name, database in (("sqlite", sqlite), ("postgres", postgres)):
        with database() as url:
            results[name] = _race(url)
            print(f"{name}: {results[name]}", flush=True)
        with database() as url:
            results[f"{name}_turn"] = asyncio.run(measure_turns(url))
            print(f"{name}, an answer: {results[f'{name}_turn']}", flush=True)
    figures.save("ledger", results)


def _race(url: str) -> dict[str, object]:
    """A wallet with credit for half of the debits."""
    migrate(url)
    db, enough_for = Database(url), PROCESSES * DEBITS // 2
    try:
        db.write_now(lambda session: book.open_books(session, "EUR", utc_now()))
        credit = NewCredit(WALLET, enough_for * AMOUNT, "credit", paid=True)
        db.write_now(lambda session: add_credit(session, credit, "EUR", utc_now()))
        with Race(url, WALLET, PROCESSES, DEBITS) as race:
            passed, seconds = race.run()
        left = db.read_now(lambda session: balance_of(session, WALLET, "EUR")).balance
        broken = db.read_now(lambda session: violations(session, utc_now()))
    finally:
        db.close()
    return {
        "per_s": round(passed / seconds),
        "asked_per_s": round(PROCESSES * DEBITS / seconds),
        "passed": passed,
        "left": left,
        "violations": len(broken),
    }
