"""Adding reports to a story: one change of its working copy, by one person, with one line in the log."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from entities.models.outlet import Outlet
from entities.outlets import known_outlets, save
from newsdesk.pages.lines import from_lines
from newsdesk.pages.parts import new_id
from newsdesk.requests.addresses import host_of
from newsdesk.workflow.transitions import log, require
from stories.documents import SourceReport
from stories.models.draft import Story
from stories.workflow import STORY


@transaction.atomic
def add_reports(story: Story, rows: Sequence[Mapping[str, object]], *, actor: User) -> int:
    """Add a report for each of the cleaned `rows` whose address the story does not have; return how many.

    Outlets that nothing knows are made, with the domain of the address. Raises Refused, NotStorable.
    """
    require(actor, STORY.permission("change"))
    locked = Story.objects.select_for_update().get(pk=story.pk)
    document = STORY.document_of(locked)
    known = {report.url for report in document.reports if report.url}
    new = [
        row for row in {str(row["url"]): row for row in rows}.values() if row["url"] not in known
    ]
    if not new:
        return 0
    for row in new:
        _make_outlet(str(row["outlet"]), host_of(str(row["url"])))
    reports = tuple(map(_report, new))
    locked.changed_by = actor
    STORY.write(replace(document, reports=(*document.reports, *reports)), locked, actor=actor)
    detail = {"fields": ["source reports"], "addresses": [report.url for report in reports]}
    log(locked, "edit", actor=actor, detail=detail)
    return len(reports)


def _make_outlet(name: str, host: str) -> None:
    if name and name not in known_outlets([name]):
        save(Outlet(name=name, domains=from_lines((host.removeprefix("www."),))))


def _report(row: Mapping[str, object]) -> SourceReport:
    reporters = (name.strip() for name in str(row["reporters"]).split(","))
    published = row["published"]
    return SourceReport(
        id=new_id(),
        outlet=_named(str(row["outlet"])),
        wire=_named(str(row["wire"])),
        reporters=tuple(filter(None, reporters)),
        headline=str(row["headline"]),
        url=str(row["url"]),
        published=published if isinstance(published, datetime.date) else None,
        read_on=timezone.localdate(),
        paywalled=bool(row["paywalled"]),
    )


def _named(name: str) -> str:
    """Return an outlet by the name that the desk has for it."""
    known = known_outlets([name]).get(name)
    return known.name if known else name
