"""Records of imports: which text became which draft, by whom, and how it was understood; what is still
being read; the doubts that an import leaves with the pages that it made.
"""

import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

# How long a text that nobody has made drafts of is kept, and how many of one person.
KEPT_FOR = datetime.timedelta(days=30)
MOST_UNFINISHED = 30


class ImportRecordQuerySet(models.QuerySet):
    """Records, newest first."""

    def of_text(self, reference: str) -> "ImportRecordQuerySet":
        """Keep the imports of exactly this text."""
        return self.filter(reference=reference)

    def of_source(self, name: str) -> "ImportRecordQuerySet":
        """Keep the imports from a file of this name."""
        return self.filter(source_name=name).exclude(source_name="")


class ImportRecord(models.Model):
    """One text that was imported into one draft.

    `reference` is the SHA-256 of the normalised text, `target` the draft's key ("story:5"). `digest`
    is that of the draft as it was written: if the draft has another now, somebody has changed it.
    `written` holds the data of every document as the import made it, by key; an update compares
    with it. `notes` is the list of what the editor was told, `corrections` what they put right.
    """

    reference = models.CharField(max_length=64)
    target = models.CharField(max_length=40)
    source_name = models.CharField(max_length=255, blank=True, db_index=True)
    text = models.TextField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    parser_version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    written = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    corrections = models.JSONField(default=list)

    objects = ImportRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference", "target"], name="import_of_a_text_into_a_draft_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_name or 'pasted text'} into {self.target}"


class SectionWord(models.Model):
    """Words over a section of an explainer that the desk has told us: which section they head.

    `form` is how the words are compared, `section` the section's name in `stories.importing`, or the name
    for a heading that is no section.
    """

    words = models.CharField(max_length=70)
    form = models.CharField(max_length=70, unique=True, editable=False)
    section = models.SlugField(max_length=20, db_index=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["section", "words"]
        verbose_name = "section heading"

    def __str__(self) -> str:
        return self.words


class NameAnswer(models.Model):
    """What somebody has said that a name is which stood where an outlet stands, in an imported text.

    `form` is how names are compared. Rows are added and never changed: the last one of a form counts, the
    others tell who said what before.
    """

    MEANINGS: ClassVar = {
        "outlet": "is an outlet",
        "person": "is a person",
        "neither": "is neither",
    }

    words = models.CharField("name", max_length=200)
    form = models.CharField(max_length=250, editable=False, db_index=True)
    meaning = models.CharField("what it is", max_length=10, choices=list(MEANINGS.items()))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name="said by",
    )
    answered_at = models.DateTimeField("said on", editable=False)

    class Meta:
        ordering = ["-answered_at", "-pk"]
        verbose_name = "name in imported texts"
        verbose_name_plural = "names in imported texts"

    def __str__(self) -> str:
        return f"{self.words} {self.get_meaning_display()}"


class UnfinishedImportQuerySet(models.QuerySet["UnfinishedImport"]):
    """Texts that are being read. SECURITY: nobody but their reader may ever see or change them."""

    def of(self, user: User) -> "UnfinishedImportQuerySet":
        return self.filter(user=user)

    def outdated(self) -> "UnfinishedImportQuerySet":
        return self.filter(changed_at__lt=timezone.now() - KEPT_FOR)


class UnfinishedImport(models.Model):
    """A text that somebody puts right before it becomes drafts: what was read, and all that was corrected.

    `reading` is the data of the file, `sections` the answers to what its unknown headings are, by their form,
    `names` those to what the names are that stand where an outlet stands, by theirs: words and answer each.
    `page` counts the pages of the file from 0; `corrections` holds those of each page, by its number.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    source_name = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=250, blank=True)
    reading = models.JSONField()
    sections = models.JSONField(default=dict)
    names = models.JSONField(default=dict)
    page = models.PositiveSmallIntegerField(default=0)
    corrections = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = UnfinishedImportQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        default_permissions = ()
        verbose_name = "text being imported"
        verbose_name_plural = "texts being imported"

    def __str__(self) -> str:
        return self.title or self.source_name or "A text"


class OfferedPicture(models.Model):
    """A picture that stands in a text being imported, as it would be kept: WebP, checked and upright."""

    of = models.ForeignKey(UnfinishedImport, models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200, blank=True)
    data = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        ordering = ["number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="offered_picture_once"),
        ]

    def __str__(self) -> str:
        return self.name or f"image {self.number}"


class ImportDoubt(models.Model):
    """A doubt about a page ("story:5") that was made by an import: it stands as long as its words do.

    `field` is a field of the page's document ("intro", "reports:1f0c22ab.outlet"), and `words` what that said
    when the import wrote it. Without a field they are words that have no place in the page.
    """

    page = models.CharField(max_length=40, db_index=True)
    code = models.CharField(max_length=40)
    field = models.CharField(max_length=80, blank=True)
    words = models.TextField(blank=True)
    message = models.TextField()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.page}: {self.message}"
