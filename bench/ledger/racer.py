"""`python -m bench.ledger.racer URL WALLET NAME COUNT`: a process that debits a wallet as fast as it can.

Says when it is ready, waits for a line, and prints how many debits it got through; the rest found no credit.
"""

from __future__ import annotations

import sys

from sqlalchemy.exc import OperationalError

from chat_app.db import Database
from chat_app.services.kernel.clock import utc_now
from chat_app.services.ledger.credits import balance_of
from chat_app.services.ledger.errors import InsufficientCreditError
from chat_app.services.ledger.holds import Charge, debit

AMOUNT = 7


def main(url: str, wallet_id: str, name: str, count: int) -> int:
    """Debit so often, waiting for the others where SQLite says that it is busy."""
    database, done = Database(url), 0
    try:
        database.read_now(lambda session: balance_of(session, wallet_id, "EUR"))
        print("ready", flush=True)
        sys.stdin.readline()
        for number in range(count):
            done += _debit(database, wallet_id, f"{name} {number}")
    finally:
        database.close()
    return done


def _debit(database: Database, wallet_id: str, request_id: str) -> bool:
    while True:
        try:
            database.write_now(lambda session: debit(session, wallet_id, request_id, Charge(AMOUNT), utc_now()))
        except InsufficientCreditError:
            return False
        except OperationalError as error:
            if "locked" not in str(error):
                raise
        else:
            return True


if __name__ == "__main__":
    print(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])))
