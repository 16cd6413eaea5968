"""What a reader's report becomes: a row, once for each form that was sent. Public code writes here.

The one thing that readers can write in this app; it changes nothing that is published.
"""

from typing import Any

from django.utils import timezone

from newsdesk.site.error_reports.passages import Passage
from newsdesk.submissions.signed_token import Slip
from stories.models.error_report import ErrorReport


def receive(slip: Slip, passage: Passage, said: dict[str, Any]) -> ErrorReport:
    """Keep a report on the page and the edition that the slip names, and return its row.

    `said` is what the form found: `paragraph` (a number or None), `quote`, `wrong`, `source`. The same
    form sent twice is one report. One query, two for a new report.
    """
    number = said.get("paragraph")
    text = passage.paragraphs[number] if number is not None else passage.text
    quote = said.get("quote", "")
    report, _ = ErrorReport.objects.get_or_create(
        mark=slip.mark,
        defaults={
            "page": slip.about["page"],
            "edition": slip.about["edition"],
            "part": passage.anchor,
            "part_title": passage.title[:300],
            "passage": text,
            "quote": quote if Passage("", "", (text,)).holding(quote) is not None else "",
            "wrong": said["wrong"],
            "source": said.get("source", ""),
            "received_at": timezone.now(),
        },
    )
    return report
