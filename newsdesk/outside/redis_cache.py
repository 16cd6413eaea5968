"""A cache in Redis or Valkey: nobody waits for it longer than a second, nor at all while it is away.

Whoever uses the cache does without it then: its errors are those of a cache that is down.
"""

from collections.abc import Callable, Mapping

from django.core.cache.backends.redis import RedisCache, RedisCacheClient

from newsdesk.outside.circuit import Circuit

LIMIT = 1.0  # Seconds for a connection, and for an answer.
CACHE = Circuit("cache", pause=5)
_ASKED = (
    "add", "get", "set", "touch", "delete", "get_many", "has_key", "incr", "set_many", "delete_many", "clear",
)  # fmt: skip


class _Client(RedisCacheClient):
    """Django's own, with limits."""

    def __init__(self, servers: list[str], **options: object) -> None:
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        # The library would try four times, and sleep for seconds in between.
        limits = {
            "socket_connect_timeout": LIMIT,
            "socket_timeout": LIMIT,
            "retry": Retry(NoBackoff(), 0),
        }
        super().__init__(servers, **limits | options)  # type: ignore[arg-type]


def _limited(name: str) -> Callable[..., object]:
    whole = getattr(RedisCacheClient, name)

    def limited(self: _Client, *args: object, **kwargs: object) -> object:
        with CACHE.asking(_is_away):
            return whole(self, *args, **kwargs)

    return limited


def _is_away(error: Exception) -> bool:
    from redis.exceptions import ConnectionError, TimeoutError

    return isinstance(error, ConnectionError | TimeoutError)


for _name in _ASKED:
    setattr(_Client, _name, _limited(_name))


class Redis(RedisCache):
    def __init__(self, server: str | list[str], params: Mapping[str, object]) -> None:
        super().__init__(server, dict(params))
        self._class = _Client
