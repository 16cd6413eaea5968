"""What the fields of an entity are called, in the order of its page. No database."""

from entities.documents import KINDS
from newsdesk.comparison.labels import Field, Fields, Shape

PICTURE = Field(
    name="image",
    label="Image",
    shape=Shape.GROUP,
    one="image",
    fields=(
        Field(name="name", label="file", shape=Shape.FILE),
        Field(name="alt", label="alt text"),
        Field(name="decorative", label="decorative", shape=Shape.FLAG),
        Field(name="caption", label="caption", prose=True),
        Field(name="credit", label="credit", prose=True),
        Field(name="width", label="width", hidden=True),
        Field(name="height", label="height", hidden=True),
        Field(name="focus_x", label="focal point from the left", hidden=True),
        Field(name="focus_y", label="focal point from the top", hidden=True),
    ),
)

ENTITY_FIELDS: Fields = (
    Field(name="name", label="Name"),
    Field(name="kind", label="Kind", shape=Shape.CHOICE, choices=KINDS),
    Field(name="slug", label="Address"),
    Field(name="aliases", label="Also known as", shape=Shape.WORDS),
    Field(name="description", label="Description", prose=True),
    Field(name="as_of", label="as of", under="Description", shape=Shape.DATE),
    Field(name="description_source", label="source", under="Description"),
    Field(name="description_source_url", label="link to the source", under="Description"),
    Field(name="description_licence", label="licence", under="Description"),
    Field(
        name="facts",
        label="Facts",
        shape=Shape.PARTS,
        anchor="fact-{id}",
        named_by=("label",),
        one="fact",
        fields=(
            Field(name="label", label="what", prose=True),
            Field(name="value", label="fact", prose=True),
            Field(name="source", label="source"),
            Field(name="url", label="link to the source"),
        ),
    ),
    Field(name="body", label="Longer text", shape=Shape.RICH, anchor="about", headings=True),
    PICTURE,
    Field(name="official_site", label="Official site"),
    Field(name="wikidata", label="Wikidata"),
)
