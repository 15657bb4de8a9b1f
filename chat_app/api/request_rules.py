"""Which requests are answered at all. Pure rules about headers and paths; `security.py` applies them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from chat_app.settings import Settings

MAX_BODY = 2_000_000
ENVELOPE = 1_000_000
"""What stands around files in a form."""
LARGEST_PROJECT = 2_000_000_000
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

# Reflex's own endpoints that we do not use, and that must not come back with a setting or a new release.
CLOSED_PATHS = frozenset({"_upload", "_all_routes", "_health", "ping", "auth-codespace"})

RETURN_PATHS = frozenset({"/billing"})
"""Pages that another website may lead people to where nobody signs in."""
FROM_ELSEWHERE = frozenset({"origin", "sec-fetch-site"})
"""What browsers say of that website."""

# Paths that are not pages: a script of another website has no business with them, not even reading.
_DATA_PATH = re.compile(r"/(?:api|ws|_event|v1)(?:/|$)")
_TAKES_FILES = re.compile(r"/api/v1/(?:files|uploads/[0-9a-f-]{36})")
_TAKES_PROJECTS = "/api/v1/projects/import"
_TAKE_MANY = frozenset({"/share-target", "/api/v1/documents"})
_FILE = re.compile(r"\.[A-Za-z0-9]{2,11}$")
_HASHED_ASSET = re.compile(r"/assets/[^/]*-[A-Za-z0-9_-]{8,}\.[a-z0-9]{2,5}")
_ICON = re.compile(r"/(?:icon\.svg|favicon\.ico|(?:icon-\d+|apple-touch-icon)\.png)")
_NOT_A_PAGE = re.compile(r"/(?:api|auth|assets|health|metrics|s|v1|withdraw|ws|_event|webhooks)(?:/|$)")


def is_known_host(headers: Mapping[str, str], settings: Settings) -> bool:
    """Whether Host names us: else DNS rebinding would make any website's page "same origin" with us."""
    host = headers.get("host", "").lower()
    return any(host == origin.partition("://")[2].lower() for origin in settings.allowed_origins)


def is_foreign(method: str, path: str, headers: Mapping[str, str], settings: Settings) -> bool:
    """Whether a browser sends this on behalf of a page that is not ours.

    Programs send neither Origin nor Sec-Fetch-Site; browsers always send one of them with what changes something.
    """
    if method in SAFE_METHODS and not _DATA_PATH.match(path):
        return False
    site = headers.get("sec-fetch-site", "")
    if site not in {"", "same-origin", "none"}:
        return True
    origin = headers.get("origin")
    # A form of a page with the referrer policy "no-referrer" comes as "null"; only the browser can vouch for it.
    return origin is not None and origin not in settings.allowed_origins and not (origin == "null" and site == "same-origin")


def body_limit(path: str, settings: Settings) -> int:
    """How many bytes a request to this path may have."""
    if path == _TAKES_PROJECTS:
        return min(settings.max_storage_mb * 1_000_000, LARGEST_PROJECT) + ENVELOPE
    if path in _TAKE_MANY:
        return settings.max_message_mb * 1_000_000 + ENVELOPE
    if _TAKES_FILES.fullmatch(path):
        return settings.max_upload_mb * 1_000_000 + ENVELOPE
    return MAX_BODY


def is_closed(path: str) -> bool:
    """Whether this path is answered with 404 whatever is behind it, also in other spellings of it."""
    parts = [part for part in path.lower().replace("\\", "/").split("/") if part not in {"", "."}]
    return bool(parts) and parts[0].split(";")[0] in CLOSED_PATHS


def is_administration(path: str) -> bool:
    """Whether this is an address of administration, also in other spellings of it."""
    parts = [part for part in path.lower().replace("\\", "/").split("/") if part not in {"", "."}]
    return bool(parts) and parts[0].split(";")[0] == "admin"


def is_page(method: str, path: str) -> bool:
    """Whether this asks for a page for people, for which one has to be signed in."""
    return method in {"GET", "HEAD"} and not _NOT_A_PAGE.match(path) and not _FILE.search(path)


def comes_back(path: str, headers: Mapping[str, str]) -> bool:
    """Whether a person comes back from paying: a whole page of ours, opened by a page of the payment provider.

    Browsers call that "cross-site". The page holds no data, and what it asks for afterwards is of our own site again.
    """
    opens_a_page = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return opens_a_page and path.rstrip("/") in RETURN_PATHS


def cache_control(path: str, status: int, given: str) -> str:
    """Files with a hash in their name stay, icons for a day, other files are asked about each time, everything else is not kept."""
    if path.startswith("/api/") or status not in {200, 206, 304}:
        return "no-store"
    if _HASHED_ASSET.fullmatch(path):
        return "public, max-age=31536000, immutable"
    if _ICON.fullmatch(path):
        return "public, max-age=86400"
    if _FILE.search(path) and not _NOT_A_PAGE.match(path):
        return "no-cache"
    return "no-store" if "no-store" not in given else given
