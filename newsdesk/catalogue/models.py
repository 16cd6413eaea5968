"""What readers can open: one small table, the references between pages, and the paths they once had.

Written by `write.py` alone. Public code reads nothing else but editions.
"""

import datetime

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Coalesce
from django.utils import timezone

from newsdesk.catalogue.kinds import listed_kinds
from newsdesk.text.names_and_words import sentence_key

TITLE_LENGTH = 300


def title_key(title: str) -> str:
    """Return what titles that read alike have in common, as it is stored."""
    return sentence_key(title)[:TITLE_LENGTH]


def _visible(at: datetime.datetime | None = None) -> Q:
    """Return the rule for what is public, of a page and of what carries its times."""
    at = at or timezone.now()
    return Q(Q(visible_until=None) | Q(visible_until__gt=at), visible_from__lte=at)


class PageQuerySet(models.QuerySet):
    """Pages of the catalogue. The rule for what is public is written here, once.

    Where two are alike in what a list is sorted by, their `uid` decides: a row is made anew for each
    edition, and its primary key tells nothing.
    """

    def visible(self, at: datetime.datetime | None = None) -> "PageQuerySet":
        """Keep what a reader can see at `at`, by default now: visible_from <= at < visible_until."""
        return self.filter(_visible(at))

    def begun(self, at: datetime.datetime | None = None) -> "PageQuerySet":
        """Keep what a reader can see, or could see once, at `at`, by default now."""
        return self.filter(visible_from__lte=at or timezone.now())

    def of_kind(self, *kinds: str) -> "PageQuerySet":
        return self.filter(kind__in=kinds)

    def to_see(self) -> "PageQuerySet":
        """Keep what readers see now or will see, embargoes and schedules included. For the desk alone."""
        return self.filter(Q(visible_until=None) | Q(visible_until__gt=timezone.now()))

    def titled(self, *titles: str) -> "PageQuerySet":
        """Keep those with one of these titles, but for case, accents, spaces and punctuation."""
        return self.filter(title_key__in=sorted(set(filter(None, map(title_key, titles)))))

    def dated(self) -> "PageQuerySet":
        """Keep those of the kinds that the archive holds."""
        # What is left out, not what is kept: of a list of kinds databases sort the pages of each together.
        undated = [kind.name for kind in listed_kinds() if not kind.dated]
        return self.exclude(kind__in=undated)

    def latest(self) -> "PageQuerySet":  # type: ignore[override]
        return self.order_by("-published_at", "-uid")

    def by_title(self) -> "PageQuerySet":
        return self.order_by("sort_title", "uid")

    def mentioning(self, target: "str | models.QuerySet") -> "PageQuerySet":
        """Keep the pages that lead readers to `target`, a key such as "entity:5" or "tag:space" or a query
        for one. Long lists of them are read by `lists.mentioning`.
        """
        return self.filter(pk__in=Reference.objects.shown_as(target).values("page"))

    def showing(self, picture: str) -> "PageQuerySet":
        """Keep the pages that show, or showed in a past edition, the picture of that key."""
        return self.filter(references__target=f"picture:{picture}")


