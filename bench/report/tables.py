"""Markdown tables of what has been measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from bench import figures
from bench.report import peers
from bench.report.peers import Limit

Figures = Mapping[str, object]


def streams_table() -> str:
    """One line per level with a limited speed."""
    rows = [row for row in _levels() if _number(row, "tps")]
    head = (
        "streams",
        "errors",
        "added TTFT p50 (limit)",
        "p95 / p99",
        "direct TTFT p50 / p99",
        "token lag p50 / p99",
        "tokens/s (of direct)",
        "CPU s per 1,000 tokens",
        "Open WebUI adds",
        "Chainlit adds",
        "others busy s",
    )
    return table(head, [_stream_row(row) for row in rows])


def unlimited_table() -> str:
    """One line per level with an upstream as fast as it can."""
    head = ("streams × tokens", "errors", "tokens/s", "of direct", "answer p50", "CPU s per 1,000 tokens", "others busy s")
    return table(head, [_unlimited_row(row) for row in _levels() if not _number(row, "tps")])


def breaker_table() -> str:
    """A provider that went away, in both ways: what the other's answers felt of it, and how soon it was back."""
    found = figures.load("breaker")
    head = ("provider that is away", "other's p95 before", "during", "ratio (limit)", "its requests fail after p50", "back after (limit)")
    ways = [(way, cast("Figures", found[way])) for way in ("refuses", "hangs") if way in found]
    return table(head, [_breaker_row(way, row) for way, row in ways])


def _breaker_row(way: str, row: Figures) -> Sequence[str]:
    return (
        way,
        short(_number(row, "steady_p95_ms_before"), "ms"),
        short(_number(row, "steady_p95_ms_during"), "ms"),
        f"{_number(row, 'p95_ratio'):g} (1.2)",
        short(_number(row, "failed_p50_ms"), "ms") if _number(row, "failed_requests") else "none failed",
        f"{_number(row, 'first_answer_after_s'):g} s (5 s)",
    )


def limits_table() -> str:
    """One line per limit, with what the bare page needs where there is one."""
    return table(("figure", "Parley", "limit", "", "bare page", "Open WebUI", "Chainlit"), [_limit_row(limit) for limit in peers.LIMITS])


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *("--:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def short(value: float | None, unit: str = "") -> str:
    """A number with three digits that count, a comma between thousands; "–" for none."""
    if value is None:
        return "–"
    size = abs(value)
    digits = 0 if size >= 100 or value == int(value) else 1 if size >= 10 else 2 if size >= 0.1 else 3
    return f"{value:,.{digits}f}{' ' if unit else ''}{unit}"


def _levels() -> list[Figures]:
    return cast("list[Figures]", figures.load("streams").get("levels", []))


def _stream_row(row: Figures) -> list[str]:
    direct, streams = cast("Figures", row["direct"]), int(_number(row, "streams"))
    limit = peers.STREAM_LIMITS.get(streams)
    at_200, many = streams == 200, streams >= peers.CPU_FROM_STREAMS
    return [
        str(streams),
        _checked(_number(row, "errors"), 0),
        f"{_checked(_number(row, 'added_p50'), limit.added_p50 if limit else None)} ({short(limit.added_p50 if limit else None)}) ms",
        f"{short(_number(row, 'added_p95'))} / {_checked(_number(row, 'added_p99'), peers.ADDED_P99_AT_200 if at_200 else None)} ms",
        f"{short(_number(direct, 'ttft_p50'))} / {short(_number(direct, 'ttft_p99'))} ms",
        f"{short(_number(row, 'lag_p50'))} / {_checked(_number(row, 'lag_p99'), peers.LAG_P99_AT_200 if at_200 else None)} ms",
        f"{short(_number(row, 'tokens_per_s'))} ({_checked(_number(row, 'of_direct'), peers.OF_DIRECT, at_least=True)})",
        _checked(_number(row, "cpu_s_per_1k"), peers.CPU_PER_1K if many else None),
        limit.open_webui if limit else "–",
        limit.chainlit if limit else "–",
        short(_number(row, "others_busy_s")),
    ]


def _unlimited_row(row: Figures) -> list[str]:
    return [
        f"{short(_number(row, 'streams'))} × {short(_number(row, 'tokens_each'))}",
        short(_number(row, "errors")),
        short(_number(row, "tokens_per_s")),
        short(_number(row, "of_direct")),
        f"{short(_number(row, 'answer_p50'))} ms",
        short(_number(row, "cpu_s_per_1k")),
        short(_number(row, "others_busy_s")),
    ]


def _limit_row(limit: Limit) -> list[str]:
    value = _find(limit.part, limit.path, limit.scale)
    sign = "≥" if limit.at_least else "≤"
    kept = "" if value is None else "ok" if _holds(value, limit.limit, limit.at_least) else "**missed**"
    bare = _find(limit.part, limit.bare, limit.scale) if limit.bare else None
    return [
        limit.what,
        short(value, limit.unit),
        f"{sign} {short(limit.limit, limit.unit)}",
        kept,
        short(bare),
        limit.open_webui,
        limit.chainlit,
    ]


def _find(part: str, path: Sequence[str], scale: float) -> float | None:
    found: object = figures.load(part)
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return float(found) * scale if isinstance(found, (int, float)) else None


def _number(row: Figures, name: str) -> float:
    return float(str(row[name]))


def _holds(value: float, limit: float, at_least: bool) -> bool:
    return value >= limit if at_least else value <= limit


def _checked(value: float, limit: float | None, *, at_least: bool = False) -> str:
    """The number, in bold when it misses its limit."""
    return short(value) if limit is None or _holds(value, limit, at_least) else f"**{short(value)}**"
