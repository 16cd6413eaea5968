"""What a publication says of itself, as plain data: the document that desk chiefs edit and publish whole."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property, lru_cache
from typing import cast

from django.utils.translation import gettext_noop

from newsdesk.publication.stylesheet import stylesheet

# Of JSON, as it is stored.
Data = dict[str, object]

_PICTURE = re.compile(r"(?P<stem>[0-9a-f]{32})-(?P<width>[0-9]{1,4})x(?P<height>[0-9]{1,4})")
# Where who may see the draft finds what it is drawn with.
DRAFT = "/admin/publication/draft/"
# By the code of a licence: what readers are told, and where it stands.
LICENCES = {
    "reserved": (gettext_noop("All rights reserved"), ""),
    "cc-by": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "cc-by-sa": ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "cc-by-nd": ("CC BY-ND 4.0", "https://creativecommons.org/licenses/by-nd/4.0/"),
    "cc-by-nc": ("CC BY-NC 4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
    "cc0": (
        gettext_noop("CC0, no rights reserved"),
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
}
# BCP 47 codes, with what the form calls them.
LOCALES = {
    "en-GB": "English (United Kingdom)",
    "en-US": "English (United States)",
    "en-IE": "English (Ireland)",
    "de-DE": "German (Germany)",
    "de-AT": "German (Austria)",
    "de-CH": "German (Switzerland)",
    "fr-FR": "French (France)",
    "fr-CH": "French (Switzerland)",
    "es-ES": "Spanish (Spain)",
    "es-MX": "Spanish (Mexico)",
    "it-IT": "Italian",
    "nl-NL": "Dutch",
    "pt-PT": "Portuguese (Portugal)",
    "sv-SE": "Swedish",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A line of the menu or the footer; `address` is a path of this site, or a whole web address."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of the publication by its name, "<32 hex>-480x96": its size in pixels stands in that."""

    name: str
    width: int
    height: int

    @property
    def path(self) -> str:
        return f"/publication/{self.name}.png"

    def of_side(self, side: int) -> "Shot":
        """Return the icon in another of its sizes, all of which are made when it comes in."""
        return Shot(f"{self.name.partition('-')[0]}-{side}x{side}", side, side)


def shot(name: str) -> Shot | None:
    found = _PICTURE.fullmatch(name)
    return Shot(name, int(found["width"]), int(found["height"])) if found else None


@dataclass(frozen=True, kw_only=True)
class Publication:
    """All that readers see of a publication beside its pages.

    `logo`, `logo_dark` and `icon` name pictures, see `Shot`; `accent` is "#962a1b", "" for the house's own;
    `pairing` is one of `type_pairings.PAIRINGS`. An empty `menu` or `footer_links` stands for those in the
    templates; `about` is the path of the page that says how the desk works, "" for the house's own text.
    `robots` says whether search engines are welcome ("open" or "closed"), `crawlers` the same of those that
    train language models. `number` is that of the published version, 0 for none.
    """

    name: str
    strapline: str = ""
    logo: str = ""
    logo_dark: str = ""
    icon: str = ""
    accent: str = ""
    pairing: str = "serif"
    locale: str = "en-GB"
    menu: tuple[Link, ...] = ()
    footer: str = ""
    footer_links: tuple[Link, ...] = ()
    accounts: tuple[str, ...] = ()
    contact: str = ""
    corrections: str = ""
    security: str = ""
    about: str = ""
    licence: str = ""
    robots: str = "open"
    crawlers: str = "open"
    number: int = 0
    # Whether this is what desk chiefs preview and nobody else sees.
    is_draft: bool = False

    @cached_property
    def digest(self) -> str:
        """What tells this from every other, 32 hexadecimal digits: its number included."""
        told = json.dumps([self.data, self.number, self.is_draft], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    @property
    def data(self) -> Data:
        """What is stored of it."""
        return {name: value for name, value in asdict(self).items() if name not in _NOT_STORED}

    @property
    def is_own(self) -> bool:
        """Whether a desk chief has made it; else it is what the settings say."""
        return bool(self.number or self.is_draft)

    @property
    def language(self) -> str:
        """The language alone, "en"."""
        return self.locale.partition("-")[0]

    @property
    def logo_shot(self) -> Shot | None:
        return shot(self.logo)

    @property
    def logo_dark_shot(self) -> Shot | None:
        return shot(self.logo_dark)

    @property
    def icon_shot(self) -> Shot | None:
        return shot(self.icon)

    @property
    def icon_touch(self) -> Shot | None:
        return shot(self.icon) and cast("Shot", shot(self.icon)).of_side(180)

    @property
    def icon_small(self) -> Shot | None:
        return shot(self.icon) and cast("Shot", shot(self.icon)).of_side(32)

    @property
    def licence_link(self) -> Link | None:
        return Link(*LICENCES[self.licence]) if self.licence in LICENCES else None

    @property
    def account_links(self) -> tuple[Link, ...]:
        """The accounts elsewhere, each called by its host: "mastodon.social"."""
        return tuple(Link(each.split("/")[2].removeprefix("www."), each) for each in self.accounts)

    @property
    def pictures(self) -> tuple[str, ...]:
        return tuple(name for name in (self.logo, self.logo_dark, self.icon) if name)

    @cached_property
    def stylesheet_digest(self) -> str:
        """What tells its stylesheet from every other, 16 hexadecimal digits: from that of an older release
        too, for browsers keep it for a year.
        """
        told = f"{self.number} {self.is_draft} {stylesheet(self)}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @property
    def stylesheet(self) -> str:
        """The address of its colours and type: another one for each version."""
        if self.is_draft:
            return f"{DRAFT}{self.stylesheet_digest}.css"
        return f"/publication/{self.number}-{self.stylesheet_digest}.css"


_NOT_STORED = ("number", "is_draft")
_TUPLES = ("accounts",)
_LINKS = ("menu", "footer_links")
_KNOWN = {field.name for field in fields(Publication)} - set(_NOT_STORED)


def from_data(data: Data, *, number: int = 0, is_draft: bool = False) -> Publication:
    """Return what was stored. What an older release did not know keeps its default."""
    told = {name: value for name, value in data.items() if name in _KNOWN}
    for name in _LINKS:
        rows = cast("list[dict[str, str]]", told.get(name) or [])
        told[name] = tuple(Link(row["label"], row["address"]) for row in rows)
    for name in _TUPLES:
        told[name] = tuple(cast("list[str]", told.get(name) or []))
    made = Publication(**cast("dict[str, str]", told))  # type: ignore[arg-type]
    return replace(made, number=number, is_draft=is_draft)


@lru_cache(8)
def from_text(text: str, number: int) -> Publication:
    """Return what the database keeps as JSON; the same object for the same text."""
    return from_data(json.loads(text), number=number)
