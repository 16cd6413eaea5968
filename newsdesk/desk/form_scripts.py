"""The scripts of a form, written out once for all forms that have the same."""

from functools import lru_cache
from typing import Self

from django.forms import Media as StockMedia
from django.utils.safestring import SafeString
from js_asset import Media

from newsdesk.desk.form_html import marked

# Stands for the nonce of a request in what is kept.
_NONCE = "\ue000nonce\ue001"


class FormScripts(Media):
    """The media of a form. All its scripts have the nonce of their request: on Django 5.2 the editor's import
    map is an inline script, and without the nonce none starts.
    """

    @classmethod
    def of(cls, media: StockMedia, nonce: str) -> Self:
        return cls.from_media(media, nonce=nonce)

    def __getitem__(self, name: str) -> StockMedia | SafeString:
        """Return what a template has for `media.js` without looking each file up again."""
        if name != "js":
            return super().__getitem__(name)
        lists = tuple(tuple(each) for each in self._js_lists)
        # SECURITY: a nonce is letters and digits, made by ourselves; nothing else is put in.
        return marked(_drawn(lists).replace(_NONCE, self.nonce))


@lru_cache(maxsize=32)
def _drawn(lists: tuple[tuple[object, ...], ...]) -> str:
    media = Media(nonce=_NONCE)
    media._js_lists = [list(each) for each in lists]
    return str(media.render())
