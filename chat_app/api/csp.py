"""The content security policy: what a page of ours may run, load and talk to."""

from __future__ import annotations

import base64
import hashlib
import json
from html.parser import HTMLParser
from pathlib import Path

HASHES_FILE = "csp.json"
_SCRIPT_DATA_TYPES = frozenset({"application/json", "application/ld+json", "importmap", "speculationrules"})

# For documents that are data: they may do nothing at all.
SANDBOX_POLICY = "sandbox; default-src 'none'"


def load_script_hashes(build_dir: Path) -> tuple[str, ...]:
    """The hashes of the inline scripts of the built pages.

    The build writes them to `csp.json`; without that file the pages themselves are read. No build, no hashes.
    """
    listed = build_dir / HASHES_FILE
    if listed.is_file():
        return tuple(json.loads(listed.read_text(encoding="utf-8"))["script_hashes"])
    found = {
        scripts
        for page in sorted((build_dir / "client").glob("**/*.html"))
        for scripts in inline_script_hashes(page.read_text(encoding="utf-8"))
    }
    return tuple(sorted(found))


def inline_script_hashes(html: str) -> list[str]:
    """`sha256-…` of every inline script in a page, as browsers compute it."""
    parser = _InlineScripts()
    parser.feed(html)
    return [f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}" for script in parser.scripts]


class ContentPolicy:
    """The value of the header; only the websocket's address depends on the host asked for."""

    def __init__(self, script_hashes: tuple[str, ...]) -> None:
        scripts = " ".join(["'self'", *(f"'{item}'" for item in script_hashes)])
        self._before = f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'"
        self._after = "; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; manifest-src 'self'"

    def header(self, host: str, scheme: str, *, is_page: bool = False) -> str:
        """For `host`, which must have been checked. Safari does not take 'self' for websockets, so they are named.

        A page of ours may hold another one in a frame (two chats side by side), and be held; everything else is never framed.
        """
        frames = "'self'" if is_page else "'none'"
        after = f"{self._after}; frame-src {frames}; frame-ancestors {frames}"
        return f"{self._before} {'wss' if scheme == 'https' else 'ws'}://{host}{after}"


class _InlineScripts(HTMLParser):
    """Collects the text of script elements without `src` that a browser would run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "script" and "src" not in given and given.get("type") not in _SCRIPT_DATA_TYPES:
            self._text = []

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._text is not None:
            self.scripts.append("".join(self._text))
            self._text = None
