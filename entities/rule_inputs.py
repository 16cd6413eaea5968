"""The findings of the gate for entities as they are in the database, many at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from django.utils import timezone

from entities import working_copy
from entities.documents import EntityDocument
from entities.models.draft import Entity
from entities.rules import problems
from newsdesk.comments.rules import and_queries
from newsdesk.pages.documents import as_data
from newsdesk.pages.findable import called
from newsdesk.pages.keys import numbers
from newsdesk.rules.findings import Findings, Problem
from newsdesk.rules.import_doubts import and_doubts


def judge(entity: Entity, document: EntityDocument) -> Findings:
    """Return what the gate finds in a document of `entity`, its open queries included. Three queries."""
    return judge_many([(entity, document)])[0]


def judge_many(drafts: Sequence[tuple[Entity, EntityDocument]]) -> list[Findings]:
    """Return the same of each page with a document of its. Three queries for all."""
    today = timezone.localdate()
    documents = {entity.key: document for entity, document in drafts}
    found = _and_doubts(
        {
            entity.key: problems(document, confirmed=entity.confirmed, today=today)
            for entity, document in drafts
        },
        documents,
    )
    others = Entity.objects.filter(discarded=False, merged_into=None)
    named = called({document.name for _, document in drafts}, others)
    for entity, document in drafts:
        twins = [other for other in named[document.name] if other.pk != entity.pk]
        warnings = (*found[entity.key].warnings, *_twins(document.name, twins[:3]))
        found[entity.key] = replace(found[entity.key], warnings=warnings)
    found = and_queries(found, whole="name")
    return [found[entity.key] for entity, _ in drafts]


def _twins(name: str, others: Iterable[Entity]) -> Iterator[Problem]:
    """Yield a warning for a topic that goes by the same name: two may, but somebody has to mean it."""
    for other in others:
        message = f"Another topic is called “{name}”: {other.get_kind_display()} “{other}”."
        yield Problem("name", message, "same-name", str(other.pk))


def findings_of(entity: Entity) -> Findings:
    """Return what the gate finds in the working copy."""
    return judge(entity, working_copy.document_of(entity))


def findings(documents: Mapping[str, EntityDocument]) -> dict[str, Findings]:
    """Return what the gate finds in each document, by the key of its page. Two queries for all."""
    rows = Entity.objects.filter(pk__in=numbers("entity", documents), confirmed=True)
    confirmed = {f"entity:{pk}" for pk in rows.values_list("pk", flat=True)}
    today = timezone.localdate()
    found = {
        key: problems(document, confirmed=key in confirmed, today=today)
        for key, document in documents.items()
    }
    return _and_doubts(found, documents)


def _and_doubts(
    found: Mapping[str, Findings], documents: Mapping[str, EntityDocument]
) -> dict[str, Findings]:
    return and_doubts(found, lambda key: as_data(documents[key]), whole="name")
