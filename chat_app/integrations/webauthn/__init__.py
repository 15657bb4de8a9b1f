"""Passkeys: the ceremonies of WebAuthn."""
