"""A desk with published pages, built through the verbs, for the tests of what readers see."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from entities import working_copy as entity_working_copy
from entities.models.draft import Entity
from faqs import working_copy as faq_working_copy
from faqs.documents import Answer, Source
from faqs.models.draft import Faq
from newsdesk.images import uploads
from newsdesk.pages.document_image import Image
from stories import working_copy as story_working_copy
from stories.documents import AnalysisPart, Byline, DeeperQuestion, SourceReport, TimelineEvent
from stories.models.author import Author
from stories.models.draft import Story
from tests import pages, release

# In the addresses of the archive. Tests that use it say `usefixtures("today")`: midnight may come.
TODAY = timezone.localdate()


def image(**values: Any) -> Image:
    """Return a stored picture."""
    stored = uploads.store(SimpleUploadedFile("x.jpg", pages.picture().read()))
    words = {"alt": "A ferry at its pier", "caption": "The pier at noon", "credit": "Desk"}
    return Image(name=stored.name, width=stored.width, height=stored.height, **(words | values))


def show_portrait(author: Author, *, focus: tuple[int, int] = (50, 50)) -> None:
    """Give somebody a portrait; the caller saves it."""
    portrait = pages.picture(size=(500, 600))
    author.image = uploads.store(SimpleUploadedFile("x.jpg", portrait.read())).name
    author.image_alt, author.image_credit = "Ada Reed on a quay", "Cy Dent"
    author.image_focus_x, author.image_focus_y = focus


def topic(chief: Any, name: str = "Harbour Trust", **values: Any) -> Entity:
    """Publish an entity."""
    entity = pages.entity(chief, name, **values)
    release.publish(entity, actor=chief)
    return entity


def question(chief: Any, text: str = "Why do ferries lean?", **values: Any) -> Faq:
    """Publish a FAQ."""
    faq = pages.faq(chief, text, **values)
    release.publish(faq, actor=chief)
    return faq


def story(chief: Any, headline: str = "The ferry turns", **values: Any) -> Story:
    """Publish a story."""
    item = pages.story(chief, headline, **values)
    release.publish(item, actor=chief)
    return item


def story_from_before(chief: Any, headline: str, **values: Any) -> Story:
    """Publish a story with `values` that were stored before the desk asked for more."""
    item = pages.story(chief, headline)
    document = replace(story_working_copy.document_of(item), **values)
    story_working_copy.write_back(document, item, actor=chief)
    release.publish(item, actor=chief)
    return item


def question_from_before(chief: Any, text: str = "Why do ferries lean?", **values: Any) -> Faq:
    """Publish a FAQ with `values` that were stored before the desk asked for more."""
    item = pages.faq(chief, text)
    document = replace(faq_working_copy.document_of(item), **values)
    faq_working_copy.write_back(document, item, actor=chief)
    release.publish(item, actor=chief)
    return item


def topic_from_before(chief: Any, name: str = "Harbour Trust", **values: Any) -> Entity:
    """Publish a topic with `values` that were stored before the desk asked for more."""
    item = pages.entity(chief, name)
    document = replace(entity_working_copy.document_of(item), **values)
    entity_working_copy.write_back(document, item, actor=chief)
    release.publish(item, actor=chief)
    return item


def full_question(chief: Any, text: str = "Why do ferries lean?", **values: Any) -> Faq:
    """Publish a FAQ that has everything a FAQ can have."""
    everything = {
        "intro": "<p>They lean because they turn.</p>",
        "answers": (
            Answer(id="ans00001", question="Is it dangerous?", text="<p>Not at that speed.</p>"),
            Answer(id="ans00002", question="Which way?", text="<p>Outwards.</p>"),
        ),
        "sources": (
            Source(
                id="src00001",
                title="On the roll of ships",
                url="https://library.example/roll",
                outlet="Ship Review",
                published=date(2025, 3, 2),
            ),
        ),
        "tags": ("Ships",),
    }
    return question(chief, text, **(everything | values))


def full_story(chief: Any, headline: str = "The ferry turns", *, parts: int = 1, **values: Any):
    """Publish a story that has everything a story can have, `parts` times each."""
    numbers = range(1, parts + 1)
    entities = [topic(chief, f"Topic {headline} {n}") for n in numbers]
    faqs = [question(chief, f"Question {headline} {n}") for n in numbers]
    everything = {
        "standfirst": "A turn that everybody saw.",
        "bylines": tuple(Byline(name=f"Ada Reed {n}", slug=f"ada-reed-{n}") for n in numbers),
        "tags": tuple(f"Ships {n}" for n in numbers),
        "image": image(),
        "analysis": tuple(
            AnalysisPart(id=f"ana{n:05}", kind="forecast", heading=f"Next {n}", body="<p>More.</p>")
            for n in numbers
        ),
        "reports": tuple(
            SourceReport(
                id=f"rep{n:05}",
                outlet=f"Ship Review {n}",
                reporters=("Bo Lund",),
                headline=f"Ferry leans {n}",
                url=f"https://review.example/{n}",
                published=date(2025, 3, 2),
                read_on=date(2025, 3, 3),
                paraphrase=f"The paper says that it leaned {n} times.",
                quotation="We all held on.",
                speaker="Cy Dahl, a passenger",
            )
            for n in numbers
        ),
        "background": "<p>It was built in 1990.</p>",
        "timeline": tuple(
            TimelineEvent(id=f"eve{n:05}", date=when, text="It sailed.")
            for n, when in zip(numbers, ["1990", "2014-03", "2014-03-18"] * parts, strict=False)
        ),
        "deeper": tuple(
            DeeperQuestion(id=f"dee{n:05}", text=f"And then {n}?", target=faq.key)
            for n, faq in zip(numbers, faqs, strict=True)
        ),
        "faqs": tuple(faq.key for faq in faqs),
        "entities": tuple(entity.key for entity in entities),
    }
    return story(chief, headline, **(everything | values))
