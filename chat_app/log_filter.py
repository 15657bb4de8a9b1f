"""Keeps out of the log what does not belong there: what people write, and what opens doors.

Attach it to every handler: a filter of a logger would not see the records of its children.
"""

from __future__ import annotations

import logging
import re

MAX_FRAMEWORK_MESSAGE = 300

# Reflex and Socket.IO put events as they came, with everything that was typed, into these messages.
_PAYLOAD = re.compile(
    r"(?is)(\bevent data:|\bdeserialize event data|\bevent data must be a dictionary, but received|\bqueue entry|\bwith value|"
    r"\berror transforming event (?:payload|argument)|\b(?:received|sending|emitting) (?:event|packet|message)|[<>] (?:text|cont|binary)\b).*"
)
_FRAMEWORKS = ("reflex", "reflex_base", "socketio", "engineio", "uvicorn", "websockets", "aiohttp", "asyncio")

_SECRETS = (
    # Keys of ours for programs, and signed tokens (JWT), wherever they stand.
    (re.compile(r"\bparley_[a-z0-9]{8}_[A-Za-z0-9_-]{8,}"), "parley_…"),
    (re.compile(r"\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]*"), "…"),
    (re.compile(r"(?i)\botpauth://[^\s'\"]+"), "otpauth://…"),
    (re.compile(r"(?i)(\b(?:authorization|proxy-authorization|cookie|set-cookie|x-api-key|api-key)\b['\"]?\s*[:=]\s*)[^\r\n]+"), r"\1…"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}"), r"\1 …"),
    (re.compile(r"\b(?:sk|pk|rk|whsec|gsk|xai|ghp|AIza)[-_][A-Za-z0-9_-]{8,}|\bAIza[A-Za-z0-9_-]{20,}"), "…"),
    (re.compile(r"(?i)([?&](?:[a-z_]*token|key|api_key|password|secret|code|code_verifier|state|nonce)=)[^&\s'\"]+"), r"\1…"),
    (
        re.compile(
            r"(?i)(['\"]?\b(?:[a-z]+_)?(?:password|passwd|secret|token|api_key|apikey|client_secret|recovery_code|code_verifier|totp|otp)['\"]?\s*[:=]\s*)['\"]?[^\s'\",}]+['\"]?"
        ),
        r"\1…",
    ),
    (re.compile(r"((?:https?|wss?|postgres(?:ql)?(?:\+psycopg)?|rediss?|smtps?|smtp\+starttls)://)[^/\s:@]+:[^@\s/]+@"), r"\1…@"),
    # SMTP carries name and password in base64 behind its verb.
    (re.compile(r"(?i)\b(AUTH\s+(?:PLAIN|LOGIN|XOAUTH2))\s+[A-Za-z0-9+/=]{4,}"), r"\1 …"),
    # Ten codes for the day the phone is gone: groups of letters and digits behind the word that announces them.
    (re.compile(r"(?i)(recovery[ _-]codes?\W{1,4})(?:[a-z0-9]{4,}(?:-[a-z0-9]{3,})*[\s,;'\"\]\[]*)+"), r"\1…"),
    (re.compile(r"\b([A-Za-z0-9])[A-Za-z0-9._%+-]*@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"), r"\1…@\2"),
    (re.compile(r"(__Host-parley[a-z_-]*|parley_session|parley_device)=[^;\s'\"]+"), r"\1=…"),
    (re.compile(r"(\bclient ')[^']+'"), r"\1…'"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class PrivacyFilter(logging.Filter):
    """Rewrites each record: no payloads, no secrets, no line breaks or escape codes out of foreign text."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if record.name.partition(".")[0] in _FRAMEWORKS:
            text = _PAYLOAD.sub(r"\1 …", text)[:MAX_FRAMEWORK_MESSAGE]
        record.msg, record.args = clean(text).replace("\n", "⏎"), None
        if record.exc_info:
            # Formatted here, since the exception's text may hold what the message may not.
            record.exc_text = clean(_PAYLOAD.sub(r"\1 …", logging.Formatter().formatException(record.exc_info)))
        return True


def clean(text: str) -> str:
    """`text` without secrets of any shape we know, and without control characters."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return _CONTROL.sub("�", text)
