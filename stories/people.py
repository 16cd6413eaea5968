"""What readers see of the people who write: their profile, and the list of them."""

from dataclasses import dataclass

from django.db.models import Subquery
from django.urls import reverse

from newsdesk.presentation.heads import initials, web_link
from newsdesk.presentation.images import Picture
from stories.models.author import Author
from stories.portraits import COLUMNS, TOLD, by_author, portrait_in

MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is known of somebody; texts are plain, several names are parted by commas."""

    name: str
    path: str
    role: str = ""
    biography: str = ""
    covers: str = ""
    languages: str = ""
    contact: str = ""
    disclosures: str = ""
    portrait: Picture | None = None

    @property
    def initials(self) -> str:
        """What stands in the place of a portrait."""
        return initials(self.name)

    @property
    def mail(self) -> str:
        """The address to write to, "" where the contact is none."""
        name, at, host = self.contact.partition("@")
        plain = name and at and "." in host and not set(" \t<>\"'/:?&#") & set(self.contact)
        return self.contact if plain else ""

    @property
    def link(self) -> str:
        """The contact as a web address, "" where it is none."""
        return web_link(self.contact)


_TOLD = ("role", "biography", "covers", "languages", "contact", "disclosures")
_PORTRAIT = (*COLUMNS.values(), *TOLD.values())


def profile_of(slug: str, name: str) -> Profile:
    """Return the profile at a slug that readers can open, by the name that they know. One query."""
    row = Author.objects.filter(slug=slug).values(*_TOLD, *_PORTRAIT).first() or {}
    told = {field: row[field] for field in _TOLD if field in row}
    return Profile(
        name=name, path=reverse("person", args=[slug]), portrait=portrait_in(row), **told
    )


def people() -> list[Profile]:
    """Return everybody who has a visible story, by name. One query.

    SECURITY: whose first story waits is told to nobody, and each goes by the name that readers know.
    """
    known = Subquery(by_author().latest().values("label")[:1])
    rows = Author.objects.annotate(known=known).exclude(known=None).order_by("known", "slug")
    return [
        Profile(
            name=row["known"],
            path=reverse("person", args=[row["slug"]]),
            role=row["role"],
            covers=row["covers"],
            portrait=portrait_in(row),
        )
        for row in rows.values("known", "slug", "role", "covers", *_PORTRAIT)[:MOST]
    ]
