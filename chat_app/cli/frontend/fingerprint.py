"""One hash over everything that the frontend is made of: equal hash, nothing to build."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

# State classes count: their names, vars and events are part of the bundle, and both sides compare them at the connection.
SOURCES = (
    "assets",
    "chat_app/chat_app.py",
    "chat_app/cli/frontend",
    "chat_app/components",
    "chat_app/i18n",
    "chat_app/pages",
    "chat_app/state",
    "reflex.lock",
    "requirements.txt",
    "rxconfig.py",
)
IGNORED_PARTS = frozenset({"__pycache__", "external", ".DS_Store"})
STAMP = "build.json"


def fingerprint(project: Path) -> str:
    """SHA-256 over the names and contents of the frontend's sources."""
    digest = hashlib.sha256()
    for path in _files(project):
        digest.update(path.relative_to(project).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(project: Path) -> list[Path]:
    found: list[Path] = []
    for source in SOURCES:
        root = project / source
        found += [root] if root.is_file() else [path for path in root.rglob("*") if path.is_file()]
    return sorted(path for path in found if not IGNORED_PARTS.intersection(path.relative_to(project).parts))


def is_current(web: Path, wanted: str) -> bool:
    """Whether the frontend in `web` was built from sources with this fingerprint."""
    try:
        stamp = json.loads((web / "build" / STAMP).read_text())
    except (OSError, ValueError):
        return False
    return stamp.get("fingerprint") == wanted and (web / "build" / "client" / "index.html").is_file()


def mark_current(web: Path, built: str) -> None:
    (web / "build" / STAMP).write_text(json.dumps({"fingerprint": built}) + "\n")
