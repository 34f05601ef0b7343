"""Identifiers. Time-ordered, so that new rows land on neighbouring pages of the store."""

import hashlib
import re
import secrets
import unicodedata

from tongmai.base.clock import Clock

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no letter that a person misreads


def _base32(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, digit = divmod(number, 32)
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))


def new_id(clock: Clock) -> str:
    """A fresh id of 23 characters: 9 of milliseconds since 1970, 14 (70 bits) of chance; valid as a FHIR id."""
    milliseconds = int(clock.now().timestamp() * 1000)
    return _base32(milliseconds, 9) + _base32(secrets.randbits(70), 14)


def new_token() -> str:
    """A secret of 20 characters (100 bits) of chance that a person can type; it says nothing."""
    return _base32(secrets.randbits(100), 20).upper()


def digest(text: str) -> str:
    """What is kept of a token in its place, 64 hexadecimal digits; typed with blanks, hyphens, full-width or small
    letters it is the same one."""
    plain = re.sub(r"[\s\-]+", "", unicodedata.normalize("NFKC", text)).upper()
    return hashlib.sha256(plain.encode()).hexdigest()