class Page(models.Model):
    """A page in an interval of visibility: what readers see of it now, or will see from some time on.

    `key` is "story:5", once for each edition, and `uid` what strangers know the page by, see
    `entries.Entry`; by `title_key` those with the same title are found; `path` begins and ends with a
    slash; `title`, `summary` and `text` are plain text; `also` holds other wordings to be found by, one a
    line; `card` what lists show beside them; `edition` is the primary key of the frozen edition, `number`
    its place among those that readers could see. `published_at` is that of the first edition, `updated_at`
    that of the last one which changed anything of substance, `checked_at` when somebody last read it again.
    `gone_reason` is what a reader of a withdrawn page is told, and `gone_status` how it is answered.
    """

    seen_by_readers = True

    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=40)
    uid = models.CharField(max_length=16, db_index=True)
    path = models.CharField(max_length=255, db_index=True)
    title = models.CharField(max_length=TITLE_LENGTH)
    sort_title = models.CharField(max_length=TITLE_LENGTH)
    title_key = models.CharField(max_length=TITLE_LENGTH, default="")
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    also = models.TextField(blank=True)
    card = models.JSONField(default=dict)
    edition = models.BigIntegerField()
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    visible_from = models.DateTimeField()
    visible_until = models.DateTimeField(null=True)
    gone_reason = models.TextField(blank=True)
    gone_status = models.PositiveSmallIntegerField(default=410)

    objects = PageQuerySet.as_manager()

    class Meta:
        indexes = [
            # Lists are counted in these alone: they end with all that says what is visible.
            models.Index(
                fields=["kind", "-published_at", "-uid", "visible_from", "visible_until", "id"],
                name="page_latest",
            ),
            models.Index(
                fields=[
                    "-published_at",
                    "-uid",
                    "kind",
                    "visible_from",
                    "visible_until",
                    "updated_at",
                    "id",
                ],
                name="page_dated",
            ),
            models.Index(
                fields=["kind", "sort_title", "uid", "visible_from", "visible_until"],
                name="page_by_title",
            ),
            models.Index(
                fields=["kind", "-updated_at", "visible_from", "visible_until"],
                name="page_updated",
            ),
            # Topics of one kind, from A to Z. What the card says of it has no column of its own.
            models.Index(
                KeyTransform("kind", "card"),
                "sort_title",
                "uid",
                name="page_topics",
                condition=Q(kind="entity"),
            ),
            models.Index(fields=["title_key"], name="page_title_key"),
            # What waits, and what was withdrawn of late, is found by these.
            models.Index(fields=["visible_from"], name="page_from"),
            models.Index(fields=["visible_until"], name="page_until"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key", "edition"], name="page_edition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.key})"

    def get_absolute_url(self) -> str:
        return self.path


class ReferenceQuerySet(models.QuerySet):
    """References, and what they lead to today."""

    def visible(self, at: datetime.datetime | None = None) -> "ReferenceQuerySet":
        """Keep those of pages that a reader can see at `at`, by default now. No page is looked at."""
        return self.filter(_visible(at))

    def of_kind(self, *kinds: str) -> "ReferenceQuerySet":
        """Keep those of pages of these kinds."""
        return self.filter(kind__in=kinds)

    def latest(self) -> "ReferenceQuerySet":  # type: ignore[override]
        """Sort them as `PageQuerySet.latest` sorts their pages."""
        return self.order_by("-published_at", "-uid")

    def shown_as(self, target: str | models.QuerySet) -> "ReferenceQuerySet":
        """Keep the references that readers are led to `target` by, one of each page."""
        return self.filter(shown=target if isinstance(target, str) else Subquery(target))

    def with_shown(self) -> "ReferenceQuerySet":
        """Keep one for each thing that readers are led to by a page: `shown` is its key."""
        return self.exclude(shown="")

    def with_name(self) -> "ReferenceQuerySet":
        """Annotate each with `name`: what readers see for it now."""
        title = Merged.objects.everywhere().filter(into=OuterRef("shown")).exclude(title="")
        return self.annotate(name=Coalesce(Subquery(title.values("title")[:1]), "label"))

    def listed(self, target: str) -> str | None:
        """Return what readers see for `target` now, by the latest visible page that leads to it; None
        where none does. One query.
        """
        named = self.visible().shown_as(target).with_name()
        name: str | None = named.latest().values_list("name", flat=True).first()
        return name


