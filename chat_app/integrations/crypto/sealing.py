"""Authenticated encryption: AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12
KEY_BYTES = 32


class UnsealingError(Exception):
    """The key is another one, or somebody changed the sealed bytes or what they were bound to."""


def derive_key(secret: bytes, purpose: str) -> bytes:
    """A key of 256 bits for one purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(secret)


def seal(key: bytes, text: bytes, bound_to: str) -> bytes:
    """Nonce, ciphertext and tag. `bound_to` is authenticated with it: elsewhere it cannot be opened."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, text, bound_to.encode())


def unseal(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    """What was sealed; raises `UnsealingError`."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode())
    except (InvalidTag, ValueError):
        raise UnsealingError from None
