"""A story, a question and a topic as the API gives them, made of what their public pages are made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from entities.documents import EntityDocument
from entities.kind import ENTITY_KIND
from entities.outlet_names import renamed
from faqs.documents import FaqDocument
from faqs.kind import FAQ_KIND
from newsdesk.api.documents import (
    Note,
    PageDocument,
    PageLink,
    PictureFile,
    SectionLink,
    TagLink,
    Text,
    head_of,
    picture_in,
)
from newsdesk.api.page_shapes import (
    AnalysisPart,
    Answer,
    Byline,
    DeeperQuestion,
    Event,
    Fact,
    Question,
    Report,
    Source,
    Story,
    Topic,
)
from newsdesk.catalogue.models import Page
from newsdesk.kinds.register import AnyKind
from newsdesk.pages.notes import Correction
from newsdesk.pages.public_page import References
from newsdesk.presentation.heads import absolute, web_link
from newsdesk.presentation.images import Picture
from newsdesk.sections.current import Sections, ShownSection
from stories.documents import StoryDocument
from stories.kind import STORY_KIND
from stories.story_page import person_link, tag_link


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAtTime:
    """A page as readers see it, or saw it `as_of` a time, with all that its document needs.

    `asked` is the id that was asked for; `sections` are those of now, and so are `portraits`, by the slugs of
    authors in the document.
    """

    page: Page
    document: object
    references: References
    corrections: Sequence[Correction]
    asked: str
    as_of: datetime | None = None
    sections: Sections = field(default_factory=Sections)
    portraits: Mapping[str, Picture] = field(default_factory=dict)

    def common(self) -> dict[str, object]:
        """Return the fields that all pages have, tags and picture left out."""
        merged = self.asked if self.asked != self.page.uid else None
        return {
            **head_of(self.page),
            "merged_from": merged,
            "as_of": self.as_of,
            "corrections": Note.of_each(self.corrections),
        }


def story_of(seen: PageAtTime) -> Story:
    document = seen.document
    assert isinstance(document, StoryDocument)  # noqa: S101
    references = seen.references
    return Story(
        **seen.common(),  # type: ignore[arg-type]
        tags=_tags(document.tags, references),
        image=picture_in(document.image),
        standfirst=document.standfirst,
        section=_section(seen.sections.named(document.section)),
        bylines=[
            Byline(
                name=each.name,
                role=each.role,
                address=absolute(link.path) if link.path else "",
                image=PictureFile.of(seen.portraits.get(each.slug)),
            )
            for each in document.bylines
            for link in [person_link(each, references.names)]
        ],
        happened=Text.of(document.summary),
        analysis=[
            AnalysisPart(id=each.id, kind=each.kind, heading=each.heading, text=Text.of(each.body))
            for each in document.analysis
        ],
        reports=_reports(document, references),
        background=Text.of(document.background),
        timeline=[Event(id=each.id, date=each.date, text=each.text) for each in document.timeline],
        earlier=next(iter(PageLink.of_each(references.of([document.earlier]))), None),
        deeper=[
            DeeperQuestion(id=each.id, text=each.text, page=PageLink.of(page) if page else None)
            for each in document.deeper
            for page in [references.pages.get(each.target)]
        ],
        questions=PageLink.of_each(references.of(document.faqs)),
        topics=PageLink.of_each(references.of(document.entities)),
    )


def question_of(seen: PageAtTime) -> Question:
    document = seen.document
    assert isinstance(document, FaqDocument)  # noqa: S101
    return Question(
        **seen.common(),  # type: ignore[arg-type]
        tags=_tags(document.tags, seen.references),
        image=None,
        intro=Text.of(document.intro),
        answers=[
            Answer(id=each.id, question=each.question, text=Text.of(each.text))
            for each in document.answers
        ],
        sources=[
            Source(
                id=each.id,
                title=each.title,
                address=web_link(each.url),
                outlet=each.outlet,
                published=each.published,
            )
            for each in renamed(document.sources, seen.references.names)
        ],
        also_asked_as=seen.page.card.get("also_asked_as", []),
        topics=PageLink.of_each(seen.references.of(document.entities)),
    )


def topic_of(seen: PageAtTime) -> Topic:
    document = seen.document
    assert isinstance(document, EntityDocument)  # noqa: S101
    also = (*document.aliases, *seen.page.card.get("also_known_as", []))
    return Topic(
        **seen.common(),  # type: ignore[arg-type]
        tags=[],
        image=picture_in(document.image),
        topic_kind=document.kind,
        also_known_as=list(dict.fromkeys(also)),
        description=document.description,
        description_source=document.description_source,
        description_address=web_link(document.description_source_url),
        described_as_of=document.as_of,
        facts=[
            Fact(
                id=each.id,
                label=each.label,
                value=each.value,
                source=each.source,
                address=web_link(each.url),
            )
            for each in document.facts
            if each.value
        ],
        body=Text.of(document.body),
        wikidata=document.wikidata,
        official_site=web_link(document.official_site),
    )


def _reports(document: StoryDocument, references: References) -> list[Report]:
    return [
        Report(
            id=each.id,
            outlet=each.outlet,
            owner=each.owner,
            wire=each.wire,
            reporters=list(each.reporters),
            headline=each.headline,
            address=web_link(each.url),
            published=each.published,
            read_on=each.read_on,
            paraphrase=each.paraphrase,
            quotation=each.quotation,
            speaker=each.speaker,
            attribution_guessed=each.attribution_guessed,
        )
        for each in renamed(document.reports, references.names)
    ]


def _section(found: ShownSection | None) -> SectionLink | None:
    if found is None:
        return None
    return SectionLink(
        name=found.name, slug=found.slug, address=absolute(found.path) if found.path else ""
    )


def _tags(names: Sequence[str], references: References) -> list[TagLink]:
    links = [tag_link(name, references.names) for name in names]
    return [
        TagLink(name=link.text, slug=link.path.split("/")[-2], address=absolute(link.path))
        for link in links
        if link.path
    ]


@dataclass(frozen=True, slots=True)
class ServedKind:
    """A kind of page that the API serves, the shape of its document, and what that is made by."""

    kind: AnyKind
    schema: type[PageDocument]
    make: Callable[[PageAtTime], PageDocument]


STORIES = ServedKind(STORY_KIND, Story, story_of)
QUESTIONS = ServedKind(FAQ_KIND, Question, question_of)
TOPICS = ServedKind(ENTITY_KIND, Topic, topic_of)
