"""How many bytes kept pictures have. Asked of the storage once for each, then of the cache."""

import logging
from collections.abc import Collection

from django.core.cache import cache
from django.core.files.storage import default_storage

logger = logging.getLogger("newsdesk.images")

# A name is never given to another picture, and a kept picture never written again.
FOR = 30 * 24 * 3600
_KEY = "picture-size:"


def sizes_of(names: Collection[str]) -> dict[str, int]:
    """Return the bytes of each of these files of the media storage; one that is not there is left out.

    Works without a cache, and with one that is down or talks nonsense: then the storage is asked.
    """
    found = {name: size for name, size in _remembered(names).items() if _is_size(size)}
    fresh = {}
    for name in dict.fromkeys(names):
        if name not in found and (size := _asked(name)):
            fresh[name] = size
    if fresh:
        _remember(fresh)
    return found | fresh


def _is_size(value: object) -> bool:
    return type(value) is int and value > 0


def _asked(name: str) -> int:
    """Return the size of a file, 0 where it is not there or the storage cannot be reached."""
    try:
        return default_storage.size(name)
    except OSError as error:
        logger.warning("No size of %s: %s", name, error)
        return 0


def _remembered(names: Collection[str]) -> dict[str, int]:
    try:
        kept = cache.get_many([_KEY + name for name in names])
        return {key.removeprefix(_KEY): size for key, size in kept.items()}
    except Exception:  # Each cache has errors of its own, and none is a reason to give no feed.
        logger.warning("The cache cannot be read.", exc_info=True)
        return {}


def _remember(sizes: dict[str, int]) -> None:
    try:
        cache.set_many({_KEY + name: size for name, size in sizes.items()}, FOR)
    except Exception:
        logger.warning("The cache cannot be written.", exc_info=True)
