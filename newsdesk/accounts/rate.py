"""How often one sender asks, counted in the cache under what nobody can turn back into an address.

SECURITY: no address is kept. What is counted under is an HMAC of the address with a random salt that
exists in the cache alone and is another one every day: once it has expired, nobody can tell whose
count it was, not with the secret key either.
"""

import hmac
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from newsdesk.accounts.origin import origin_of

DAY = 86_400
# In a request's META, where a client cannot put it: the desk asks itself, and is not counted.
UNCOUNTED = "newsdesk.uncounted"


@dataclass(frozen=True, slots=True)
class Rate:
    """One thing that is counted, by the `name` that its keys in the cache begin with."""

    name: str

    def sender(self, request: HttpRequest, now: float) -> str:
        """Return what the sender of a request is counted under at this time, in seconds."""
        name = f"{self.name}:salt:{int(now // DAY)}"
        cache.add(name, secrets.token_hex(32), timeout=DAY)
        salt = f"{settings.SECRET_KEY}{cache.get(name) or ''}"
        return hmac.new(salt.encode(), origin_of(request).encode(), "sha256").hexdigest()[:32]

    def wait(self, who: str, most: int, seconds: int, now: float) -> int:
        """Count one of `who`; return how many seconds to wait if it is one too many in so many, else 0."""
        window = int(now // seconds)
        key = f"{self.name}:{who}:{window}"
        cache.add(key, 0, timeout=seconds)
        try:
            number = cache.incr(key)
        except ValueError:  # It ran out between the two.
            return 0
        return max(1, int((window + 1) * seconds - now)) if number > most else 0
