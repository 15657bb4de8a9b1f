"""An authenticator in software: makes P-256 keys and signs as WebAuthn Level 3 describes, and lies when told to."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import struct
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Key:
    private: ec.EllipticCurvePrivateKey
    user_handle: bytes
    count: int = 0


@dataclass
class Authenticator:
    """`origin` is the page that the browser says it is on."""

    origin: str
    counts: bool = True
    flags: int = PRESENT | VERIFIED
    keys: dict[bytes, Key] = field(default_factory=dict)

    def create(self, options: str, credential_id: bytes = b"", **changed: object) -> dict[str, object]:
        """The answer to `navigator.credentials.create`."""
        asked = {**json.loads(options), **changed}
        credential_id, key = credential_id or os.urandom(32), ec.generate_private_key(ec.SECP256R1())
        self.keys[credential_id] = Key(key, _bytes(asked["user"]["id"]))
        numbers = key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        attested = bytes(16) + struct.pack(">H", len(credential_id)) + credential_id + public
        data = self._data(asked["rp"]["id"], self.flags | ATTESTED, 0) + attested
        response = {
            "clientDataJSON": _text(self._client_data("webauthn.create", asked["challenge"])),
            "attestationObject": _text(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
        }
        return _credential(credential_id, response)

    def get(self, options: str, credential_id: bytes = b"", **changed: object) -> dict[str, object]:
        """The answer to `navigator.credentials.get`, with the newest key that will do."""
        asked = {**json.loads(options), **changed}
        allowed = [_bytes(item["id"]) for item in asked.get("allowCredentials", [])]
        chosen = credential_id or next(item for item in reversed(self.keys) if not allowed or item in allowed)
        key = self.keys[chosen]
        key.count += self.counts
        client_data = self._client_data("webauthn.get", asked["challenge"])
        data = self._data(asked["rpId"], self.flags, key.count)
        signature = key.private.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": _text(client_data),
            "authenticatorData": _text(data),
            "signature": _text(signature),
            "userHandle": _text(key.user_handle),
        }
        return _credential(chosen, response)

    def _data(self, rp_id: str, flags: int, count: int) -> bytes:
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + struct.pack(">I", count)

    def _client_data(self, kind: str, challenge: object) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()


def _credential(credential_id: bytes, response: dict[str, str]) -> dict[str, object]:
    return {
        "id": _text(credential_id),
        "rawId": _text(credential_id),
        "type": "public-key",
        "response": response,
        "clientExtensionResults": {},
    }


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
