"""Running stories: which story continues which, and that none continues itself.

A story has at most one earlier story. Where a save would close a circle it is refused, whichever door it came
through: `working_copy.store_digest` asks, which every change of a story ends with.
"""

from newsdesk.workflow.storable import NotStorable
from stories.models.draft import Story

# Stories that one may have before it. What is longer is taken for a circle.
MOST_BEFORE = 100
# Stories that continue one and are named in its form.
MOST_SHOWN = 5
ITSELF = "A story cannot continue itself. Choose another one, or none."
CIRCLE = (
    "This story comes before “{}” already, and cannot continue it too. Choose another one, or none."
)


def runs_in_circle(story: Story, earlier: int) -> bool:
    """Tell whether `story` would come before itself with the story of that primary key as its earlier one.

    A query for each story before it.
    """
    before: int | None = earlier
    for _ in range(MOST_BEFORE):
        if before is None or story.pk is None:
            return False
        if before == story.pk:
            return True
        before = Story.objects.filter(pk=before).values_list("earlier", flat=True).first()
    return True


def later_stories(story: Story) -> list[Story]:
    """Return the stories that continue this one, published or not, by their age; a few. One query, none for
    a new story.
    """
    if story.pk is None:
        return []
    return list(story.later.filter(discarded=False).order_by("pk")[:MOST_SHOWN])


def refuse_circle(story: Story) -> None:
    """Raise NotStorable where a story comes before itself. No query where it continues none."""
    if story.earlier_id and runs_in_circle(story, story.earlier_id):
        raise NotStorable({"earlier": f"Earlier story: {CIRCLE.format(story.earlier)}"})
