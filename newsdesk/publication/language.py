"""In which language the words of the house stand on readers' pages: the publication's, never the browser's.

The desk stays English. What editors write stays as it is written.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from newsdesk.publication.document import Publication
from newsdesk.text import spoken

# Those with a catalogue under locale/; English is what the templates say.
TRANSLATED = ("de", "fr", "es")


def code_of(publication: Publication) -> str:
    """Return the language for Django, "de-at". A locale without a catalogue is served in English."""
    if publication.language in (*TRANSLATED, "en"):
        return publication.locale.lower()
    return settings.LANGUAGE_CODE


@contextmanager
def speaking(publication: Publication) -> Iterator[None]:
    """Write in the language of the publication within the block."""
    with spoken.speaking(code_of(publication)):
        yield
