"""Answers that are always the same: well-formed markdown with all that makes rendering cost something."""

from __future__ import annotations

import functools
import itertools
import json
import re

FIRST_TOKEN, LAST_TOKEN = "FIRSTTOKEN", "LASTTOKEN"
"""A browser finds both in the page, whatever the markup is."""

_PROSE = (
    "The scheduler keeps a small queue of pending jobs and hands each one to the first idle worker, so a slow request never "
    "blocks a fast one. In practice the cost is dominated by copying, not by arithmetic; measure before changing anything, "
    "then measure again. Naïve caching helps until it does not — invalidation is where the façade cracks. "
)

_SECTIONS = [
    "## Overview\n\n" + _PROSE + "\n\n",
    (
        "### Steps\n\n1. **Parse** the request and check its size.\n2. *Queue* it with a deadline.\n"
        "3. Stream the result back, one token at a time.\n   - keep the buffer short\n   - flush on every event\n\n"
    ),
    (
        "```python\nimport asyncio\n\nasync def worker(queue: asyncio.Queue[int], name: str) -> None:\n    while True:\n"
        '        item = await queue.get()\n        try:\n            print(f"{name}: {item:>5}")  # handle one item\n'
        "        finally:\n            queue.task_done()\n```\n\n"
    ),
    (
        "| Model | Context | Price (€/M) | Notes |\n|:------|--------:|------------:|:------|\n| alpha-7b | 32,768 | 0.20 | fast, small |\n"
        "| beta-70b | 131,072 | 0.90 | balanced |\n| γ-405b | 262,144 | 3.50 | slow but strong |\n\n"
    ),
    "> Unicode check: café, Zürich, Ελληνικά, русский, 日本語のテキスト, 한국어, العربية, עברית, हिन्दी, 🚀🔥👩‍💻, ∑ᵢ xᵢ² ≤ ∞.\n\n",
    "Inline math $e^{i\\pi} + 1 = 0$ and a block:\n\n$$\n\\int_0^1 x^2\\,dx = \\frac{1}{3}\n$$\n\n",
    (
        "```sql\nSELECT model, count(*) AS n, avg(latency_ms)\nFROM requests\nWHERE created > now() - interval '1 day'\n"
        "GROUP BY model\nORDER BY n DESC;\n```\n\n"
    ),
    _PROSE
    + "See [the notes](https://example.invalid/notes) for `queue_limit=64` and ~~the old way~~ the new way.\n\n- [x] done\n- [ ] to do\n\n",
]

_TOKEN = re.compile(r"[ ]?[^\W_]{1,6}|[ ]+|\n+|[ ]?[^\w\s]{1,3}|_+|.", re.DOTALL)


@functools.lru_cache(maxsize=256)
def answer_tokens(count: int) -> tuple[str, ...]:
    """Exactly `count` tokens: whole sections as long as they fit, then prose; `FIRST_TOKEN` … `LAST_TOKEN`."""
    if count < 2:
        return (LAST_TOKEN,)[:count]
    out = [FIRST_TOKEN, "\n\n"] if count > 4 else [FIRST_TOKEN]
    for section in itertools.cycle(_TOKEN.findall(text) for text in _SECTIONS):
        if len(out) + len(section) > count - 2:
            break
        out.extend(section)
    prose = itertools.cycle(_TOKEN.findall(_PROSE))
    out.extend(itertools.islice(prose, max(0, count - 2 - len(out))))
    return (*out[: count - 2], "\n\n", LAST_TOKEN) if count > 2 else (FIRST_TOKEN, LAST_TOKEN)


@functools.lru_cache(maxsize=256)
def answer_json_tokens(count: int) -> tuple[bytes, ...]:
    """The same tokens as JSON strings in UTF-8."""
    return tuple(json.dumps(token, ensure_ascii=False).encode() for token in answer_tokens(count))
