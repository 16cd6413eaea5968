"""What must hold on a desk whatever was killed: checked from outside, by reading all that is stored.

Each check returns a sentence for everything that is torn.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from PIL import Image

from entities.models.draft import Entity
from entities.models.merge import EntityMerge, EntityMergeStep
from faqs.models.draft import Faq
from faqs.models.duplicate_review import MergeBatch
from faqs.models.merge import FaqMerge, FaqMergeStep
from newsdesk.catalogue.models import Merged, Moment, Name, Page, PastPath, Reference
from newsdesk.catalogue.write import rebuild
from newsdesk.desk.bulk.models import BulkDeed, BulkRow
from newsdesk.importing.models import ImportRecord
from newsdesk.pages.documents import digest
from newsdesk.pages.keys import numbers
from stories.importing.draft_writer import NOTE
from stories.models.draft import Story
from tests.release import WORKFLOWS

Complaints = Iterator[str]
KINDS: tuple[Any, ...] = (Story, Faq, Entity)
MERGES: tuple[tuple[Any, Any, Any], ...] = (
    (Faq, FaqMerge, FaqMergeStep),
    (Entity, EntityMerge, EntityMergeStep),
)
CATALOGUE: tuple[type[models.Model], ...] = (Page, Reference, Moment, Name, PastPath, Merged)


def complaints() -> list[str]:
    """Return all that is torn on the desk; nothing where it is whole."""
    checks = (database, editions, working_copies, catalogue, merges, imports, bulk, media)
    return [f"{check.__name__}: {told}" for check in checks for told in check()]


def database() -> Complaints:
    """Ask the database itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            yield from (str(row[0]) for row in cursor.fetchall() if row[0] != "ok")
    connection.check_constraints()  # Raises IntegrityError.


def editions() -> Complaints:
    """Every edition is numbered in turn, intact, and told of by an event; every event's edition exists."""
    for model in KINDS:
        for item in model.objects.order_by("pk"):
            frozen = list(item.editions.order_by("number"))
            if [each.number for each in frozen] != list(range(1, len(frozen) + 1)):
                yield f"{item.key} has editions {[each.number for each in frozen]}"
            yield from (f"{item.key} {e.number} is not intact" for e in frozen if not e.is_intact)
            events = list(item.events.order_by("pk"))
            told = {event.edition for event in events if event.edition}
            told |= {event.detail["into"] for event in events if event.verb == "carry"} - {None}
            if untold := {each.number for each in frozen} - told:
                yield f"{item.key}: no event tells of edition {sorted(untold)}"
            if missing := told - {each.number for each in frozen}:
                yield f"{item.key}: events tell of edition {sorted(missing)}, which does not exist"
            if not any(event.verb == "create" for event in events):
                yield f"{item.key}: no event tells who made it"


def working_copies() -> Complaints:
    """The digest of a working copy is that of what is written."""
    for model in KINDS:
        document_of = WORKFLOWS[model].document_of
        for item in model.objects.order_by("pk"):
            if item.digest != digest(document_of(item)):
                yield f"{item.key} says something else than its digest"


def catalogue() -> Complaints:
    """What readers can open is exactly what the editions and the merges make of it."""
    for model in KINDS:
        shown = Page.objects.filter(kind=model.key_prefix)
        known = {
            edition.pk: item.key for item in model.objects.all() for edition in item.editions.all()
        }
        for page in shown:
            if known.get(page.edition) != page.key:
                yield f"{page.key} shows edition {page.edition}, which it does not have"
        merged = set(Merged.objects.filter(page="").values_list("key", flat=True))
        frozen = {key for key in known.values() if key not in merged}
        if unshown := frozen - set(shown.values_list("key", flat=True)):
            yield f"{sorted(unshown)} have editions and are not in the catalogue"
    with transaction.atomic():
        before = written_catalogue()
        rebuild()
        after = written_catalogue()
        transaction.set_rollback(True)
    for table, rows in before.items():
        if rows != after[table]:
            yield f"{table} is not what a rebuild makes of it"


