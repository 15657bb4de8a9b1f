"""One attempt to sign in at a provider: bound to one browser, good once, for ten minutes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import Session

from chat_app.integrations.oidc.port import SignInRequest
from chat_app.services.identity import handshakes

Kind = Literal["sign_in", "link", "prove"]

LIFETIME = timedelta(minutes=10)
PURPOSE = "oidc"
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was meant when the browser left."""

    slug: str
    kind: Kind
    target: str
    user_id: str = ""
    session_id: str = ""
    """Of whoever links or proves: they have to come back in the same session."""


def browser_secret(given: str) -> str:
    """What the browser brings back: the one it has, so that attempts in several tabs do not spoil each other."""
    return given if _SECRET.fullmatch(given) else secrets.token_urlsafe(32)


def request_of(state: str, browser: str, redirect_uri: str, *, ask_again: bool) -> SignInRequest:
    """Nonce and verifier come from the browser's secret, so the database holds nothing with which a code could be redeemed."""
    return SignInRequest(redirect_uri, state, _derived(browser, "nonce", state), _derived(browser, "verifier", state), ask_again)


def begin(session: Session, attempt: Attempt, browser: str, now: datetime) -> str:
    """Remember the attempt; returns its state."""
    state = secrets.token_urlsafe(32)
    handshakes.remember(
        session,
        PURPOSE,
        state,
        now,
        LIFETIME,
        user_id=attempt.user_id,
        slug=attempt.slug,
        kind=attempt.kind,
        target=attempt.target,
        session_id=attempt.session_id,
        browser=_fingerprint(browser),
    )
    return state


def take(session: Session, state: str, browser: str, now: datetime) -> Attempt | None:
    """The attempt of this state, which is over now; None for another browser's, an old one, or one that was taken."""
    kept = handshakes.take(session, PURPOSE, state, now)
    if kept is None or not hmac.compare_digest(kept.details["browser"], _fingerprint(browser)):
        return None
    kind: Kind = kept.details["kind"]  # pyright: ignore[reportAssignmentType]  (written by `begin`)
    return Attempt(kept.details["slug"], kind, kept.details["target"], kept.user_id, kept.details["session_id"])


def _fingerprint(browser: str) -> str:
    return hashlib.sha256(f"parley/oidc/browser/{browser}".encode()).hexdigest()


def _derived(browser: str, purpose: str, state: str) -> str:
    digest = hmac.new(browser.encode(), f"{purpose}/{state}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
