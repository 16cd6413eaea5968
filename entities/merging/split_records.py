"""What was split, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import HttpRequest

from entities import splitting
from entities.merging.screens import labels_of
from entities.models.draft import Entity
from entities.models.split import EntitySplit, EntitySplitMove
from newsdesk.merging.impact import Use, titled
from newsdesk.merging.models import DecisionQuerySet
from newsdesk.merging.screens.records import DecisionPages, Words
from newsdesk.requests.signed_in import signed_in


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitLine:
    """A split: both topics, where it is undone, which page means which of the two."""

    record: EntitySplit
    one: str
    other: str
    undo: str
    moves: Sequence[tuple[Use, Entity]]

    @property
    def title(self) -> str:
        return str(self.record.one)


class SplitRecords(DecisionPages[EntitySplit]):
    """The list of splits, and the page that undoes one, beside those of merges in the admin of topics."""

    merge_permission = splitting.PERMISSION
    labels = labels_of("topic")
    words = Words(deed="split", done="split", leave="Leave it split")
    listed_at, undone_at = "splits", "split_undo"
    listed_in, undone_in = "entities/splitting/splits", "entities/splitting/undo_split"
    sides = ("one", "other")

    def decisions(self) -> DecisionQuerySet:
        moves = EntitySplitMove.objects.select_related("into")
        return EntitySplit.objects.prefetch_related(Prefetch("moves", moves))

    def lines_of(self, records: Sequence[EntitySplit]) -> list[SplitLine]:
        uses = titled(move.page for record in records for move in record.moves.all())
        return [
            SplitLine(
                record=record,
                one=self.address_of(record.one_id),
                other=self.address_of(record.other_id),
                undo=self.at(self.undone_at, record.pk),
                moves=[(uses[move.page], move.into) for move in record.moves.all()],
            )
            for record in records
        ]

    def undo_decisions(
        self, request: HttpRequest, records: Sequence[EntitySplit], *, reason: str
    ) -> None:
        for record in records:
            splitting.undo(record, actor=signed_in(request), reason=reason)

    def told_undone(self, record: EntitySplit, chosen: Sequence[EntitySplit]) -> str:
        return f"Undone: the split of “{record.one}” and “{record.other}”."
