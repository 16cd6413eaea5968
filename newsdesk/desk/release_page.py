"""The page that publishes, in three blocks: what must be mended, what to look at, what goes out with it.

What is asked is the form's business (`warnings_form`), what is refused the workflow's; this lays it out.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from newsdesk.desk.layout import anchor_of
from newsdesk.desk.transition_forms import PublishForm
from newsdesk.pages.models import WorkingCopy
from newsdesk.rules.cures import Cure
from newsdesk.rules.findings import Problem
from newsdesk.rules.subjects import Subject, heading_of, subject_of
from newsdesk.workflow.register import AnyWorkflow

# So many findings of one kind are listed; more are folded, and open.
_LISTED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A finding with the address of its words. `box` is the value that confirms it, sent as `name`; `page`
    says which other page it is about.
    """

    problem: Problem
    link: str
    cures: Sequence[Cure] = ()
    name: str = ""
    box: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The findings of one rule. `cures` settle all of them at once, each sent as `action`."""

    heading: str
    rows: Sequence[Row]
    cures: Sequence[Cure] = ()

    @property
    def folded(self) -> bool:
        return len(self.rows) > _LISTED


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectFindings:
    """A subject with its findings, the field of its reason and whether its box is ticked."""

    subject: Subject
    rules: Sequence[Rule]
    reason: object = None
    ticked: bool = False

    @property
    def count(self) -> int:
        return sum(len(rule.rows) for rule in self.rules)


CuresOf = Callable[[Problem], Sequence[Cure]]


def no_cures(problem: Problem) -> Sequence[Cure]:
    return ()


def rows_of(
    problems: Iterable[Problem],
    form: str,
    *,
    cures_of: CuresOf = no_cures,
    name: str = "confirmed",
    page: str = "",
    key: str = "",
) -> Iterator[Row]:
    """Yield findings of one page; `form` is the address of its form, `key` stands before their boxes."""
    for problem in problems:
        yield Row(
            problem=problem,
            link=f"{form}#{anchor_of(problem)}",
            cures=cures_of(problem),
            name=name,
            box=f"{key}/{problem.identity}" if key else problem.identity,
            page=page,
        )


def by_subject(rows: Iterable[Row], form: PublishForm | None) -> list[SubjectFindings]:
    """Return findings under their subjects, each rule's together; with a form they are asked about."""
    found: dict[Subject, list[Row]] = {}
    for row in rows:
        found.setdefault(subject_of(row.problem), []).append(row)
    return [
        SubjectFindings(
            subject=subject,
            rules=list(by_rule(some)),
            reason=form.reason_of(subject) if form else None,
            ticked=form.is_accepted(subject) if form else False,
        )
        for subject, some in found.items()
    ]


def by_rule(rows: Sequence[Row]) -> Iterator[Rule]:
    """Yield findings with those of one rule together, in the order in which the rules come up."""
    order = list(dict.fromkeys(row.problem.code for row in rows))
    ordered = sorted(rows, key=lambda row: order.index(row.problem.code))
    for code, group in groupby(ordered, key=lambda row: row.problem.code):
        some = list(group)
        yield Rule(heading=heading_of(code), rows=some, cures=list(_for_all(some)))


def _for_all(rows: Sequence[Row]) -> Iterator[Cure]:
    """Yield what settles several findings of one rule at once."""
    held: dict[Cure, list[str]] = {}
    for row in rows:
        for cure in row.cures:
            held.setdefault(cure, []).append(row.problem.identity)
    for cure, identities in held.items():
        if len(identities) > 1:
            yield Cure(
                " ".join((cure.action, *identities)), f"All {len(identities)}: {cure.label.lower()}"
            )


def cure(
    workflow: AnyWorkflow,
    item: WorkingCopy,
    sent: str,
    cured: Callable[..., object],
    *,
    actor: User,
) -> str:
    """Settle what a button stands for, an action and the identities of findings; return what to say.

    SECURITY: only findings that the checks find now are settled, by a revision, which asks for the right.
    What has been cured meanwhile is left alone.
    """
    action, *identities = sent.split()
    with transaction.atomic():
        locked = workflow.items.select_for_update().get(pk=item.pk)
        document = before = workflow.document_now(locked)
        settled: list[Problem] = []
        for problem in workflow.findings(locked, document):
            if problem.identity in identities:
                document = cured(document, problem, action, item=locked, actor=actor)
                settled.append(problem)
        if document != before:
            workflow.revise(locked, document, actor=actor)
    if not settled:
        return "Nothing had to be changed: it was done already."
    more = f", {len(settled)} in all" if len(settled) > 1 else ""
    return f"Settled: {heading_of(settled[0].code).lower()}{more}."


def counted(must: Collection[object], asked: Collection[SubjectFindings], along: int) -> str:
    """Return what stands on the page in a line beside the button, "" where nothing is counted."""
    told = []
    if must:
        told.append(f"{len(must)} must be fixed")
    if asked:
        told.append(f"{sum(each.count for each in asked)} to look at")
    if along:
        told.append(f"{along} drafts with it" if along > 1 else "1 draft with it")
    return " · ".join(told)


def with_frame(request: HttpRequest, response: TemplateResponse) -> HttpResponse:
    """Let a page hold a frame of this desk's own; see `frames`."""

    @csp_update({"frame-src": [SELF]})
    def page(request: HttpRequest) -> HttpResponse:
        return response

    answer = page(request)
    assert isinstance(answer, HttpResponse)  # noqa: S101
    return answer
