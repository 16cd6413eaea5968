"""Findings of the gate as the desk shows them: under the headings of the form, each with its link."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from newsdesk.desk.layout import LISTS, Section, anchor_of
from newsdesk.rules.acknowledgements import Acknowledgement
from newsdesk.rules.findings import Findings, Problem

ELSEWHERE = "The page"


@dataclass(frozen=True, slots=True)
class Row:
    """A finding with the address of its field. `looked` says who has confirmed it before."""

    problem: Problem
    link: str
    blocks: bool
    looked: Acknowledgement | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The findings under one heading of the form."""

    title: str
    rows: tuple[Row, ...]


def grouped(
    findings: Findings,
    sections: Iterable[Section],
    *,
    form: str = "",
    looked: Mapping[str, Acknowledgement] | None = None,
) -> list[Group]:
    """Return findings under the titles of a form's sections, in their order; what blocks comes first.

    `form` is the address of the form, `looked` who has accepted a warning, by its identity.
    """
    known = looked or {}
    rows: dict[str, list[Row]] = {section.title: [] for section in sections}
    titles = dict(_titles(sections))
    for problem in findings:
        title = titles.get(_place(problem), ELSEWHERE)
        rows.setdefault(title, []).append(
            Row(
                problem,
                f"{form}#{anchor_of(problem)}",
                blocks=problem in findings.blocking,
                looked=known.get(problem.identity),
            )
        )
    return [Group(title, tuple(found)) for title, found in rows.items() if found]


def _place(problem: Problem) -> str:
    """Return the field or list of a form that a problem belongs to."""
    name = problem.field.partition(":")[0]
    return LISTS.get(name, name)


def _titles(sections: Iterable[Section]) -> Iterator[tuple[str, str]]:
    for section in sections:
        for field in section.fields:
            for name in (field,) if isinstance(field, str) else field:
                yield name, section.title
        for name in section.lists:
            yield name, section.title
