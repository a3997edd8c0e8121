"""What the database keeps encrypted, with keys made from the site's own: a copy of the database alone does
not tell it."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def encryption(purpose: str) -> MultiFernet:
    """Encrypts with the newest key; those before it (SECRET_KEY_FALLBACKS) still decrypt. Each purpose, of at
    most 16 letters, has keys of its own."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key, purpose))) for key in keys])


def _derived(key: str, purpose: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=32, person=purpose.encode()).digest()
