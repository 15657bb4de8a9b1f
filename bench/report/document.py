"""Writes the tables between two marks of `docs/performance.md`; the text around them is written by people."""

from __future__ import annotations

from bench import figures
from bench.report import tables
from bench.servers import PROJECT

DOCUMENT = PROJECT / "docs" / "performance.md"
BEGIN, END = "<!-- figures: begin (written by `python -m bench`) -->", "<!-- figures: end -->"


def write() -> None:
    """Replace what stands between the marks."""
    before, begin, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise RuntimeError(f"{DOCUMENT.name} has lost the marks between which the figures stand")
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{_content()}\n\n{END}{after}", encoding="utf-8")


def _content() -> str:
    streams = figures.load("streams")
    saved = f"Answers asked for: {streams.get('asked', 0):,}; saved as complete turns: {streams.get('saved', 0):,}."
    parts = (
        _machine(),
        "### Limits",
        tables.limits_table(),
        "### REST, server-sent events, 100 tokens at 50 tokens/s, streams starting at 100 a second",
        tables.streams_table(),
        saved,
        "### The same, upstream as fast as it can",
        tables.unlimited_table(),
        "### One of two providers is away under 20 people",
        tables.breaker_table(),
    )
    return "\n\n".join(parts)


def _machine() -> str:
    found = figures.load("streams").get("machine") or {}
    machine = found if isinstance(found, dict) else {}
    return f"Machine: {machine.get('cores', '?')} cores ({machine.get('cpu') or 'unknown'}), {machine.get('memory_gib', '?')} GiB. Medians; bold: limit missed."
