"""Medians and percentiles, and the files the figures are kept in."""

from __future__ import annotations

import json
import statistics
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path

from bench import machine

RESULTS = Path(__file__).resolve().parent / "results"

Row = Mapping[str, object]


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie, interpolated; 0 for no values."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    position = (len(ordered) - 1) * share
    low = int(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)


def median_row(rows: Sequence[Row]) -> dict[str, object]:
    """One row with the median of each number; `errors` are added up; of other values the first stands for all."""
    if not rows:
        return {}
    merged: dict[str, object] = {"runs": len(rows)}
    for name, first in rows[0].items():
        numbers = [value for row in rows if isinstance(value := row.get(name), (int, float)) and not isinstance(value, bool)]
        if name == "errors":
            merged[name] = sum(int(number) for number in numbers)
        else:
            merged[name] = round(statistics.median(numbers), 4) if numbers else first
    return merged


def save(part: str, result: Mapping[str, object]) -> None:
    """Keep a part's figures, with what of the machine matters and nothing that names it."""
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps({"part": part, "machine": machine.describe(), **result}, indent=2, ensure_ascii=False)
    (RESULTS / f"{part}.json").write_text(text + "\n", encoding="utf-8")


def load(part: str) -> dict[str, object]:
    """The figures of a part as last kept; empty when it was never measured."""
    path = RESULTS / f"{part}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


async def repeated(once: Callable[[], Awaitable[dict[str, object]]], runs: int, patience: float) -> dict[str, object]:
    """The median row of so many runs, each on a quiet machine; the first one only warms up."""
    rows = []
    for number in range(runs + 1):
        machine.wait_until_quiet(patience)
        row = await once()
        if number:
            rows.append(row)
            print(row, flush=True)
    return median_row(rows)
