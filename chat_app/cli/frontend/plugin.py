"""What every build needs besides the pages, through Reflex's plugin hooks: no fixed address, hashes of the inline scripts.

A change to Reflex's JavaScript replaces a text that must be there: after an upgrade a missing one stops the build, so a
change is never lost in silence.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from reflex_base.plugins.base import Plugin

CSP_FILE = "csp.json"

BACKEND_URL = "  const endpoint = new URL(url_str);\n"
SAME_ORIGIN = """  if (typeof window !== "undefined") {
    const baked = new URL(url_str);
    const scheme = baked.protocol.startsWith("ws") ? "ws" : "http";
    return new URL(baked.pathname, window.location.origin.replace(/^http/, scheme));
  }
"""

TAB_KEY = 'const TOKEN_KEY = "token";\n'
TAB_KEY_OF_FRAME = 'const TOKEN_KEY = typeof window !== "undefined" && window.parent !== window ? "token-beside" : "token";\n'

STORED_THEME = re.compile(r"localStorage\.setItem\([`'\"](theme|last_compiled_theme)[`'\"]")

INLINE_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL | re.IGNORECASE)


class FrontendBuildError(Exception):
    """The built frontend is not what we rely on."""


def use_own_origin(code: str) -> str:
    """Make the client talk to the host that served the page, instead of the one of the build."""
    if SAME_ORIGIN in code:
        return code
    if BACKEND_URL not in code:
        raise FrontendBuildError("Reflex finds the backend's address in another way than before (utils/state.js).")
    return code.replace(BACKEND_URL, SAME_ORIGIN + BACKEND_URL, 1)


def own_token_in_frame(code: str) -> str:
    """Give the chat beside the one in front a state of its own: a frame shares its `sessionStorage` with the page around it."""
    if TAB_KEY_OF_FRAME in code:
        return code
    if TAB_KEY not in code:
        raise FrontendBuildError("Reflex keeps the token of a tab in another way than before (utils/state.js).")
    return code.replace(TAB_KEY, TAB_KEY_OF_FRAME, 1)


def script_hashes(html: str) -> set[str]:
    """The CSP hashes ("sha256-…") of all scripts written into this page."""
    bodies = (match["body"] for match in INLINE_SCRIPT.finditer(html) if "src=" not in match["attributes"])
    return {f"sha256-{base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()}" for body in bodies if body}


def write_csp(static: Path) -> None:
    """Write the hashes of every inline script of every page beside the build, for the security headers."""
    hashes: set[str] = set()
    for page in static.rglob("*.html"):
        hashes |= script_hashes(page.read_text(encoding="utf-8"))
    (static.parent / CSP_FILE).write_text(json.dumps({"script_hashes": sorted(hashes)}, indent=2) + "\n")


def check_theme_not_stored(static: Path) -> None:
    """The theme is a preference that the server keeps; Reflex would write it to `localStorage`."""
    for script in static.glob("assets/*.js"):
        if STORED_THEME.search(script.read_text(encoding="utf-8")):
            raise FrontendBuildError(f"{script.name} stores the theme in localStorage.")


class ParleyBuild(Plugin):
    """Named in `REFLEX_EXTRA_PLUGINS` by `python -m chat_app build`."""

    def pre_compile(self, **context: Any) -> None:
        context["add_modify_task"]("utils/state.js", use_own_origin)
        context["add_modify_task"]("utils/state.js", own_token_in_frame)

    def post_build(self, **context: Any) -> None:
        """Runs before the files are compressed, so the compressed ones are never stale."""
        check_theme_not_stored(context["static_dir"])
        write_csp(context["static_dir"])
