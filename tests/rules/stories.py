"""A story that the gate finds nothing in, to be spoilt in one place."""

import dataclasses
import datetime
from typing import Any

from newsdesk.pages.document_image import Image
from newsdesk.rules.findings import Findings
from newsdesk.text.mentions import Names
from stories.documents import (
    AnalysisPart,
    Byline,
    DeeperQuestion,
    SourceReport,
    StoryDocument,
    TimelineEvent,
)
from stories.rules.about import About, Question, Topic
from stories.rules.findings import problems

TODAY = datetime.date(2026, 11, 26)

PICTURE = Image(name="a.webp", width=1200, height=900, alt="A ferry at the pier.")
STORY = StoryDocument(
    headline="Brimsey gets its ferry back",
    slug="brimsey-ferry",
    standfirst="The harbour crossing runs again after a winter without boats.",
    bylines=(Byline(name="Ada Morris", slug="ada-morris"),),
    image=PICTURE,
    summary="<p>The ferry left Brimsey on 3 March 2026 with a full deck.</p>",
    analysis=(
        AnalysisPart(
            id="a0000001", heading="Why the pier broke", body="<p>Ice pushed it over.</p>"
        ),
    ),
    reports=(
        SourceReport(
            id="r0000001",
            outlet="The Pier Post",
            reporters=("Ruth Okonjo",),
            headline="Brimsey sails",
            url="https://pierpost.example/1",
            published=datetime.date(2026, 3, 4),
            paraphrase="The Pier Post reports that 340 people stood on the first boat.",
            quotation="We took the pad apart from below, like a watch. It was cold … and it was late.",
            speaker="Ilyas Nurmagan, foreman",
        ),
    ),
    background="<p>Brimsey lies on an island in the north.</p>",
    timeline=(TimelineEvent(id="t0000001", date="2026-03-03", text="The boats come back."),),
    deeper=(DeeperQuestion(id="d0000001", text="Why did ice break the pier?", target="faq:1"),),
    faqs=("faq:1",),
    entities=("entity:1",),
)

ABOUT = About(
    today=TODAY,
    topics={"entity:1": Topic(name="Brimsey", kind="place")},
    faqs={"faq:1": Question(title="Why did the pier break?", entities=("entity:1",))},
    known=Names([("Brimsey", "entity:1"), ("Norport", "entity:2")]),
)


def check(about: About = ABOUT, **values: Any) -> Findings:
    """Return what the gate finds in the story with other values."""
    return problems(dataclasses.replace(STORY, **values), about)


def blocking(about: About = ABOUT, **values: Any) -> list[str]:
    return [problem.code for problem in check(about, **values).blocking]


def warnings(about: About = ABOUT, **values: Any) -> list[str]:
    return [problem.code for problem in check(about, **values).warnings]


def saying(sentence: str) -> dict[str, Any]:
    """Return the values of a story that says this in its analysis."""
    (part,) = STORY.analysis
    return {"analysis": (dataclasses.replace(part, body=f"<p>{sentence}</p>"),)}


def reporting(**values: Any) -> dict[str, Any]:
    (report,) = STORY.reports
    return {"reports": (dataclasses.replace(report, **values),)}
