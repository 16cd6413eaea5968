"""What is kept of tags beside taggit's rows: their addresses, merges and the log."""

from django.db import models
from taggit.models import Tag

from newsdesk.merging.models import Merge
from newsdesk.pages.models import Event


class TagAddress(models.Model):
    """A slug that means the tag: that of its name, of a name it had, or one that was typed for it.

    The tag's own slug is the address that readers are led to. `public` says that readers have been shown
    this one, so that it has to lead there for good.
    """

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="addresses")
    slug = models.SlugField(max_length=100, unique=True)
    public = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.slug} -> {self.tag}"


class TagMerge(Merge):
    """One merge of two tags. Nothing is moved: pages keep the tag that they have, readers see `survivor`."""

    loser = models.ForeignKey(Tag, models.PROTECT, related_name="merges_away")
    survivor = models.ForeignKey(Tag, models.PROTECT, related_name="merges_in")

    class Meta(Merge.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["loser"], condition=models.Q(undone_at=None), name="tag_merged_once"
            ),
        ]
        permissions = [("merge_tag", "Can merge tags, and undo it")]

    def __str__(self) -> str:
        return f"{self.loser} -> {self.survivor}"

    @property
    def title(self) -> str:
        """What the loser is called."""
        return str(self.loser)


class TagEvent(Event):
    """One deed done to a tag."""

    item = models.ForeignKey(Tag, models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass
