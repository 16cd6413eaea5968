"""Sections and front pages of an export, with their log."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import Q

from newsdesk.catalogue.models import Boundary
from newsdesk.comparison.three_way_merge import Data
from newsdesk.exchange.columns import beside, instant, read
from newsdesk.exchange.names import Inward, UnknownName
from newsdesk.exchange.row_result import CREATED, UNCHANGED
from newsdesk.exchange.rows_back import RowsBack
from newsdesk.sections.arrangement import places_of
from newsdesk.sections.models.front import ARRANGE, Arrangement, FrontDraft, Slot
from newsdesk.sections.models.section import Section
from newsdesk.workflow.transitions import require


class SectionsBack:
    """Writes sections, and with the history front pages; what the desk has already stays as it is."""

    def __init__(self, names: Inward, rows: RowsBack, *, actor: User, as_it_was: bool) -> None:
        self._names, self._rows, self._actor, self._as_it_was = names, rows, actor, as_it_was
        self._own = set(Arrangement.objects.values_list("front", flat=True))

    def take(self, line: Data) -> tuple[str, str]:
        """Write one line; return the result and a sentence. Raises PermissionDenied, LookupError, ValueError
        or TypeError.
        """
        if line["kind"] == "section":
            return self._section(line)
        called = f"The front page “{line['front'] or 'home'}”"
        if not self._as_it_was:
            return UNCHANGED, f"{called} is left out: it comes with its history alone."
        if line["front"] in self._own:
            return UNCHANGED, f"{called} is arranged here already."
        require(self._actor, ARRANGE)
        if line["kind"] == "front-draft":
            return self._draft(line, called)
        return self._arrangement(line, called)

    def _section(self, line: Data) -> tuple[str, str]:
        state = line["state"]
        same = Q(uid=UUID(line["uid"])) | Q(slug=state["slug"]) | Q(name=state["name"])
        if Section.objects.filter(same).exists():
            return UNCHANGED, f"The section “{state['name']}” is here already."
        columns = read(state, beside(Section), self._names.person)
        section = Section(uid=UUID(line["uid"]), **columns)
        section.full_clean(exclude=["uid"])
        section.save()
        self._rows.write_log(section, line)
        return CREATED, f"The section “{section}”."

    def _arrangement(self, line: Data, called: str) -> tuple[str, str]:
        keys = self._keys(line)
        cancelled = line["cancelled_by"]
        made = Arrangement(
            front=str(line["front"]),
            starts_at=instant(line["starts_at"]),
            made_at=instant(line["made_at"]),
            made_by=self._names.person(line["made_by"]),
            cancelled_at=_time(line["cancelled_at"]),
            cancelled_by=self._names.person(cancelled) if cancelled else None,
        )
        made.clean_fields(exclude=["cancelled_at", "cancelled_by"])
        made.save_base(raw=True, force_insert=True)
        slots = [
            Slot(
                arrangement=made,
                place=self._place(line, slot),
                position=int(slot["position"]),
                key=key,
                until=_time(slot["until"]),
            )
            for slot, key in zip(line["slots"], keys, strict=True)
        ]
        Slot.objects.bulk_create(slots)
        times = [made.starts_at, *(slot.until for slot in slots if slot.until)]
        Boundary.objects.bulk_create([Boundary(at=at) for at in times], ignore_conflicts=True)
        return CREATED, f"{called}, as it was arranged on {made.made_at:%Y-%m-%d}."

    def _draft(self, line: Data, called: str) -> tuple[str, str]:
        front = str(line["front"])
        if FrontDraft.objects.filter(front=front).exists():
            return UNCHANGED, f"{called} has a draft here already."
        slots = [
            {"place": self._place(line, slot), "key": key, "until": _iso(slot["until"])}
            for slot, key in zip(line["slots"], self._keys(line), strict=True)
        ]
        by = self._names.person(line["changed_by"])
        FrontDraft.objects.create(front=front, slots=slots, changed_by=by)
        return CREATED, f"The draft of {called[0].lower()}{called[1:]}."

    def _keys(self, line: Data) -> list[str]:
        """Return the keys of the pages in the slots. Raises UnknownName."""
        pages = [str(slot["page"]) for slot in line["slots"]]
        self._names.learn(pages)
        keys = [self._names.page(name) for name in pages]
        if "" in keys:
            raise UnknownName(f"There is no page {pages[keys.index('')]}")
        return keys

    def _place(self, line: Data, slot: Data) -> str:
        if slot["place"] not in places_of(str(line["front"])):
            raise ValueError(f"there is no place “{str(slot['place'])[:40]}”")
        return str(slot["place"])


def _time(text: object) -> datetime | None:
    return instant(text) if text else None


def _iso(text: object) -> str | None:
    """Return a time as drafts have it, the same text. Raises ValueError for none."""
    if text:
        instant(text)
    return str(text) if text else None
