"""What the fields of a site page are called, in the order of its page. No database."""

from newsdesk.comparison.labels import Field, Fields, Shape

SITE_PAGE_FIELDS: Fields = (
    Field(name="title", label="Title", prose=True),
    Field(name="slug", label="Address"),
    Field(name="standfirst", label="Standfirst", prose=True),
    Field(name="body", label="Text", shape=Shape.RICH, anchor="text", headings=True),
)
