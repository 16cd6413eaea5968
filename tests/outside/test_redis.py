"""Redis behaves as the default cache does; away, it costs a second once and is left alone."""

import pytest
from django.core.cache import caches

from newsdesk.outside import redis_cache
from newsdesk.outside.circuit import Away
from tests import programs
from tests.programs.redis import Redis

BACKEND = "newsdesk.outside.redis_cache.Redis"


@pytest.fixture(scope="module")
def server():
    programs.need("redis")
    with Redis() as running:
        yield running


@pytest.fixture
def cache(server, settings, monkeypatch):
    monkeypatch.setattr(redis_cache, "CACHE", redis_cache.Circuit("cache", pause=60))
    location = server.url.replace("rediscache", "redis")
    settings.CACHES = {"default": {"BACKEND": BACKEND, "LOCATION": location}}
    found = caches["default"]
    found.clear()
    yield found
    found._cache._pools[0].disconnect()


def test_it_does_what_the_desk_asks_of_a_cache(cache):
    assert cache.add("letters", 0, timeout=60)
    assert not cache.add("letters", 5, timeout=60)
    assert [cache.incr("letters"), cache.incr("letters")] == [1, 2]
    with pytest.raises(ValueError, match="not found"):
        cache.incr("nothing")
    cache.set_many({"size:a": 10, "size:b": 20}, 60)
    assert cache.get_many(["size:a", "size:b", "size:c"]) == {"size:a": 10, "size:b": 20}
    cache.set("gone", "x", timeout=0)
    assert cache.get("gone") is None
    cache.delete("letters")
    assert cache.get("letters", "none") == "none"


@pytest.mark.parametrize("how", ["pause", "kill"])
def test_away_it_is_asked_once_and_comes_back(cache, server, how, caplog):
    cache.set("a", 1)
    getattr(server, how)()
    try:
        with pytest.raises(Exception, match=r"Timeout|refused|closed"):
            cache.get("a")
        for _ in range(3):
            with pytest.raises(Away):
                cache.incr("a")
    finally:
        server.go_on() if how == "pause" else server.start()
    assert sum("does not answer" in each for each in caplog.messages) == 1
    redis_cache.CACHE.answered()
    cache.set("a", 2)
    assert cache.get("a") == 2


def test_every_method_of_a_cache_has_the_limits():
    asked = {name for name in vars(redis_cache.RedisCacheClient) if not name.startswith("_")} - {
        "get_client"
    }
    assert asked == {*redis_cache._ASKED}