class Reference(models.Model):
    """From a page to something it names: "entity:5", "faq:7", "tag:space", "author:j-doe", in order.

    "picture:3f2a…" is a picture that the page shows or showed: what readers may have the files of.

    `shown` is what readers are led to, after merges and splits; empty where a reference before it in this
    page leads there too (`shown.py`). From `kind` on it carries what its page says, so that lists of what
    names something are found, sorted and counted without looking at pages.
    """

    seen_by_readers = True

    page = models.ForeignKey(Page, models.CASCADE, related_name="references")
    target = models.CharField(max_length=120, db_index=True)
    label = models.CharField(max_length=255, blank=True)
    position = models.PositiveIntegerField()
    shown = models.CharField(max_length=255, blank=True)
    kind = models.CharField(max_length=16)
    uid = models.CharField(max_length=16)
    published_at = models.DateTimeField()
    visible_from = models.DateTimeField()
    visible_until = models.DateTimeField(null=True)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(
                fields=[
                    "shown",
                    "-published_at",
                    "-uid",
                    "kind",
                    "visible_from",
                    "visible_until",
                    "page",
                ],
                name="reference_latest",
            ),
            models.Index(
                fields=["kind", "shown", "visible_from", "visible_until"], name="reference_counted"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["page", "target"], name="reference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} -> {self.target}"


class MomentQuerySet(models.QuerySet):
    """Dated events of pages."""

    def of(self, pages: models.QuerySet) -> "MomentQuerySet":
        """Keep the events of pages, of which `pages` is a query for their keys, the latest first."""
        return self.filter(page__in=pages).order_by(
            "-date", "-page__published_at", "page__key", "position"
        )


class Moment(models.Model):
    """A dated event that a page tells of. `date` is ISO 8601: "2014", "2014-03" or "2014-03-18".

    `anchor` is where on the page it stands.
    """

    seen_by_readers = True

    page = models.ForeignKey(Page, models.CASCADE, related_name="moments")
    date = models.CharField(max_length=10)
    text = models.CharField(max_length=500)
    anchor = models.CharField(max_length=40)
    position = models.PositiveIntegerField()

    objects = MomentQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["page", "position"], name="moment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.text[:60]}"


class MergedQuerySet(models.QuerySet):
    """What is shown as something else."""

    def everywhere(self) -> "MergedQuerySet":
        return self.filter(page="")

    def in_single_pages(self) -> "MergedQuerySet":
        return self.exclude(page="")


class Merged(models.Model):
    """A page that has turned out to be another: `key` is shown as `into`, always the last survivor.

    With a `page`, "story:5", it holds in that page alone, and before what holds everywhere: a topic
    was split, and this page means the other one. What has no page may be known by its name instead:
    "outlet:NY Post". `title` is empty for a page, whose names stand with its survivor's other wordings; for
    a tag or an author, whose page is a list, it is the name that readers see now. An address of theirs
    leads on only if it is `known` to readers.
    """

    seen_by_readers = True

    key = models.CharField(max_length=255)
    page = models.CharField(max_length=40, blank=True, default="")
    into = models.CharField(max_length=255, db_index=True)
    title = models.CharField(max_length=300)
    known = models.BooleanField(default=True)

    objects = MergedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "page"], name="merged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} -> {self.into}"


class Name(models.Model):
    """What a page is called: its title or another wording, and `slug`, the form in which it is looked up.

    Several pages may have one name; readers are then asked which they mean.
    """

    seen_by_readers = True

    page = models.ForeignKey(Page, models.CASCADE, related_name="names")
    slug = models.CharField(max_length=100, db_index=True)
    text = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "slug"], name="name_once"),
        ]

    def __str__(self) -> str:
        return self.text


class PastPath(models.Model):
    """A path that a page had before `since`, when it got another. Never given to another page."""

    seen_by_readers = True

    path = models.CharField(max_length=255, unique=True)
    key = models.CharField(max_length=40, db_index=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.path} -> {self.key}"


class Boundary(models.Model):
    """A time from which readers see something else, of what has no page of its own here: a front page is
    arranged anew, something leaves its slot. Kept answers are asked again then.
    """

    seen_by_readers = True

    at = models.DateTimeField(unique=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Generation(models.Model):
    """One row: the mark of all that readers see now. What draws it and reads it: `generation.py`."""

    mark = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.mark
