"""Names of models as people say them: "claude-sonnet-4-5" is "Claude Sonnet 4.5"."""

from __future__ import annotations

import re

_SNAPSHOT = re.compile(r"-(\d{4}-\d{2}-\d{2}|\d{2}-\d{4}|\d{8}|\d{4})$")
_SHORT_VERSION = re.compile(r"(?<=-)(\d{1,2})-(\d{1,2})(?=-|$)")
_SPELLING = {
    "gpt": "GPT",
    "chatgpt": "ChatGPT",
    "deepseek": "DeepSeek",
    "glm": "GLM",
    "oss": "oss",
    "mini": "mini",
    "nano": "nano",
    "r": "R",
}
# Versions such as o3, 4o, v3.2, r1, 70b keep their letters as the vendors write them.
_VERSION = re.compile(r"[a-z]?\d[\d.]*[a-z]?\d*[a-z]?$")


def label_of(name: str) -> str:
    """A readable label for a vendor's model name; the date of a snapshot stays visible."""
    base = name.rpartition("/")[2]
    snapshot = _SNAPSHOT.search(base)
    base = _SNAPSHOT.sub("", base)
    base, latest = base.removesuffix("-latest"), base.endswith("-latest")
    words = [_word(word) for word in _SHORT_VERSION.sub(r"\1.\2", base).split("-") if word]
    label = " ".join(words)
    for prefix in ("GPT", "ChatGPT"):
        label = re.sub(rf"^{prefix} (?=\S)", f"{prefix}-", label)
    addition = snapshot[1] if snapshot else "latest" if latest else ""
    return f"{label} ({addition})" if addition and label else label or name


def _word(word: str) -> str:
    if word in _SPELLING or _VERSION.match(word):
        return _SPELLING.get(word, word.upper() if word[0] in "vr" and word[1:2].isdigit() else word)
    return word[:1].upper() + word[1:]
