"""What topics or outlets were merged, and undoing it."""

from collections.abc import Sequence

from django.http import HttpRequest

from entities.merging.screens import MergeDesk
from newsdesk.merging.models import DecisionQuerySet, MergeRecord
from newsdesk.merging.screens.records import RecordPages
from newsdesk.requests.signed_in import signed_in


class MergeRecordPages(RecordPages[MergeRecord], MergeDesk):
    """The list of merges, and the page that undoes one."""

    def decisions(self) -> DecisionQuerySet:
        return self.merging.kind.record.objects.all()

    def new_merge_address(self) -> str:
        return self.at("merge")

    def undo_decisions(
        self, request: HttpRequest, records: Sequence[MergeRecord], *, reason: str
    ) -> None:
        for record in records:
            self.merging.kind.undo(record, actor=signed_in(request), reason=reason)
