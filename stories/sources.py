"""How many of a story's reports stand on their own: papers of one owner or one agency's text do not."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.text import get_text_list

from newsdesk.text import names_and_words
from newsdesk.text.spoken import gettext, ngettext
from stories.documents import SourceReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Independence:
    """What can be said of a story's reports, in words.

    `count` is "6 reports, 3 independent"; `reasons` say which belong together, and what is not known.
    """

    count: str = ""
    reasons: tuple[str, ...] = ()


def independence(reports: Sequence[SourceReport]) -> Independence:
    """Count the reports, and those that share neither outlet nor owner nor agency with another.

    Where an owner is not on record two papers may share one, so that the number is the most there can
    be, and is called that. The desk's own summary is no report.
    """
    told = [report for report in reports if report.outlet or report.reporters]
    if not told:
        return Independence()
    groups = _groups(told)
    unknown = _names(report.outlet for report in told if report.outlet and not report.owner)
    count = ngettext("%(number)d report", "%(number)d reports", len(told)) % {"number": len(told)}
    if len(told) == 1:
        return Independence(count=count)
    reasons = [*_shared(told)]
    if unknown and groups > 1:
        names = {"names": get_text_list(unknown, gettext("or"))}
        reasons.append(gettext("Who owns %(names)s is not on our record.") % names)
        told_of = ngettext(
            "at most %(number)d independent", "at most %(number)d independent", groups
        )
    else:
        told_of = ngettext("%(number)d independent", "%(number)d independent", groups)
    return Independence(count=f"{count}, {told_of % {'number': groups}}", reasons=tuple(reasons))


def _groups(reports: Sequence[SourceReport]) -> int:
    """Return into how many groups the reports fall when all that share something are put together."""
    parents = list(range(len(reports)))

    def root(index: int) -> int:
        while parents[index] != index:
            index = parents[index]
        return index

    seen: dict[tuple[str, str], int] = {}
    for index, report in enumerate(reports):
        for trait in _traits(report):
            parents[root(index)] = root(seen.setdefault(trait, index))
    return len({root(index) for index in range(len(reports))})


def _traits(report: SourceReport) -> set[tuple[str, str]]:
    """Return what makes a report one with another. An agency's own report is one with those it fed."""
    outlet = _same(report.outlet)
    traits = {("text", outlet), ("text", _same(report.wire)), ("owner", _same(report.owner))}
    if not outlet:
        traits |= {("reporter", _same(name)) for name in report.reporters}
    return {trait for trait in traits if trait[1]}


def _shared(reports: Iterable[SourceReport]) -> Iterable[str]:
    """Yield a sentence for each owner and each agency behind more than one paper."""
    owned: dict[str, list[SourceReport]] = defaultdict(list)
    fed: dict[str, list[SourceReport]] = defaultdict(list)
    for report in reports:
        if report.owner:
            owned[_same(report.owner)].append(report)
        if report.wire:
            fed[_same(report.wire)].append(report)
    for group in owned.values():
        names = _names(report.outlet for report in group)
        if len(names) > 1:
            told = {"names": get_text_list(names, gettext("and")), "owner": group[0].owner}
            yield gettext("%(names)s have one owner, %(owner)s.") % told
    for group in fed.values():
        names = _names(report.outlet for report in group if report.outlet != report.wire)
        if names:
            told = {"names": get_text_list(names, gettext("and")), "agency": group[0].wire}
            yield (
                ngettext(
                    "%(names)s carries the text of %(agency)s.",
                    "%(names)s carry the text of %(agency)s.",
                    len(names),
                )
                % told
            )


def _names(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))


@lru_cache(2_000)
def _same(name: str) -> str:
    return names_and_words.fold(name).strip()
