"""What a reader's report becomes: a row, once for each form that was sent. Public code writes here.

The one thing that readers can write in this app; it changes nothing that is published.
"""

from django.utils import timezone

from newsdesk.site.error_reports.form import about_of
from newsdesk.site.error_reports.passages import Passage
from newsdesk.submissions.signed_token import Slip
from stories.models.error_report import ErrorReport


def receive(
    slip: Slip,
    passage: Passage,
    *,
    wrong: str,
    paragraph: int | None = None,
    quote: str = "",
    source: str = "",
) -> ErrorReport:
    """Keep a report on the page and the edition that the slip names, and return its row.

    `paragraph` is the number of one in the passage, None for all of it. The same form sent twice is one
    report. One query, two for a new report.
    """
    about = about_of(slip)
    text = passage.paragraphs[paragraph] if paragraph is not None else passage.text
    report, _ = ErrorReport.objects.get_or_create(
        mark=slip.mark,
        defaults={
            "page": about["page"],
            "edition": about["edition"],
            "part": passage.anchor,
            "part_title": passage.noted[:300],
            "passage": text,
            "quote": quote if Passage("", "", (text,)).holding(quote) is not None else "",
            "wrong": wrong,
            "source": source,
            "received_at": timezone.now(),
        },
    )
    return report
