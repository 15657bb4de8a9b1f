"""Codes of authenticator apps: RFC 6238 with SHA-1, six digits and 30 seconds, which is what all apps take for granted."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime

import segno
from pyotp.totp import TOTP

STEP_SECONDS = 30
WINDOW = 1
"""Steps that a clock may be off, in either direction."""
DIGITS = 6


def new_secret() -> str:
    """160 random bits in Base32 (RFC 4226 §4 asks for that many)."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def uri_of(secret: str, account: str, issuer: str) -> str:
    """`otpauth://totp/…`: what apps read out of the picture."""
    return TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def qr_svg(uri: str) -> str:
    """The URI as a picture, black on white whatever the theme: scanners do not read it the other way round."""
    return segno.make(uri, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")


def matching_step(secret: str, code: str, now: datetime, after: int) -> int | None:
    """The step whose code this is, if it is near `now` and later than `after`; None for any other code.

    All steps are compared, in constant time each: how long it takes tells nothing.
    """
    digits = "".join(code.split())
    if len(digits) != DIGITS or not digits.isascii() or not digits.isdigit():
        return None
    current, totp = int(now.timestamp()) // STEP_SECONDS, TOTP(secret)
    found = None
    for step in range(current - WINDOW, current + WINDOW + 1):
        if hmac.compare_digest(totp.generate_otp(step), digits) and step > after:
            found = step
    return found
