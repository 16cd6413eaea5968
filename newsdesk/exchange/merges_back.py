"""Merges, their steps and splits of an export, put back in the order in which they were done."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from django.db.models import Model
from taggit.models import Tag

from entities.models.split import EntitySplit, EntitySplitMove
from newsdesk.comparison.labels import Fields
from newsdesk.comparison.three_way_merge import Data
from newsdesk.exchange.columns import instant
from newsdesk.exchange.merge_lines import fields_of, merge_kinds
from newsdesk.exchange.names import Inward
from newsdesk.exchange.references import named_in, renamed, taken_renamed
from newsdesk.pages.documents import as_data, from_data
from newsdesk.tags.models import TagMerge
from newsdesk.workflow.register import workflows
from newsdesk.workflow.storable import storable
from newsdesk.workflow.transitions import Refused

T = TypeVar("T")


class MergesBack:
    """Writes lines of merges as rows; what is there already, by its page and its time, stays.

    `outlets` are the primary keys of outlets by the uid that the file has for them, filled as they come in;
    `picture` gives the name here of a picture that the file names.
    """

    def __init__(
        self, names: Inward, outlets: dict[str, int], picture: Callable[[str], str]
    ) -> None:
        self._names, self._outlets, self._picture = names, outlets, picture
        self._records: dict[tuple[str, str, str], Model] = {}

    def take(self, line: Data) -> None:
        """Write one line. Raises KeyError, TypeError, ValueError, LookupError or Refused."""
        {"merge": self.merge, "step": self.step, "split": self.split}[line["kind"]](line)

    def merge(self, line: Data) -> None:
        of, loser, survivor = str(line["of"]), str(line["loser"]), str(line["survivor"])
        decided = self._decided(line)
        if of == "tag":
            one, other = Tag.objects.get(slug=loser), Tag.objects.get(slug=survivor)
            if not TagMerge.objects.filter(loser=one, at=decided["at"]).exists():
                TagMerge(loser=one, survivor=other, **decided).save_base(
                    raw=True, force_insert=True
                )
            return
        rule = merge_kinds()[of]
        pks = [self._row(of, uid) for uid in (loser, survivor)]
        known = rule.record._base_manager.filter(loser=pks[0], at=decided["at"]).first()
        if known is None:
            known = rule.record(
                loser_id=pks[0],
                survivor_id=pks[1],
                title=str(line["title"]),
                taken=self._taken(line["taken"], of),
                **decided,
            )
            known.save_base(raw=True, force_insert=True)
            if known.undone_at is None:
                type(known)._meta.get_field("loser").related_model._base_manager.filter(
                    pk=pks[0]
                ).update(merged_into=pks[1])
        self._records[of, loser, line["at"]] = known

    def _refuse_unclean(self, kind: str, texts: Iterable[Data]) -> None:
        """Refuse what the sanitiser would change: an undo writes texts back as they are."""
        workflow = next((each for each in workflows() if each.kind.name == kind), None)
        if workflow is None:
            return
        whole = as_data(workflow.kind.document())
        for text in texts:
            told = from_data(workflow.kind.document, whole | text)
            clean = storable(told, workflow.model, workflow.kind.labels, now=partial(_same, told))
            if as_data(clean) != as_data(told):
                raise Refused("The step of a merge holds what is no text of a page.")

    def _keyed(self, data: Data, fields: Fields) -> Data:
        return renamed(data, fields, key=self._names.page, file=self._picture)

    def _row(self, kind: str, uid: str) -> int:
        if kind == "outlet":
            return self._outlets[uid]
        return self._names.primary_key(kind, uid)

    def _decided(self, line: Data) -> Data:
        undone_by = line["undone_by"] and self._names.person(line["undone_by"])
        return {
            "at": instant(line["at"]),
            "actor": self._names.person(line["actor"]),
            "reason": str(line["reason"]),
            "undone_at": line["undone_at"] and instant(line["undone_at"]),
            "undone_by": undone_by,
            "undo_reason": str(line["undo_reason"]),
        }

    def _taken(self, taken: Data, kind: str) -> Data:
        if not taken:
            return taken
        fields = fields_of(kind)
        found: set[str] = set()

        def note(name: str) -> str:
            found.add(name)
            return name

        taken_renamed(taken, fields, key=note, file=str)
        self._names.learn(found)
        return taken_renamed(taken, fields, key=self._names.page, file=self._picture)

    def step(self, line: Data) -> None:
        of, rule = str(line["of"]), merge_kinds()[str(line["of"])]
        fields, step = fields_of(of), rule.step
        item = self._row(of, str(line["item"]))
        place = int(str(line["name"]).rpartition("/")[2])
        there = list(
            step._base_manager.filter(item=item).order_by("pk").values_list("pk", flat=True)
        )
        if len(there) >= place:
            self._names.steps[step, line["name"]] = there[place - 1]
            return
        taken = self._taken(line["taken"], of)
        texts = [line["before"], line["after"], *line["loser"].values()]
        self._refuse_unclean(of, [*texts, taken.get("values", {})])
        self._names.learn(named_in(texts, fields)[0])
        record = line["record"] and self._records[of, line["record"][0], line["record"][1]]
        made = step(
            item_id=item,
            record=record,
            **{name: line[name] for name in ("undo", "public", "edition")},
            before=self._keyed(line["before"], fields),
            after=self._keyed(line["after"], fields),
            loser={side: self._keyed(text, fields) for side, text in line["loser"].items()},
            taken=taken,
            chain=[self._names.steps[step, name] for name in line["chain"]],
            loser_chain={
                side: [self._names.steps[step, name] for name in chain]
                for side, chain in line["loser_chain"].items()
            },
        )
        made.save_base(raw=True, force_insert=True)
        self._names.steps[step, line["name"]] = made.pk

    def split(self, line: Data) -> None:
        one, other = (self._names.primary_key("entity", line[n]) for n in ("one", "other"))
        decided = self._decided(line)
        if EntitySplit.objects.filter(one=one, other=other, at=decided["at"]).exists():
            return
        split = EntitySplit(one_id=one, other_id=other, **decided)
        split.save_base(raw=True, force_insert=True)
        self._names.learn(page for page, _, _ in line["moves"])
        for page, source, into in line["moves"]:
            EntitySplitMove.objects.create(
                split=split,
                page=self._names.page(page),
                source_id=self._names.primary_key("entity", source),
                into_id=self._names.primary_key("entity", into),
            )


def _same(value: T) -> T:
    return value
