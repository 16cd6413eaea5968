"""The findings of the gate for entities as they are in the database, many at once."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.utils import timezone

from entities import working_copy
from entities.documents import EntityDocument
from entities.models.draft import Entity
from entities.rules import problems
from newsdesk.comments.rules import and_queries
from newsdesk.pages.findable import called
from newsdesk.pages.keys import numbers
from newsdesk.rules.findings import Findings, Problem


def judge(entity: Entity, document: EntityDocument) -> Findings:
    """Return what the gate finds in a document of `entity`, its open queries included. Two queries."""
    found = problems(document, confirmed=entity.confirmed, today=timezone.localdate())
    named = replace(found, warnings=(*found.warnings, *_twins(entity, document)))
    return and_queries(named, entity.key, whole="name")


def _twins(entity: Entity, document: EntityDocument) -> Iterator[Problem]:
    """Yield a warning for a topic that goes by the same name: two may, but somebody has to mean it."""
    others = Entity.objects.filter(discarded=False, merged_into=None).exclude(pk=entity.pk)
    for other in called(document.name, others)[:3]:
        message = (
            f"Another topic is called “{document.name}”: {other.get_kind_display()} “{other}”."
        )
        yield Problem("name", message, "same-name", str(other.pk))


def findings_of(entity: Entity) -> Findings:
    """Return what the gate finds in the working copy."""
    return judge(entity, working_copy.document_of(entity))


def findings(documents: Mapping[str, EntityDocument]) -> dict[str, Findings]:
    """Return what the gate finds in each document, by the key of its page. One query for all."""
    rows = Entity.objects.filter(pk__in=numbers("entity", documents), confirmed=True)
    confirmed = {f"entity:{pk}" for pk in rows.values_list("pk", flat=True)}
    today = timezone.localdate()
    return {
        key: problems(document, confirmed=key in confirmed, today=today)
        for key, document in documents.items()
    }
