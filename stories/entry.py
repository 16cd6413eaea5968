"""What the catalogue keeps of a story, told from its editions."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from entities.outlet_names import outlet_references
from newsdesk.catalogue.entries import Card, Entry, Event, Target, interval, paths_over_time
from newsdesk.catalogue.read_next import continuing
from newsdesk.catalogue.tags import tag_target
from newsdesk.pages.document_image import image_data
from newsdesk.pages.editions import withdrawn
from newsdesk.pages.rich_text import plain
from newsdesk.presentation.images import shown_in
from newsdesk.presentation.timeline import span_of
from newsdesk.sections.current import target_of
from stories.documents import StoryDocument, read
from stories.models.edition import StoryEdition


def path_of(document: StoryDocument) -> str:
    return reverse("story", args=[document.slug])


def entry_of(editions: Sequence[StoryEdition]) -> Entry:
    """Return the catalogue entry that follows from all editions of one story, oldest first.

    What was withdrawn is not found, nor its pictures shown, when the page comes back.
    """
    documents = [read(edition) for edition in editions]
    document, told = documents[-1], documents[withdrawn(editions) :]
    return Entry(
        kind="story",
        key=f"story:{editions[-1].item_id}",
        title=document.headline,
        summary=document.standfirst or plain(document.summary),
        text="\n".join(_texts(document)),
        also="\n".join(dict.fromkeys(each.headline for each in told[:-1])),
        card=_card(document),
        references=(
            *_references(document),
            *shown_in(*(each.image for each in reversed(told))),
        ),
        events=tuple(_events(document)),
        **paths_over_time(editions, [path_of(each) for each in documents]),
        **interval(editions),
    )


def _card(document: StoryDocument) -> Card:
    card: Card = {
        "image": image_data(document.image),
        "bylines": [byline.name for byline in document.bylines],
    }
    if document.section:
        card["section"] = document.section
    return card


def _references(document: StoryDocument) -> Iterator[Target]:
    for key in document.entities + document.faqs:
        yield Target(key=key)
    for question in document.deeper:
        if question.target:
            yield Target(key=question.target, label=question.text)
    if document.earlier:
        yield Target(key=document.earlier)
        yield Target(key=continuing(document.earlier))
    for tag in document.tags:
        yield Target(key=tag_target(tag), label=tag)
    for byline in document.bylines:
        yield Target(key=f"author:{byline.slug}", label=byline.name)
    if document.section:
        yield Target(key=target_of(document.section))
    yield from outlet_references(document.reports)


def _events(document: StoryDocument) -> Iterator[Event]:
    for event in document.timeline:
        if event.text and span_of(event.date):
            yield Event(date=event.date, text=event.text, anchor=f"event-{event.id}")


def _texts(document: StoryDocument) -> Iterator[str]:
    yield plain(document.summary)
    for part in document.analysis:
        yield from filter(None, (part.heading, plain(part.body)))
    for report in document.reports:
        yield from filter(
            None, (report.outlet, report.headline, report.paraphrase, report.quotation)
        )
    yield plain(document.background)
    yield from (event.text for event in document.timeline)
    yield from (question.text for question in document.deeper)
