"""The corpus of real files beside the repository (`PARLEY_TEST_CORPUS`, default `../shared/data`). None of it is copied here."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

CORPUS = Path(os.environ.get("PARLEY_TEST_CORPUS") or Path(__file__).parents[2] / "shared" / "data")
XSS = CORPUS / "5_hostile" / "xss"
needs_hostile = pytest.mark.skipif(not XSS.is_dir(), reason=f"no hostile files at {XSS}; set PARLEY_TEST_CORPUS")

_EXAMPLE = re.compile(r"^`{32} example.*?\n(.*?)^\.$", re.MULTILINE | re.DOTALL)
_LONGEST = 5_000


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(errors="replace").splitlines() if line.strip()]


def _payloads(path: Path) -> list[str]:
    return [case["payload"] for case in json.loads(path.read_text())]


def _strings(path: Path) -> list[str]:
    return [text for text in json.loads(path.read_text()) if text.strip()]


def _whole(path: Path) -> list[str]:
    return [path.read_text(errors="replace")]


_COLLECTIONS: dict[str, tuple[str, Callable[[Path], list[str]]]] = {
    "DOMPurify": ("xss/DOMPurify_expect.dev.json", _payloads),
    "naughty strings": ("strings/minimaxir__blns.json", _strings),
    "IntrudersXSS": ("xss/swisskyrepo__IntrudersXSS.txt", _lines),
    "MarioXSSVectors": ("xss/swisskyrepo__MarioXSSVectors.txt", _lines),
    "polyglots": ("xss/swisskyrepo__XSS_Polyglots.txt", _lines),
    "filter evasion": ("xss/OWASP__XSS_Filter_Evasion_Cheat_Sheet.md", _lines),
    "fatal": ("xss/markdown-it__fatal.txt", _whole),
    "worst emphasis": ("xss/markdown-it__inline-em-worst.md", _whole),
    "nested links": ("xss/markdown-it__inline-links-nested.md", _whole),
    "prompt injection": ("prompt_injection/swisskyrepo__README.md", _whole),
    "request forgery": ("ssrf/swisskyrepo__README.md", _whole),
}
COLLECTIONS = tuple(_COLLECTIONS)


def hostile(collection: str) -> list[str]:
    """The texts of one collection, without those that no message could hold."""
    name, read = _COLLECTIONS[collection]
    return [
        text.replace("\x00", "")[:_LONGEST] if read is _lines else text.replace("\x00", "") for text in read(CORPUS / "5_hostile" / name)
    ]


def commonmark_examples() -> list[str]:
    """The inputs of the examples in the CommonMark specification; none where the corpus is absent."""
    path = XSS / "markdown-it__spec.txt"
    if not path.is_file():
        return []
    return [example.replace("→", "\t") for example in _EXAMPLE.findall(path.read_text())]
