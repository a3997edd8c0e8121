"""Secrets that are sent in links."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, in characters that an address may hold."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """SHA-256 is enough: there is nothing to guess or to slow down in 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()
