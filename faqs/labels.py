"""What the fields of a FAQ are called, in the order of its page. No database."""

from newsdesk.comparison.labels import Field, Fields, Shape

FAQ_FIELDS: Fields = (
    Field(name="question", label="Question", prose=True),
    Field(name="slug", label="Address"),
    Field(name="intro", label="Direct answer", shape=Shape.RICH, anchor="direct-answer"),
    Field(
        name="answers",
        label="Answers",
        shape=Shape.PARTS,
        anchor="answer-{id}",
        named_by=("question",),
        one="answer",
        fields=(
            Field(name="question", label="question", prose=True),
            Field(name="text", label="text", shape=Shape.RICH),
        ),
    ),
    Field(
        name="sources",
        label="Sources",
        shape=Shape.PARTS,
        anchor="sources",
        named_by=("title",),
        one="source",
        fields=(
            Field(name="title", label="title"),
            Field(name="url", label="link"),
            Field(name="outlet", label="outlet"),
            Field(name="published", label="published", shape=Shape.DATE),
        ),
    ),
    Field(name="entities", label="Topics", shape=Shape.KEYS, anchor="topics"),
    Field(name="tags", label="Tags", shape=Shape.WORDS),
)
