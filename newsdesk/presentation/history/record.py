"""The public editions of a page as readers are told of them, and what changed between two."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_noop

from newsdesk.comparison.diff.documents import Difference
from newsdesk.comparison.labels import SEPARATOR
from newsdesk.pages.editions import withdrawn
from newsdesk.pages.models import Edition
from newsdesk.presentation.dates import iso
from newsdesk.text.spoken import gettext, spoken

NOT_PUBLIC = gettext_noop("a page that is not public now")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEdition:
    """An edition that readers see or have seen. `number` is its place among these, from 1.

    One that is not `readable` was withdrawn, or says that the page was: only its date, kind and digest
    are told. `substantive` ones are more than a typo or a check.
    """

    number: int
    pk: int
    kind: str
    label: str
    note: str
    wrong: str
    right: str
    gravity: str
    visible_from: datetime
    digest: str
    readable: bool
    substantive: bool

    @property
    def shown_label(self) -> str:
        """The label in the language of the page."""
        return gettext(self.label)

    @property
    def label_within(self) -> str:
        """The label within a sentence; German writes its nouns in capitals there too."""
        german = spoken().startswith("de")
        return self.shown_label if german else self.shown_label.lower()


def public_editions(rows: Iterable[Edition]) -> list[PublicEdition]:
    """Return the public editions of one page, oldest first, from its rows in that order.

    SECURITY: what was withdrawn stays withdrawn when the page comes back in other words. Of what stood
    there before the last withdrawal nothing is told that could repeat it.
    """
    history = list(rows)
    start = withdrawn(history)
    return [
        _edition(row, number, readable=number > start)
        for number, row in enumerate(history, start=1)
    ]


def _edition(row: Edition, number: int, *, readable: bool) -> PublicEdition:
    told = readable or row.withdraws
    return PublicEdition(
        number=number,
        pk=row.pk,
        kind=row.kind,
        label=Edition.Kind(row.kind).label,
        note=row.note if told else "",
        wrong=row.wrong if told else "",
        right=row.right if told else "",
        gravity=row.gravity,
        visible_from=row.visible_from,
        digest=row.digest,
        readable=readable,
        substantive=row.is_substantive,
    )


def changed_parts(difference: Difference) -> Iterator[dict[str, str]]:
    """Yield each changed part with the anchor at which a reader finds it, empty where there is none."""
    for heading, item in difference.items():
        yield {
            "anchor": item.anchor,
            "label": SEPARATOR.join(filter(None, (heading, item.title))),
            "state": item.state.value,
        }


def reasons(editions: Sequence[PublicEdition]) -> list[dict[str, str]]:
    """Return why each edition was published, as plain data."""
    return [
        {
            "kind": edition.kind,
            "label": edition.shown_label,
            "note": edition.note,
            "wrong": edition.wrong,
            "right": edition.right,
            "at": iso(edition.visible_from),
        }
        for edition in editions
        if edition.substantive
    ]
