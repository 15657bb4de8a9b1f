"""What a model's name asks of the fake upstream."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PART = re.compile(r"(ttft|tps|n|reason|err|cut|ts)(\d+(?:\.\d+)?)?")


@dataclass(frozen=True, slots=True)
class AnswerPlan:
    """How to answer, read from a name like `fake-ttft50-tps50-n250-ts`."""

    ttft: float = 0.0
    """Seconds before the first token (`ttft`, in milliseconds)."""
    tps: float = 0.0
    """Tokens per second; 0 is as fast as possible."""
    tokens: int = 200
    reasoning: int = 0
    """So many of the tokens come first, as reasoning."""
    error: int = 0
    """Answer with this HTTP status instead."""
    cut: int = -1
    """Drop the connection after so many tokens; -1 is never."""
    stamped: bool = False
    """Each token is "<seq>:<epoch microseconds> ", so a client on the same machine knows how long it was under way."""


def model_name(*, tokens: int, tps: float = 0.0, ttft_ms: int = 0, stamped: bool = False) -> str:
    """The name that asks for such an answer."""
    parts = ["fake", f"ttft{ttft_ms}" if ttft_ms else "", f"tps{tps:g}" if tps else "", f"n{tokens}", "ts" if stamped else ""]
    return "-".join(filter(None, parts))


def read_model_name(name: str) -> AnswerPlan:
    """The plan of a name; what it does not say stays at its default."""
    found: dict[str, float] = {}
    for part in name.rpartition("/")[2].split("-")[1:]:
        if match := _PART.fullmatch(part):
            found[match[1]] = float(match[2] or 1)
    return AnswerPlan(
        ttft=found.get("ttft", 0.0) / 1000,
        tps=found.get("tps", 0.0),
        tokens=int(found.get("n", 200)),
        reasoning=int(found.get("reason", 0)),
        error=int(found.get("err", 0)),
        cut=int(found.get("cut", -1)),
        stamped="ts" in found,
    )
