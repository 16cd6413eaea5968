"""The words of the house in the language that is spoken just now: Django's gettext, in a tenth of the time.

Django asks several times over which language is active, and looks through its catalogues anew, for each of
the hundred words of a page. Templates ask Django; what is put together in Python by the dozen asks here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from django.conf import settings
from django.utils import translation

# English unless somebody has said otherwise: on the desk, in commands and in jobs.
_spoken: ContextVar[str] = ContextVar("newsdesk_spoken", default="")


def spoken() -> str:
    """Return the code of the language, "de-at"."""
    return _spoken.get() or settings.LANGUAGE_CODE


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language within the block."""
    token = _spoken.set(code)
    try:
        with translation.override(code):
            yield
    finally:
        _spoken.reset(token)


def speak(code: str) -> None:
    """Speak another language from now on, to the end of `as_before`."""
    _spoken.set(code)
    translation.activate(code)


@contextmanager
def as_before() -> Iterator[None]:
    """Speak after the block what was spoken before it."""
    before = _spoken.get()
    try:
        yield
    finally:
        if _spoken.get() != before:
            _spoken.set(before)
            translation.activate(before or settings.LANGUAGE_CODE)


def gettext(message: str) -> str:
    code = _spoken.get()
    return _said(code, message) if code else message


def ngettext(one: str, many: str, number: int) -> str:
    code = _spoken.get()
    if code:
        return _counted(code, one, many, number)
    return one if number == 1 else many


# Only for the language that is active.
@lru_cache(4_000)
def _said(code: str, message: str) -> str:
    return translation.gettext(message)


@lru_cache(2_000)
def _counted(code: str, one: str, many: str, number: int) -> str:
    return translation.ngettext(one, many, number)