def written_catalogue() -> dict[str, Any]:
    """Return what the catalogue and its search say, by table, without the keys of its rows."""
    keys = dict(Page.objects.values_list("pk", "edition"))
    found: dict[str, Any] = {}
    for model in CATALOGUE:
        rows = []
        for row in model._default_manager.values():
            del row["id"]
            if "page_id" in row:
                row["page_id"] = keys[row["page_id"]]
            rows.append(repr(sorted(row.items())))
        found[model.__name__] = Counter(rows)
    search = {
        "sqlite": "SELECT rowid, title, also, more, summary, text FROM catalogue_search",
        "postgresql": "SELECT page_id, named::text, words::text FROM catalogue_search",
    }
    with connection.cursor() as cursor:
        cursor.execute(search[connection.vendor])
        rows = cursor.fetchall()
        found["search"] = Counter((keys.get(pk, f"no page {pk}"), *rest) for pk, *rest in rows)
        # Words of old texts stay; each word has all of its groups of letters or none.
        cursor.execute("SELECT DISTINCT gram, word FROM catalogue_gram")
        found["spelling"] = Counter(cursor.fetchall())
    return found


def merges() -> Complaints:
    """Records, pointers, steps, events and the catalogue's tombstones say the same."""
    for model, record_model, step_model in MERGES:
        active = {record.loser_id: record for record in record_model.objects.active()}
        pointers = dict(model.objects.exclude(merged_into=None).values_list("pk", "merged_into"))
        if pointers != {loser: record.survivor_id for loser, record in active.items()}:
            yield f"{model.__name__}: pointers {pointers}, records {sorted(active)}"
        stones = Merged.objects.filter(page="", key__startswith=f"{model.key_prefix}:")
        buried = set(numbers(model.key_prefix, stones.values_list("key", flat=True)))
        if buried != set(active):
            yield f"{model.__name__}: tombstones {sorted(buried)}, records {sorted(active)}"
        for record in record_model.objects.all():
            steps = step_model.objects.filter(record=record, undo=False)
            if (number := steps.filter(public=False).count()) != 1:
                yield f"{model.__name__}: merge {record.pk} has {number} steps of the working copy"
            yield from _public_steps(record, steps.filter(public=True))
            for verb, item in (("merge", record.loser), ("absorb", record.survivor)):
                if not item.events.filter(verb=verb, detail__record=record.pk).exists():
                    yield f"{model.__name__}: no event {verb} of merge {record.pk}"
    in_batches = sorted(MergeBatch.records.through.objects.values_list("faqmerge", flat=True))
    if len(in_batches) != len(set(in_batches)) or MergeBatch.objects.filter(records=None).exists():
        yield f"batches of merges {in_batches}"


def _public_steps(record: Any, steps: Any) -> Complaints:
    """What a merge did to what readers see stands behind an edition, or says which it left as it was."""
    editions = record.survivor.editions.values_list("merges", flat=True)
    behind = {key for merges in editions for key in merges or ()}
    for step in steps.filter(edition=None).exclude(pk__in=behind):
        yield f"{record}: step {step.pk} stands behind no edition"


def imports() -> Complaints:
    """A record has all its drafts, and every draft of an import has its record."""
    records = list(ImportRecord.objects.all())
    recorded = {key for record in records for key in (*record.written, record.target)}
    made = {
        event.item.key
        for model in KINDS
        for event in model.events.rel.related_model.objects.filter(verb="create", note=NOTE)
    }
    existing = {item.key for model in KINDS for item in model.objects.all()}
    if lost := recorded - existing:
        yield f"records name {sorted(lost)}, which do not exist"
    if unrecorded := made - recorded:
        yield f"{sorted(unrecorded)} were imported, and no record tells from what"
    yield from (f"import {record.pk} has no text" for record in records if not record.text)


def bulk() -> Complaints:
    """A row is done exactly where its page has the deed's event, once."""
    for deed in BulkDeed.objects.begun():
        model = next(each for each in KINDS if each._meta.label_lower == deed.kind)
        event = model.events.rel.related_model
        noted = Counter(event.objects.filter(note=f"{deed}.").values_list("item", flat=True))
        done = Counter(deed.rows.filter(state=BulkRow.State.DONE).values_list("page", flat=True))
        if noted != done:
            yield f"{deed}: rows done {sorted(done)}, events of {sorted(noted.elements())}"


def media() -> Complaints:
    """Every file that a page could name is a whole picture."""
    for file in Path(settings.MEDIA_ROOT).rglob("*"):
        # What was being written has no name yet.
        if not file.is_file() or file.suffix == ".part":
            continue
        try:
            with Image.open(file) as image:
                image.load()
        except OSError as error:
            yield f"{file.name} is no whole picture: {error}"
