"""What stands in the store for the id of a respondent: the same for the same id, and of no use to whoever lacks the store's own key."""

import hmac
import re
import secrets

from cdmon.text import normal

PSEUDONYM = re.compile(r"\br[0-9a-f]{16}\b")


def pseudonym(key: str, text: str) -> str:
    """Return what stands for an id: HMAC-SHA-256 (RFC 2104) of it under the store's key, 64 bits of it as r and 16 hexadecimal digits.

    Ids that are `cdmon.text.normal` alike are one, as everywhere. Two of a million respondents meet with a chance of 1 in 37 million.
    """
    same = normal(text) or text
    return f"r{hmac.new(key.encode(), same.encode(), 'sha256').hexdigest()[:16]}"


def new_key() -> str:
    """Return a new key: 32 random bytes in hexadecimal digits."""
    return secrets.token_hex(32)
