"""What the fields of a story are called, in the order of its page. No database."""

from entities.labels import PICTURE
from newsdesk.comparison.labels import Field, Fields, Shape
from stories.documents import ANALYSIS_KINDS, MEDIA
from stories.headings import BACKGROUND, BEHIND, DEEPER, HAPPENED, PAPERS, QUESTIONS, TOPICS

STORY_FIELDS: Fields = (
    Field(name="headline", label="Headline", prose=True),
    Field(name="slug", label="Address"),
    Field(name="standfirst", label="Standfirst", prose=True),
    Field(
        name="bylines",
        label="Bylines",
        shape=Shape.PARTS,
        named_by=("name",),
        one="author",
        fields=(
            Field(name="name", label="name"),
            Field(name="role", label="role"),
        ),
    ),
    Field(name="section", label="Section"),
    Field(name="earlier", label="Earlier story", shape=Shape.KEY, anchor="next"),
    Field(name="tags", label="Tags", shape=Shape.WORDS),
    PICTURE,
    Field(name="summary", label=HAPPENED, shape=Shape.RICH, anchor="happened"),
    Field(
        name="analysis",
        label=BEHIND,
        shape=Shape.PARTS,
        anchor="part-{id}",
        named_by=("heading",),
        fields=(
            Field(name="kind", label="kind", shape=Shape.CHOICE, choices=ANALYSIS_KINDS),
            Field(name="heading", label="heading", prose=True),
            Field(name="body", label="text", shape=Shape.RICH),
        ),
    ),
    Field(
        name="reports",
        label=PAPERS,
        shape=Shape.PARTS,
        anchor="report-{id}",
        named_by=("outlet", "paraphrase"),
        one="report",
        fields=(
            Field(name="outlet", label="outlet"),
            Field(name="owner", label="owner of the outlet"),
            Field(name="wire", label="agency"),
            Field(name="reporters", label="reporters", shape=Shape.WORDS),
            Field(name="headline", label="headline", prose=True),
            Field(name="url", label="link"),
            Field(name="published", label="published", shape=Shape.DATE),
            Field(name="read_on", label="read on", shape=Shape.DATE),
            Field(name="paywalled", label="needs a subscription", shape=Shape.FLAG),
            Field(name="medium", label="no link, because", shape=Shape.CHOICE, choices=MEDIA),
            Field(name="paraphrase", label="what it reports", prose=True),
            Field(name="quotation", label="quotation", prose=True),
            Field(name="speaker", label="who said it", prose=True),
            Field(name="attribution_guessed", label="attribution is a guess", shape=Shape.FLAG),
        ),
    ),
    Field(
        name="background",
        label="text",
        under=BACKGROUND,
        shape=Shape.RICH,
        anchor="background",
    ),
    Field(
        name="timeline",
        label="timeline",
        under=BACKGROUND,
        shape=Shape.PARTS,
        anchor="event-{id}",
        named_by=("date", "text"),
        one="event",
        fields=(
            Field(name="date", label="date", shape=Shape.DATE),
            Field(name="text", label="text", prose=True),
        ),
    ),
    Field(
        name="deeper",
        label=DEEPER,
        shape=Shape.PARTS,
        anchor="deeper",
        named_by=("text",),
        one="question",
        fields=(
            Field(name="text", label="question", prose=True),
            Field(name="target", label="leads to", shape=Shape.KEY),
        ),
    ),
    Field(name="faqs", label=QUESTIONS, shape=Shape.KEYS, anchor="questions"),
    Field(name="entities", label=TOPICS, shape=Shape.KEYS, anchor="topics"),
)
