"""A form that is sent twice, by a double click or a retry, counts once. Kept in the cache for a day."""

import logging

from django.core.cache import cache

from newsdesk.submissions.signed_token import LONGEST

logger = logging.getLogger("newsdesk.submissions")


def number_for(mark: str) -> str:
    """Return the number that the form with this slip was given before, or ""."""
    try:
        return str(cache.get(_key(mark)) or "")
    except Exception:
        logger.exception("The cache did not answer: a letter may be counted twice.")
        return ""


def remember(mark: str, number: str) -> None:
    try:
        cache.set(_key(mark), number, timeout=LONGEST)
    except Exception:
        logger.exception("The cache did not answer: a letter may be counted twice.")


def _key(mark: str) -> str:
    return f"letters:sent:{mark}"
