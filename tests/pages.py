"""Pages as tests need them, built through the verbs."""

import dataclasses
import io
from typing import Any

from PIL import Image

from entities.documents import EntityDocument
from entities.models.draft import Entity
from entities.workflow import ENTITY
from faqs.documents import Answer, FaqDocument
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from stories.documents import Byline, SourceReport, StoryDocument
from stories.models.draft import Story
from stories.workflow import STORY

REPORT = SourceReport(
    id="5e0a0001",
    outlet="The Pier Post",
    url="https://pierpost.example/turn",
    paraphrase="The Pier Post reports that the ferry turned.",
)


def entity(actor: Any, name: str = "Harbour Trust", **values: Any) -> Entity:
    """Return a confirmed draft of an entity that could be published."""
    defaults = {
        "kind": "organisation",
        "slug": name.lower().replace(" ", "-"),
        "description": f"{name} is one of the things a test needs.",
    }
    document = EntityDocument(name=name, **(defaults | values))
    return ENTITY.create(document, actor=actor, confirmed=True)


def faq(actor: Any, question: str = "Why do ferries lean?", **values: Any) -> Faq:
    """Return a draft of a FAQ that could be published."""
    slug = question.lower().strip("?").replace(" ", "-")
    answers = (Answer(id="a0000001", question="Always?", text="<p>No, in a turn.</p>"),)
    document = FaqDocument(
        **(
            {"question": question, "slug": slug, "intro": "<p>They turn.</p>", "answers": answers}
            | values
        )
    )
    return FAQ.create(document, actor=actor)


def story(actor: Any, headline: str = "The ferry turns", **values: Any) -> Story:
    """Return a draft of a story that could be published."""
    defaults = {
        "slug": headline.lower().replace(" ", "-"),
        "summary": "<p>It turned at noon.</p>",
        "bylines": (Byline(name="Ada Morris", slug="ada-morris"),),
        "reports": (REPORT,),
    }
    document = StoryDocument(headline=headline, **(defaults | values))
    return STORY.create(document, actor=actor)


def complete(story: Story, actor: Any) -> None:
    """Give a story by hand what the gate asks of it: a byline, and a link for every report."""
    document = STORY.document_of(Story.objects.get(pk=story.pk))
    reports = [
        dataclasses.replace(report, url=f"https://paper.example/{n}") if report.outlet else report
        for n, report in enumerate(document.reports)
    ]
    whole = dataclasses.replace(
        document,
        bylines=document.bylines or (Byline(name="Ada Morris", slug="ada-morris"),),
        reports=tuple(reports) or (REPORT,),
    )
    STORY.revise(story, whole, actor=actor)


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **options: Any) -> io.BytesIO:
    """Return the bytes of a plain picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return io.BytesIO(out.getvalue())
