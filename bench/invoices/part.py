"""The part "invoices": 500 invoices before the schema, the rules of EN 16931 and of XRechnung, and what PDF/A-3b asks."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench import figures
from bench.invoices.examples import examples
from bench.invoices.pdfa import problems
from bench.invoices.schematron import compiled
from bench.invoices.validators import failures, run
from chat_app.integrations.einvoice import Documents, render
from chat_app.integrations.einvoice.content import InvoiceContent

COUNT = 500


def measure(schematron: str) -> None:
    """Measure and keep `invoices.json`. `schematron`: the rules of XRechnung, which are judged only when they are named."""
    found, took, kinds = Counter[str](), list[float](), Counter[str]()
    more = partial(run, compiled(Path(schematron))) if schematron else lambda _xml: []
    for content in examples(COUNT):
        began = time.perf_counter()
        files = render(content)
        took.append((time.perf_counter() - began) * 1000)
        kinds[f"{content.tax_rule} {content.kind}"] += 1
        found.update(_wrong(content, files, more))
    results = {
        "invoices": COUNT,
        "failed_asserts": sum(found.values()),
        "kinds": dict(sorted(kinds.items())),
        "ms_p50": round(figures.percentile(took, 0.5), 1),
        "ms_p95": round(figures.percentile(took, 0.95), 1),
        "rules_of_xrechnung": bool(schematron),
    }
    print(results, *found.most_common(20), sep="\n", flush=True)
    figures.save("invoices", results)


def _wrong(content: InvoiceContent, files: Documents, more: Callable[[bytes], list[str]]) -> Iterator[str]:
    for name, faults in (
        ("EN 16931", failures(files.xml)),
        ("XRechnung", [*failures(files.xrechnung), *more(files.xrechnung)]),
        ("PDF/A-3", problems(files.pdf, files.xml)),
    ):
        yield from (f"{content.tax_rule} {content.kind}, {name}: {fault}" for fault in faults)
