"""What topics or outlets were merged, and undoing it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from entities.merging.screens import MergeDesk
from newsdesk.merging.screens.records import RecordPages


class MergeRecordPages(RecordPages, MergeDesk):
    """The list of merges, and the page that undoes one."""

    def merge_records(self) -> QuerySet:
        rows: QuerySet = self.merging.kind.record.objects.all()
        return rows

    def new_merge_address(self) -> str:
        return self.at("merge")

    def undo_merges(self, request: HttpRequest, records: Sequence[Any], *, reason: str) -> None:
        for record in records:
            self.merging.undo(record, actor=request.user, reason=reason)
