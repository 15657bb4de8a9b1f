"""`python -m bench [part …]`: measure, keep the figures in `bench/results`, bring `docs/performance.md` in step."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from bench import audit, breaker, crash, fresh, gateway, operations, rotation, startup
from bench.browser import part as browser
from bench.browser import sidebar
from bench.catalogue import part as catalogue
from bench.failpoints import part as failpoints
from bench.guard import part as guard
from bench.ingestion import part as ingestion
from bench.invoices import part as invoices
from bench.ledger import part as ledger
from bench.report import document
from bench.retrieval import part as retrieval
from bench.search import part as search
from bench.streams import part as streams
from bench.vectors import part as vectors

QUICK = ("streams", "browser", "startup")


def main() -> None:
    arguments = _parser().parse_args()
    runs, patience = arguments.runs, arguments.patience
    parts: dict[str, Callable[[], None]] = {
        "streams": lambda: streams.measure(runs, patience=patience),
        "browser": lambda: browser.measure(runs, patience, arguments.only),
        "compare": lambda: browser.measure(runs, patience, "compare"),
        "startup": lambda: startup.measure(runs, patience),
        "sidebar": lambda: sidebar.measure(runs, patience),
        "catalogue": lambda: catalogue.measure(runs, patience),
        "search": lambda: search.measure(runs, patience),
        "crash": lambda: crash.measure(arguments.kills),
        "guard": lambda: guard.measure(runs, patience),
        "gateway": lambda: gateway.measure(runs, patience),
        "audit": audit.measure,
        "ledger": ledger.measure,
        "failpoints": failpoints.measure,
        "operations": operations.measure,
        "ingestion": lambda: ingestion.measure(patience),
        "invoices": lambda: invoices.measure(arguments.schematron),
        "breaker": lambda: breaker.measure(arguments.seconds),
        "fresh": fresh.measure,
        "rotation": rotation.measure,
        "retrieval": retrieval.measure,
        "vectors": vectors.measure,
        "report": lambda: None,
    }
    for name in arguments.part or QUICK:
        print(f"— {name}", flush=True)
        parts[name]()
    document.write()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "part",
        nargs="*",
        choices=[
            *QUICK,
            "search",
            "compare",
            "sidebar",
            "catalogue",
            "crash",
            "guard",
            "gateway",
            "audit",
            "failpoints",
            "operations",
            "ingestion",
            "ledger",
            "invoices",
            "breaker",
            "fresh",
            "rotation",
            "retrieval",
            "vectors",
            "report",
            [],
        ],
        metavar="part",
        help="streams, browser, startup (these three without an argument), compare (of browser), sidebar (10,000 chats in 200 folders), catalogue (4,000 models), search (200,000 messages on both databases), crash (20 kills), audit (a log of 100,000 entries), breaker (a provider goes away under 20 people), guard (events with the guard and without), gateway (CPU per chunk of each adapter), failpoints (kill -9 at 12 places, 50 times, both databases), operations (100,000 random operations on the books and 1,000 orders of calls and sweeps, both databases), ingestion (documents under kill -9, erased, and read while people chat), invoices (500 invoices before the rules of EN 16931), fresh (a clone; downloads everything), rotation (10,000 secrets, killed five times), retrieval (how well passages are found; vectors of 2,000 texts are made once), vectors (100,000 passages in the embedded index, 100 kills), report",
    )
    parser.add_argument("--runs", type=int, default=5, help="runs per figure; the median counts")
    parser.add_argument("--patience", type=float, default=20, help="seconds to wait before each run for the machine to become quiet")
    parser.add_argument("--only", default="", choices=["", *browser.MEASURES], help="one measure of the part browser")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60, help="how long the provider of the part breaker is away")
    parser.add_argument("--schematron", default="", help="XRechnung-CII-validation.sch of KoSIT, for the part invoices")
    return parser


main()
