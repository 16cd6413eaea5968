"""Questions of a page that are asked already: by a FAQ of the desk, or further up on the same page."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from faqs.models.draft import Faq
from newsdesk.pages.findable import called
from newsdesk.pages.keys import numbers
from newsdesk.text.names_and_words import words
from newsdesk.text.sentences import QUESTION_MARKS
from stories.importing.corrections import is_page
from stories.importing.explainer import ProposedFaq


def linked(proposed: Sequence[ProposedFaq]) -> list[ProposedFaq]:
    """Return proposals, each with what asks the same in `same`; one that stays `apart` has nothing.

    Letters, accents, stops and white space do not count. What somebody has chosen stays chosen, as long as
    it is there. Two queries at most.
    """
    asked = [faq for faq in proposed if not faq.apart and faq.document.question.strip()]
    there = _asking(faq.document.question for faq in asked if not faq.same)
    chosen = _present(faq.same for faq in asked if is_page("faq", faq.same))
    first: dict[tuple[str, ...], str] = {}
    found = []
    for faq in proposed:
        if faq.apart or not faq.document.question.strip():
            found.append(replace(faq, same=""))
            continue
        form = tuple(words(faq.document.question))
        same = chosen.get(faq.same, "") if faq.same else ""
        same = same or there.get(form, "") or first.get(form, "")
        first.setdefault(form, faq.key)
        found.append(replace(faq, same=same))
    return found


def _asking(questions: Iterable[str]) -> dict[tuple[str, ...], str]:
    """Return the key of the oldest FAQ that asks each of some questions, by its words. One query."""
    spelt: list[str] = []
    for question in questions:
        bare = question.strip().rstrip("".join(QUESTION_MARKS) + " .!")
        spelt += [question, bare, f"{bare}?"]
    rows = Faq.objects.filter(discarded=False, merged_into=None).order_by("pk")
    found: dict[tuple[str, ...], str] = {}
    for same in called(spelt, rows).values() if spelt else ():
        for row in same:
            found.setdefault(tuple(words(row.question)), row.key)
    return found


def _present(keys: Iterable[str]) -> dict[str, str]:
    """Return the key of each FAQ that is there; of one that was merged, that of the page that stays."""
    wanted = numbers("faq", set(keys))
    if not wanted:
        return {}
    merged = Faq.objects.exclude(merged_into=None).values_list("pk", "merged_into")
    into = {pk: survivor for pk, survivor in merged if survivor is not None}
    leads: dict[int, int] = {}
    for pk in wanted:
        last = pk
        while last in into:
            last = into[last]
        leads[pk] = last
    there = set(
        Faq.objects.filter(pk__in=leads.values(), discarded=False).values_list("pk", flat=True)
    )
    return {f"faq:{pk}": f"faq:{last}" for pk, last in leads.items() if last in there}
