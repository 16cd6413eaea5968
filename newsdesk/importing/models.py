"""Records of imports: which text became which draft, by whom, and how it was understood."""

from typing import ClassVar

from django.conf import settings
from django.db import models


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
    with it. `notes` is the list of what the editor was told.
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
