"""What the rows of one page are made from, and how its document is kept."""

import hashlib
from datetime import datetime
from typing import Any, NamedTuple

from benchmarks.measures.library import DAY, Library, Row, author, outlet
from entities import documents as topics
from entities.documents import EntityDocument
from faqs import documents as questions
from faqs.documents import FaqDocument
from newsdesk.pages.documents import as_data, canonical
from newsdesk.text.slugs import slug_of
from stories import documents as stories
from stories.documents import StoryDocument

Values = dict[str, Any]
SCHEMAS = {"story": stories.SCHEMA, "faq": questions.SCHEMA, "entity": topics.SCHEMA}


class Written(NamedTuple):
    """A page at `now`: its row in the library, the data of its document, that as JSON, and its digest."""

    kind: str
    row: Row
    data: Values
    json: str
    digest: str
    now: datetime

    @property
    def second(self) -> tuple[str, datetime] | None:
        """Of what kind the second edition is and since when, or None."""
        row = self.row
        if self.kind != "entity" and row.withdrawn:
            return "withdrawal", min(row.at + DAY * 30, self.now)
        if self.kind == "story" and row.corrected:
            return "correction", min(row.at + DAY, self.now)
        return None


def written(library: Library, kind: str, row: Row) -> Written:
    data = as_data(document(library, kind, row))
    text = canonical(data)
    return Written(kind, row, data, text.decode(), hashlib.sha256(text).hexdigest(), library.now)


def tag_slug(library: Library, n: int) -> str:
    return slug_of(library.tag(n))


def document(library: Library, kind: str, row: Row) -> object:
    entities = tuple(f"entity:{n + 1}" for n in row.topics)
    tags = tuple(sorted(library.tag(n) for n in row.tags))
    slug, bodies = slug_of(row.title), [f"<p>{text}</p>" for text in row.texts]
    if kind == "entity":
        return EntityDocument(
            kind="organisation",
            name=row.title,
            slug=slug,
            description=row.texts[0][:200],
            body="".join(bodies),
        )
    if kind == "faq":
        answer = questions.Answer(id="aaaaaaaa", question=row.title, text="".join(bodies[1:]))
        return FaqDocument(
            question=row.title,
            slug=slug,
            intro=bodies[0],
            answers=(answer,),
            entities=entities,
            tags=tags,
        )
    name, address = author(row.author)
    return StoryDocument(
        headline=row.title,
        slug=slug,
        standfirst=row.texts[0][:150],
        bylines=(stories.Byline(name=name, slug=address),),
        tags=tags,
        summary=bodies[0],
        analysis=(
            stories.AnalysisPart(id="aaaaaaaa", heading=row.title, body="".join(bodies[1:-1])),
        ),
        reports=tuple(
            stories.SourceReport(
                id=f"rrrrrr{n:02}",
                outlet=outlet(each)[0],
                url=f"https://paper.example/{row.n}/{n}",
                paraphrase=row.texts[0][:150],
            )
            for n, each in enumerate(row.outlets)
        ),
        background=bodies[-1],
        timeline=tuple(
            stories.TimelineEvent(
                id=f"eeeeeee{i}",
                date=(row.at - DAY * 400 * i).date().isoformat(),
                text=row.texts[i][:120],
            )
            for i in range(2)
        ),
        faqs=tuple(f"faq:{n + 1}" for n in row.questions),
        entities=entities,
    )
