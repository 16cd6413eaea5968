"""What the demo desk is made of, as plain data: papers, people, pages, and what happens to them."""

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from entities.documents import EntityDocument
from faqs.documents import FaqDocument
from newsdesk.pages.document_image import Image
from newsdesk.site.demo.deeds import DemoQuery, DemoVerb
from newsdesk.text.slugs import slug_of
from stories.documents import StoryDocument

CREDIT = "Illustration: Newsdesk"
PICTURES = Path(__file__).parent / "content/pictures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A paper of the demo desk, with the facts of the outlet's row."""

    name: str
    owner: str = ""
    owner_as_of: int | None = None
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    country: str = ""
    kind: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Somebody whose byline stories carry; the rest is what their page says of them."""

    name: str
    role: str = ""
    biography: str = ""
    covers: str = ""
    languages: str = ""
    contact: str = ""
    disclosures: str = ""
    portrait: "Picture | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSection:
    """A section of the demo desk; they stand in the menu in the order of the file."""

    name: str
    slug: str
    standfirst: str = ""
    colour: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A person who can sign in. `role` names one of the desk's roles; empty for the superuser."""

    username: str
    password: str
    name: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture: its file in `content/pictures`, with what a reader is told of it."""

    file: str
    alt: str
    caption: str = ""

    @property
    def path(self) -> Path:
        return PICTURES / self.file

    def stored_as(self, name: str, width: int, height: int) -> Image:
        """Return the document's picture, once it is in media storage under `name`."""
        return Image(
            name=name,
            width=width,
            height=height,
            alt=self.alt,
            caption=self.caption,
            credit=CREDIT,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoEntity:
    document: EntityDocument
    picture: Picture | None = None
    draft: bool = False

    @property
    def reference(self) -> str:
        return f"entity:{self.document.slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoFaq:
    document: FaqDocument
    draft: bool = False

    @property
    def reference(self) -> str:
        return f"faq:{self.document.slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoStory:
    """A story, published `days_ago` and then treated by `deeds`; `change` replaces its fields in the
    working copy after that.

    With `hours_ahead` it is scheduled instead, with `review` it waits for a second reader and its
    `queries`, with `draft` it is not even submitted.
    """

    document: StoryDocument
    picture: Picture | None = None
    draft: bool = False
    review: bool = False
    days_ago: float = 0
    hours_ahead: float = 0
    deeds: tuple[DemoVerb, ...] = ()
    queries: tuple[DemoQuery, ...] = ()
    change: dict[str, str] = dataclasses.field(default_factory=dict)
    change_note: str = ""

    @property
    def unseen(self) -> bool:
        """Whether no reader has seen it on the day on which the desk is laid down."""
        return bool(self.draft or self.review or self.hours_ahead)

    @property
    def withdrawn(self) -> bool:
        return any(deed.verb == "withdraw" for deed in self.deeds)

    @property
    def standing_document(self) -> StoryDocument:
        """The document after all deeds, which is what readers see."""
        document = self.document
        for deed in self.deeds:
            document = deed.changed(document)
        return document

    @property
    def reference(self) -> str:
        return f"story:{self.document.slug}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoDuplicate:
    """A draft of a question that the FAQ `of` asks already, written `days_ago`, and what somebody decided
    on it later; "" for nothing yet. Two days after that it was asked as `reworded` says, if it was.
    """

    question: str
    of: str
    days_ago: float
    decision: str = ""
    decided_days_ago: float = 0
    by: str = "moderator"
    reason: str = ""
    reworded: str = ""

    @property
    def slug(self) -> str:
        return f"draft-{slug_of(self.question)}"

    @property
    def reference(self) -> str:
        return f"faq:{self.slug}"


DemoPage = DemoEntity | DemoFaq | DemoStory


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything that the demo desk is made of. Stories come in the order of laying them down."""

    outlets: tuple[Outlet, ...]
    authors: tuple[Author, ...]
    logins: tuple[Login, ...]
    entities: tuple[DemoEntity, ...]
    faqs: tuple[DemoFaq, ...]
    stories: tuple[DemoStory, ...]
    asked_twice: tuple[DemoDuplicate, ...] = ()
    sections: tuple[DemoSection, ...] = ()
    front: tuple[tuple[str, str], ...] = ()
    """What is pinned on the front page: each a place and the reference of a page, in order."""
