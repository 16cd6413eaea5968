"""What stands between a FAQ and its readers."""

from faqs.documents import FaqDocument
from newsdesk.publishing.problems import Findings, Problem


def findings(document: FaqDocument) -> Findings:
    """Return what blocks the page."""
    return Findings(blocking=tuple(problems(document)))


def problems(document: FaqDocument) -> list[Problem]:
    """Return what must be mended before the FAQ can be published, each with the field to go to."""
    found = []
    if not document.question:
        found.append(Problem("question", "The FAQ has no question."))
    if not document.slug:
        found.append(Problem("slug", "The FAQ has no slug, so it would have no address."))
    if not document.intro and not any(answer.text for answer in document.answers):
        found.append(Problem("intro", "The FAQ answers nothing: it has neither intro nor answers."))
    found += [
        Problem(f"answers:{answer.id}.text", f"“{answer.question or 'A question'}” has no answer.")
        for answer in document.answers
        if not answer.text
    ]
    return found
