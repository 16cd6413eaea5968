"""The shapes of a story, a question and a topic."""

from datetime import date

from ninja import Schema

from newsdesk.api.documents import PageDocument, PageLink, PictureFile, SectionLink, Text


class Byline(Schema):
    """Somebody who wrote it; `image` is the portrait that they have today."""

    name: str
    role: str
    address: str
    image: PictureFile | None


class AnalysisPart(Schema):
    """`kind` is analysis, context or forecast; `heading` may be empty."""

    id: str
    kind: str
    heading: str
    text: Text


class Report(Schema):
    """What one outlet says; `outlet` is empty where our own summary speaks.

    `quotation` is exact, and `speaker` said it. `attribution_guessed` marks an outlet or reporter that
    was carried over rather than named.
    """

    id: str
    outlet: str
    owner: str
    wire: str
    reporters: list[str]
    headline: str
    address: str
    published: date | None
    read_on: date | None
    paraphrase: str
    quotation: str
    speaker: str
    attribution_guessed: bool


class Event(Schema):
    """`date` is ISO 8601: "2014", "2014-03" or "2014-03-18"."""

    id: str
    date: str
    text: str


class DeeperQuestion(Schema):
    """A follow-up question, and the page that answers it, if there is one."""

    id: str
    text: str
    page: PageLink | None


class Story(PageDocument):
    """An explainer."""

    standfirst: str
    section: SectionLink | None
    bylines: list[Byline]
    happened: Text
    analysis: list[AnalysisPart]
    reports: list[Report]
    background: Text
    timeline: list[Event]
    earlier: PageLink | None
    deeper: list[DeeperQuestion]
    questions: list[PageLink]
    topics: list[PageLink]


class Answer(Schema):
    id: str
    question: str
    text: Text


class Source(Schema):
    id: str
    title: str
    address: str
    outlet: str
    published: date | None


class Question(PageDocument):
    """A question with its answers; `intro` is the direct one."""

    intro: Text
    answers: list[Answer]
    sources: list[Source]
    also_asked_as: list[str]
    topics: list[PageLink]


class Fact(Schema):
    id: str
    label: str
    value: str
    source: str
    address: str


class Topic(PageDocument):
    """A person, organisation, place or other thing that stories are about. `topic_kind` says which."""

    topic_kind: str
    also_known_as: list[str]
    description: str
    description_source: str
    description_address: str
    described_as_of: date | None
    facts: list[Fact]
    body: Text
    wikidata: str
    official_site: str
